#include "codec/json_read.h"
#include "base/text.h"
#include "codec/json.h"
#include <stdlib.h>
#include <string.h>

enum { DEPTH = JSON_DEPTH, VALUES = 1000000, MOST_LINEAR = 8 };

struct parser {
    struct call *call;
    const char *start, *at, *end, *counted; /* counted: the column up to here is known */
    int line, column;
    size_t depth, most_depth, values, most_values;
};

/* In characters, counted on from where it was asked last, so that asking for every value costs one pass. */
static int column_of(struct parser *p)
{
    for (; p->counted < p->at; p->counted++)
        p->column += (*p->counted & 0xC0) != 0x80;
    return p->column;
}

static void next_line(struct parser *p, const char *start)
{
    p->line++;
    p->column = 1;
    p->counted = start;
}

static enum err stop_at(struct parser *p, enum err code, const char *key, const char *value, const char *want)
{
    struct fault *fault = fault_add(p->call, code, key);
    fault->value = value ? arena_text(p->call->arena, value) : NULL;
    fault->want = want;
    fault->line = p->line;
    fault->column = column_of(p);
    return code;
}

static enum err stop(struct parser *p, const char *key)
{
    return stop_at(p, ERR_INVALID, key, NULL, NULL);
}

static void skip_space(struct parser *p)
{
    for (; p->at < p->end && (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r'); p->at++)
        if (*p->at == '\n')
            next_line(p, p->at + 1);
}

static bool take(struct parser *p, char c)
{
    bool there = p->at < p->end && *p->at == c;
    p->at += there;
    return there;
}

/* Four hexadecimal digits at p->at; -1 when they are none. */
static int32_t read_unit(const struct parser *p)
{
    int32_t unit = 0;
    if (p->end - p->at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = p->at[i], low = (char)(c | 0x20);
        int digit = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* After "\u". */
static enum err read_code(struct parser *p, char **to)
{
    int32_t unit = read_unit(p), second = -1;
    if (unit <= 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return stop(p, unit == 0 ? "json_nul" : "json_escape");
    p->at += 4;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        if (p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u') {
            p->at += 2;
            second = read_unit(p);
        }
        if (second < 0xDC00 || second > 0xDFFF)
            return stop(p, "json_escape");
        p->at += 4;
        unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
    }
    *to += utf8_put(*to, (uint32_t)unit);
    return OK;
}

static enum err read_escape(struct parser *p, char **to)
{
    static const char names[] = "\"\\/bfnrt", codes[] = "\"\\/\b\f\n\r\t";
    if (p->at < p->end && *p->at == 'u') {
        p->at++;
        return read_code(p, to);
    }
    const char *found = p->at < p->end && *p->at ? strchr(names, *p->at) : NULL;
    if (!found)
        return stop(p, "json_escape");
    p->at++;
    *(*to)++ = codes[found - names];
    return OK;
}

/* After the opening quote. Escapes are never shorter than what they stand for, so the text fits into its source's size. */
static enum err read_text(struct parser *p, const char **text, size_t *size)
{
    const char *close = p->at;
    while (close < p->end && *close != '"' && (unsigned char)*close >= 0x20)
        close += *close == '\\' && close + 1 < p->end ? 2 : 1;
    char *to = arena_alloc(p->call->arena, (size_t)(close - p->at) + 1), *start = to;
    enum err err = OK;
    while (!err && p->at < close) {
        const char *escape = memchr(p->at, '\\', (size_t)(close - p->at));
        size_t plain = (size_t)((escape ? escape : close) - p->at);
        memcpy(to, p->at, plain);
        to += plain;
        p->at += plain + (escape != NULL);
        if (escape)
            err = read_escape(p, &to);
    }
    if (!err && !take(p, '"'))
        err = stop(p, p->at < p->end ? "json_control" : "json_open_text");
    *text = start;
    *size = (size_t)(to - start);
    return err;
}

static size_t count_digits(struct parser *p)
{
    const char *from = p->at;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9')
        p->at++;
    return (size_t)(p->at - from);
}

static enum err read_number(struct parser *p, struct json_value *value)
{
    const char *from = p->at;
    take(p, '-');
    bool zero = take(p, '0');
    bool fine = zero || count_digits(p) > 0;
    value->kind = JSON_NUMBER;
    if (take(p, '.')) {
        value->kind = JSON_DECIMAL;
        fine = count_digits(p) > 0 && fine;
    }
    if (take(p, 'e') || take(p, 'E')) {
        value->kind = JSON_DECIMAL;
        if (!take(p, '+'))
            take(p, '-');
        fine = count_digits(p) > 0 && fine;
    }
    bool more_digits = zero && p->at < p->end && *p->at >= '0' && *p->at <= '9';
    if (!fine || more_digits)
        return stop(p, "json_number");
    value->size = (size_t)(p->at - from);
    value->text = arena_copy(p->call->arena, from, value->size);
    if (value->kind == JSON_NUMBER && !text_number(&value->number, value->text))
        return stop_at(p, ERR_INVALID, "json_number_too_large", value->text, NULL);
    return OK;
}

static bool take_word(struct parser *p, const char *word)
{
    size_t size = strlen(word);
    bool there = (size_t)(p->end - p->at) >= size && memcmp(p->at, word, size) == 0;
    p->at += there ? size : 0;
    return there;
}

static enum err read_value(struct parser *p, struct json_value *value);

static int by_name(const void *a, const void *b)
{
    const struct json_value *const *left = a, *const *right = b;
    int order = strcmp((*left)->name, (*right)->name);
    if (!order)
        order = (*left)->line - (*right)->line;
    return order ? order : (*left)->column - (*right)->column;
}

/* The members of an object in the order of their names. */
static struct json_value **sorted_members(struct arena *arena, const struct json_value *object)
{
    struct json_value **list = NEW_ARRAY(arena, object->count, struct json_value *);
    size_t count = 0;
    for (struct json_value *member = object->first; member; member = member->next)
        list[count++] = member;
    if (count > 1)
        qsort(list, count, sizeof *list, by_name);
    return list;
}

static enum err refuse_twice(struct parser *p, const struct json_value *object)
{
    struct json_value **list = sorted_members(p->call->arena, object);
    for (size_t i = 1; i < object->count; i++)
        if (strcmp(list[i - 1]->name, list[i]->name) == 0) {
            struct fault *fault = fault_add(p->call, ERR_INVALID, "json_name_twice");
            fault->value = list[i]->name;
            fault->line = list[i]->line;
            fault->column = list[i]->column;
            return ERR_INVALID;
        }
    return OK;
}

static enum err read_name(struct parser *p, const char **name)
{
    size_t size;
    skip_space(p);
    if (!take(p, '"'))
        return stop(p, "json_name");
    enum err err = read_text(p, name, &size);
    skip_space(p);
    if (!err && !take(p, ':'))
        err = stop(p, "json_colon");
    return err;
}

static enum err read_members(struct parser *p, struct json_value *value, char close)
{
    struct json_value **end = &value->first;
    enum err err = OK;
    if (++p->depth > p->most_depth)
        return stop_at(
            p, ERR_LIMIT, "json_too_deep", NULL, number_text(p->call->arena, p->call->lang, (int64_t)p->most_depth));
    skip_space(p);
    if (!take(p, close)) {
        do {
            struct json_value *member = NEW(p->call->arena, struct json_value);
            if (close == '}')
                err = read_name(p, &member->name);
            if (!err)
                err = read_value(p, member);
            *end = member;
            end = &member->next;
            value->count++;
            skip_space(p);
        } while (!err && take(p, ','));
        if (!err && !take(p, close))
            err = stop(p, close == '}' ? "json_close_object" : "json_close_array");
    }
    p->depth--;
    if (!err && close == '}')
        err = refuse_twice(p, value);
    return err;
}

static enum err read_value(struct parser *p, struct json_value *value)
{
    skip_space(p);
    value->line = p->line;
    value->column = column_of(p);
    if (++p->values > p->most_values)
        return stop_at(
            p, ERR_LIMIT, "json_too_many", NULL, number_text(p->call->arena, p->call->lang, (int64_t)p->most_values));
    if (take(p, '{')) {
        value->kind = JSON_OBJECT;
        return read_members(p, value, '}');
    }
    if (take(p, '[')) {
        value->kind = JSON_ARRAY;
        return read_members(p, value, ']');
    }
    if (take(p, '"')) {
        value->kind = JSON_TEXT;
        return read_text(p, &value->text, &value->size);
    }
    if (p->at < p->end && (*p->at == '-' || (*p->at >= '0' && *p->at <= '9')))
        return read_number(p, value);
    value->kind = JSON_BOOL;
    value->flag = take_word(p, "true");
    if (value->flag || take_word(p, "false"))
        return OK;
    value->kind = JSON_NULL;
    return take_word(p, "null") ? OK : stop(p, p->at < p->end ? "json_value" : "json_ended");
}

/* Says where the text stops being UTF-8. */
static enum err refuse_bytes(struct parser *p, size_t valid)
{
    for (p->at = p->start; p->at < p->start + valid; p->at++)
        if (*p->at == '\n')
            next_line(p, p->at + 1);
    return stop(p, *p->at ? "json_not_utf8" : "json_nul");
}

enum err json_read(
    struct json_value **out, struct call *call, const char *bytes, size_t size, const struct json_limits *limits)
{
    struct parser p = {
        .call = call, .start = bytes, .at = bytes, .end = bytes + size, .counted = bytes, .line = 1, .column = 1};
    p.most_depth = limits && limits->depth ? limits->depth : DEPTH;
    p.most_values = limits && limits->values ? limits->values : VALUES;
    size_t valid = utf8_valid(bytes, size);
    if (valid < size)
        return refuse_bytes(&p, valid);
    *out = NEW(call->arena, struct json_value);
    enum err err = read_value(&p, *out);
    skip_space(&p);
    if (!err && p.at < p.end)
        err = stop(&p, "json_more");
    return err;
}

const struct json_value *json_get(const struct json_value *object, const char *name)
{
    if (object && object->kind == JSON_OBJECT)
        for (const struct json_value *member = object->first; member; member = member->next)
            if (strcmp(member->name, name) == 0)
                return member;
    return NULL;
}

const char *json_get_text(const struct json_value *object, const char *name)
{
    const struct json_value *member = json_get(object, name);
    return member && member->kind == JSON_TEXT ? member->text : NULL;
}

static void write_members(struct json *json, const struct json_value *value, bool sorted)
{
    struct json_value **list = sorted ? sorted_members(json->out->arena, value) : NULL;
    const struct json_value *member = value->first;
    for (size_t i = 0; i < value->count; i++, member = member->next) {
        const struct json_value *next = sorted ? list[i] : member;
        json_name(json, next->name);
        json_value(json, next, sorted);
    }
}

void json_value(struct json *json, const struct json_value *value, bool sorted)
{
    switch (value->kind) {
    case JSON_NULL: json_null(json); break;
    case JSON_BOOL: json_bool(json, value->flag); break;
    case JSON_NUMBER: json_number(json, value->number); break;
    case JSON_DECIMAL: json_raw(json, value->text); break;
    case JSON_TEXT: json_text_sized(json, value->text, value->size); break;
    case JSON_ARRAY:
        json_array(json);
        for (const struct json_value *member = value->first; member; member = member->next)
            json_value(json, member, sorted);
        json_end(json);
        break;
    case JSON_OBJECT:
        json_object(json);
        write_members(json, value, sorted);
        json_end(json);
        break;
    }
}

enum err json_canonical(struct buffer *out, struct call *call, const char *bytes, size_t size)
{
    struct json_value *value;
    enum err err = json_read(&value, call, bytes, size, NULL);
    if (!err) {
        struct json json = json_begin(out);
        json_value(&json, value, true);
    }
    return err;
}
