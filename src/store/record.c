/* Rows by description: fields as text and back, checks of the declaration, digests. Reading and writing stand in row.c and list.c. */
#include "store/record.h"
#include "base/fold.h"
#include "base/text.h"
#include <string.h>

const struct record *record_named(const char *noun)
{
    for (int i = 0; i < record_count; i++)
        if (strcmp(records[i]->noun, noun) == 0)
            return records[i];
    return NULL;
}

int field_named(const struct record *record, const char *name)
{
    for (int i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].name, name) == 0 || text_is(record->fields[i].was, name))
            return i;
    return -1;
}

void *row_new(struct arena *arena, const struct record *record)
{
    char *row = arena_alloc(arena, record->size);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->kind == KIND_NUMBER || field->kind == KIND_FLAG)
            *(int64_t *)(void *)(row + field->offset) = UNKNOWN;
    }
    return row;
}

const void *field_at(const struct field *field, const void *row)
{
    return (const char *)row + field->offset;
}

static const char *const *texts_at(const struct field *field, const void *row)
{
    return (const char *const *)field_at(field, row);
}

const char *field_text(struct arena *arena, const struct field *field, const void *row, enum lang lang)
{
    char date[DATE_TEXT];
    const void *at = field_at(field, row);
    int choice;
    struct date day;
    int64_t number;
    switch (field->kind) {
    case KIND_TEXT:
    case KIND_PROSE:
    case KIND_REF:
    case KIND_MOMENT:
    case KIND_USER:
    case KIND_SECRET: return texts_at(field, row)[field->flags & FIELD_LANG ? lang : 0];
    case KIND_NUMBER:
        number = *(const int64_t *)at;
        return number == UNKNOWN ? NULL : arena_format(arena, "%lld", (long long)number);
    case KIND_FLAG: number = *(const int64_t *)at; return number == UNKNOWN ? NULL : number ? "true" : "false";
    case KIND_DATE:
    case KIND_DAY:
        day = *(const struct date *)at;
        return date_known(day) ? arena_text(arena, date_text(date, day)) : NULL;
    case KIND_CHOICE: choice = *(const int *)at; return choice ? field->choices[choice - 1] : NULL;
    }
    return NULL;
}

const char *field_text_any(struct arena *arena, const struct field *field, const void *row, enum lang lang)
{
    const char *text = field_text(arena, field, row, lang);
    for (int i = 0; !text && field->flags & FIELD_LANG && i < LANGS; i++)
        text = field_text(arena, field, row, lang_instead[i]);
    return text;
}

bool field_same(const struct field *field, const void *a, const void *b)
{
    const void *x = field_at(field, a), *y = field_at(field, b);
    switch (field->kind) {
    case KIND_NUMBER:
    case KIND_FLAG: return *(const int64_t *)x == *(const int64_t *)y;
    case KIND_DATE:
    case KIND_DAY: return date_is(*(const struct date *)x, *(const struct date *)y);
    case KIND_CHOICE: return *(const int *)x == *(const int *)y;
    default: break;
    }
    for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++)
        if (!text_is(texts_at(field, a)[lang], texts_at(field, b)[lang]))
            return false;
    return true;
}

/* ---- taking text ---- */

/* The field as a person reads its name in a fault: "name_fr" for one language of a six-language field. */
static const char *spoken(struct call *call, const struct field *field, enum lang lang)
{
    return field->flags & FIELD_LANG ? arena_format(call->arena, "%s_%s", field->name, lang_codes[lang]) : field->name;
}

static enum err refuse(struct call *call, const struct record *record, const struct field *field, enum lang lang,
    const char *key, const char *value, const char *want)
{
    return fail_of(call, record->noun, key, spoken(call, field, lang), value, want);
}

static bool one_form(const char *form, size_t size, const char *text)
{
    if (strlen(text) != size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = text[i], f = form[i];
        bool fits = f == 'A' ? c >= 'A' && c <= 'Z'
            : f == 'a'       ? c >= 'a' && c <= 'z'
            : f == '9'       ? c >= '0' && c <= '9'
                             : c == f;
        if (!fits)
            return false;
    }
    return true;
}

static bool fits_form(const char *form, const char *text)
{
    for (;;) {
        size_t n = strcspn(form, "|");
        if (one_form(form, n, text))
            return true;
        if (!form[n])
            return false;
        form += n + 1;
    }
}

/* Several lines keep their line breaks; one line may not have control characters at all. */
static bool has_control(const char *text, bool prose)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && !(prose && (c == '\n' || c == '\t' || c == '\r'))) || c == 0x7F)
            return true;
    }
    return false;
}

static enum err set_text(struct call *call, const struct record *record, const struct field *field, enum lang lang,
    const char **at, const char *text)
{
    size_t size = strlen(text), good = utf8_valid(text, size);
    if (good < size)
        return refuse(call, record, field, lang, "not_utf8", NULL, arena_format(call->arena, "%zu", good + 1));
    if (has_control(text, field->kind == KIND_PROSE))
        return refuse(call, record, field, lang, "control_character", NULL, NULL);
    if (utf8_length(text) > (size_t)field->most)
        return refuse(
            call, record, field, lang, "too_long", NULL, arena_format(call->arena, "%lld", (long long)field->most));
    if (field->form && !fits_form(field->form, text))
        return refuse(call, record, field, lang, "wrong_form", text, field->form);
    *at = arena_text(call->arena, text);
    return OK;
}

static enum err set_number(
    struct call *call, const struct record *record, const struct field *field, int64_t *at, const char *text)
{
    int64_t number;
    if (!text_number(&number, text))
        return refuse(call, record, field, 0, "not_a_number", text, NULL);
    if (number < field->least || number > field->most)
        return refuse(call, record, field, 0, "number_range", text,
            arena_format(call->arena, "%lld..%lld", (long long)field->least, (long long)field->most));
    *at = number;
    return OK;
}

static enum err set_flag(
    struct call *call, const struct record *record, const struct field *field, int64_t *at, const char *text)
{
    static const struct {
        const char *text;
        int64_t flag;
    } known[] = {{"true", 1}, {"1", 1}, {"yes", 1}, {"false", 0}, {"0", 0}, {"no", 0}, {"unknown", UNKNOWN}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].text, text) == 0) {
            *at = known[i].flag;
            return OK;
        }
    return refuse(call, record, field, 0, "not_a_flag", text, "true, false");
}

static enum err set_date(
    struct call *call, const struct record *record, const struct field *field, struct date *at, const char *text)
{
    struct date date;
    if (!date_parse(&date, text))
        return refuse(call, record, field, 0, "not_a_date", text,
            field->kind == KIND_DAY ? "2014-06-12" : "2014-06-12, 2014-06, 2014");
    if (field->kind == KIND_DAY && !date_whole(date))
        return refuse(call, record, field, 0, "not_whole_date", text, "2014-06-12");
    *at = date;
    return OK;
}

static enum err set_choice(
    struct call *call, const struct record *record, const struct field *field, int *at, const char *text)
{
    const char *nearest = NULL;
    unsigned best = 4;
    for (int i = 0; field->choices[i]; i++)
        if (strcmp(field->choices[i], text) == 0) {
            *at = i + 1;
            return OK;
        }
    for (int i = 0; field->choices[i]; i++) {
        unsigned distance = text_distance(field->choices[i], text, 3);
        if (distance < best) {
            best = distance;
            nearest = field->choices[i];
        }
    }
    if (nearest)
        return refuse(call, record, field, 0, "not_a_choice_near", text, nearest);
    struct buffer *words = buffer_new(call->arena, 4096);
    for (int i = 0; field->choices[i]; i++) {
        buffer_text(words, i ? ", " : "");
        buffer_text(words, field->choices[i]);
    }
    return refuse(call, record, field, 0, "not_a_choice", text, words->at);
}

static void clear(const struct field *field, enum lang lang, char *at)
{
    switch (field->kind) {
    case KIND_NUMBER:
    case KIND_FLAG: *(int64_t *)(void *)at = UNKNOWN; break;
    case KIND_DATE:
    case KIND_DAY: *(struct date *)(void *)at = (struct date){0}; break;
    case KIND_CHOICE: *(int *)(void *)at = 0; break;
    default: ((const char **)(void *)at)[field->flags & FIELD_LANG ? lang : 0] = NULL;
    }
}

enum err field_set(
    struct call *call, const struct record *record, int index, enum lang lang, void *row, const char *text)
{
    const struct field *field = &record->fields[index];
    char *at = (char *)row + field->offset;
    if (text_empty(text)) {
        clear(field, lang, at);
        return OK;
    }
    if (field->kind != KIND_PROSE && field->kind != KIND_SECRET)
        text = text_trim(call->arena, text);
    switch (field->kind) {
    case KIND_NUMBER: return set_number(call, record, field, (int64_t *)(void *)at, text);
    case KIND_FLAG: return set_flag(call, record, field, (int64_t *)(void *)at, text);
    case KIND_DATE:
    case KIND_DAY: return set_date(call, record, field, (struct date *)(void *)at, text);
    case KIND_CHOICE: return set_choice(call, record, field, (int *)(void *)at, text);
    case KIND_MOMENT: {
        int64_t moment;
        if (!moment_parse(&moment, text))
            return refuse(call, record, field, lang, "not_a_moment", text, "2014-06-12T09:12:00.000000Z");
        break;
    }
    default: break;
    }
    return set_text(
        call, record, field, lang, &((const char **)(void *)at)[field->flags & FIELD_LANG ? lang : 0], text);
}

/* A field that was given and refused is not said to be missing as well. */
static bool faulty(const struct call *call, const struct record *record, const struct field *field)
{
    for (const struct fault *fault = call->faults; fault; fault = fault->next)
        if (text_is(fault->noun, record->noun) && fault->field && text_starts(fault->field, field->name) &&
            (!fault->field[strlen(field->name)] || field->flags & FIELD_LANG))
            return true;
    return false;
}

enum err row_check(struct call *call, const struct record *record, const void *row)
{
    enum err err = OK;
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        bool there = false;
        if (!(field->flags & FIELD_REQUIRED))
            continue;
        for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++)
            there |= field_text(call->arena, field, row, (enum lang)lang) != NULL;
        if (!there && !faulty(call, record, field)) {
            fail_of(call, record->noun, "required", field->name, NULL, NULL);
            err = ERR_INVALID;
        }
    }
    return err;
}
