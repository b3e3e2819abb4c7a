#include "record/reply.h"
#include "base/text.h"
#include "codec/csv.h"
#include "record/print.h"
#include <stdlib.h>
#include <string.h>

enum { TITLES_AT_ONCE = 50, MOST_TEXT = 64 << 10, SEEN_MOST = 1021 };

static size_t count_of(const struct part *part, const void *of)
{
    return *(const size_t *)(const void *)((const char *)of + part->count_offset);
}

struct shape_list part_list(const struct part *part, const void *of)
{
    const void *items = *(const void *const *)field_at(&part->field, of);
    return (struct shape_list){items, count_of(part, of)};
}

static const char *const *texts_of(const struct part *part, const void *of)
{
    return *(const char *const *const *)field_at(&part->field, of);
}

static const void *item(const struct shape *shape, struct shape_list list, size_t i)
{
    return (const char *)list.items + i * shape->size;
}

/* ---- for programs ---- */

static void shape_json(struct json *json, struct call *call, const struct shape *shape, const void *of);

static void list_json(struct json *json, struct call *call, const struct shape *shape, struct shape_list list)
{
    json_array(json);
    for (size_t i = 0; i < list.items_count; i++)
        shape_json(json, call, shape, item(shape, list, i));
    json_end(json);
}

static void texts_json(struct json *json, const struct part *part, const void *of)
{
    const char *const *texts = texts_of(part, of);
    json_array(json);
    for (size_t i = 0; i < count_of(part, of); i++)
        json_text(json, texts[i]);
    json_end(json);
}

static bool is_known(struct call *call, const struct part *part, const void *of)
{
    if (part->many)
        return *(const void *const *)field_at(&part->field, of) != NULL;
    return field_text(call->arena, &part->field, of, call->lang) != NULL;
}

static void shape_json(struct json *json, struct call *call, const struct shape *shape, const void *of)
{
    json_object(json);
    for (int i = 0; i < shape->part_count; i++) {
        const struct part *part = &shape->parts[i];
        if (part->maybe && !is_known(call, part, of))
            continue;
        json_name(json, part->field.name);
        struct shape_list list = part->shape ? part_list(part, of) : (struct shape_list){0};
        if (part->single && list.items_count)
            shape_json(json, call, part->shape, list.items);
        else if (part->single)
            json_null(json);
        else if (part->shape)
            list_json(json, call, part->shape, list);
        else if (part->many)
            texts_json(json, part, of);
        else
            field_json(json, call->arena, &part->field, of);
    }
    json_end(json);
}

void reply_json(struct json *json, struct call *call, const struct operation *operation, const void *reply)
{
    if (operation->many)
        list_json(json, call, operation->gives, *(const struct shape_list *)reply);
    else
        shape_json(json, call, operation->gives, reply);
}

/* Texts one after the other; ids of records by their names, where these are there. */
static const char *joined(
    struct call *call, const struct part *part, const void *of, const char *between, const struct titles *titles)
{
    struct buffer *out = buffer_new(call->arena, MOST_TEXT);
    const char *const *texts = texts_of(part, of);
    for (size_t i = 0; i < count_of(part, of); i++) {
        const char *name = titles && part->field.ref ? titles_find(titles, part->field.ref, texts[i]) : NULL;
        buffer_format(out, "%s%s", i ? between : "", text_or(name, texts[i]));
    }
    return out->size ? out->at : NULL;
}

static void csv_rows(struct buffer *out, struct call *call, const struct shape *shape, struct shape_list list)
{
    struct csv_writer csv = csv_begin(out, true, false);
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].shape)
            csv_text(&csv, shape->parts[i].field.name);
    csv_end_row(&csv);
    for (size_t row = 0; row < list.items_count; row++) {
        const void *of = item(shape, list, row);
        for (int i = 0; i < shape->part_count; i++) {
            const struct part *part = &shape->parts[i];
            if (!part->shape)
                csv_text(&csv,
                    part->many ? joined(call, part, of, "; ", NULL)
                               : field_text(call->arena, &part->field, of, call->lang));
        }
        csv_end_row(&csv);
    }
}

void reply_csv(struct buffer *out, struct call *call, const struct operation *operation, const void *reply)
{
    const struct shape *shape = operation->gives;
    struct shape_list list = {reply, 1};
    if (operation->many)
        list = *(const struct shape_list *)reply;
    for (int i = 0; !operation->many && i < shape->part_count; i++)
        if (shape->parts[i].shape) {
            csv_rows(out, call, shape->parts[i].shape, part_list(&shape->parts[i], reply));
            return;
        }
    csv_rows(out, call, shape, list);
}

/* ---- names ---- */

struct title {
    const char *noun, *id, *name;
};

struct titles {
    struct title *at;
    size_t count, room;
    struct arena *arena;
    const char
        *seen[SEEN_MOST]; /* ids that were added, by their place in memory: long lists name the same over and over */
};

static void add_title(struct titles *titles, const char *noun, const char *id)
{
    const char **seen = &titles->seen[((uintptr_t)id >> 3) % SEEN_MOST];
    if (*seen == id)
        return;
    *seen = id;
    if (titles->count == titles->room) {
        size_t room = titles->room ? titles->room * 2 : 64;
        struct title *grown = NEW_ARRAY(titles->arena, room, struct title);
        if (titles->count)
            memcpy(grown, titles->at, titles->count * sizeof *grown);
        titles->at = grown;
        titles->room = room;
    }
    titles->at[titles->count++] = (struct title){noun, id, NULL};
}

static void collect(struct titles *titles, const struct shape *shape, const void *of)
{
    for (int i = 0; i < shape->part_count; i++) {
        const struct part *part = &shape->parts[i];
        if (part->shape) {
            struct shape_list list = part_list(part, of);
            for (size_t j = 0; j < list.items_count; j++)
                collect(titles, part->shape, item(part->shape, list, j));
        } else if (part->field.kind == KIND_REF && part->many) {
            for (size_t j = 0; j < count_of(part, of); j++)
                add_title(titles, part->field.ref, texts_of(part, of)[j]);
        } else if (part->field.kind == KIND_REF) {
            const char *id = *(const char *const *)field_at(&part->field, of);
            if (id)
                add_title(titles, part->field.ref, id);
        }
    }
}

static int by_noun_and_id(const void *a, const void *b)
{
    const struct title *x = a, *y = b;
    int order = strcmp(x->noun, y->noun);
    return order ? order : strcmp(x->id, y->id);
}

static void once_each(struct titles *titles)
{
    size_t kept = 0;
    if (titles->count)
        qsort(titles->at, titles->count, sizeof *titles->at, by_noun_and_id);
    for (size_t i = 0; i < titles->count; i++)
        if (!kept || by_noun_and_id(&titles->at[kept - 1], &titles->at[i]) != 0)
            titles->at[kept++] = titles->at[i];
    titles->count = kept;
}

static enum err look_up(struct titles *titles, struct db *db, struct call *call, size_t from, size_t *next)
{
    const char *ids[TITLES_AT_ONCE], *names[TITLES_AT_ONCE] = {NULL}, *noun = titles->at[from].noun;
    int n = 0;
    for (*next = from; *next < titles->count && n < TITLES_AT_ONCE && !strcmp(titles->at[*next].noun, noun); ++*next)
        ids[n++] = titles->at[*next].id;
    const struct record *record = record_named(noun);
    enum err err = record && titles_are_open(call, record) ? row_titles(names, db, call, record, ids, n) : OK;
    for (int i = 0; i < n; i++)
        titles->at[from + (size_t)i].name = names[i];
    return err;
}

enum err reply_titles(
    struct titles **out, struct db *db, struct call *call, const struct operation *operation, const void *reply)
{
    struct titles *titles = *out = NEW(call->arena, struct titles);
    struct shape_list list = {reply, 1};
    titles->arena = call->arena;
    if (operation->many)
        list = *(const struct shape_list *)reply;
    for (size_t i = 0; i < list.items_count; i++)
        collect(titles, operation->gives, item(operation->gives, list, i));
    once_each(titles);
    enum err err = OK;
    for (size_t at = 0; at < titles->count && !err;)
        err = look_up(titles, db, call, at, &at);
    return err;
}

const char *titles_find(const struct titles *titles, const char *noun, const char *id)
{
    struct title key = {noun, id, NULL};
    const struct title *found =
        titles && titles->count ? bsearch(&key, titles->at, titles->count, sizeof key, by_noun_and_id) : NULL;
    return found ? found->name : NULL;
}

/* ---- for people ---- */

const char *part_words(struct call *call, const struct part *part, const void *of, const struct titles *titles)
{
    if (part->many)
        return joined(call, part, of, lang_comma(call->lang), titles);
    const char *text = field_text(call->arena, &part->field, of, call->lang);
    if (text && part->field.kind == KIND_REF)
        return text_or(titles_find(titles, part->field.ref, text), text);
    return print_text(call, &part->field, text);
}

bool part_said(struct call *call, const struct part *part, const struct shape *shape, struct shape_list list)
{
    for (size_t i = 0; i < list.items_count; i++) {
        const void *of = item(shape, list, i);
        if (part->many ? count_of(part, of) > 0 : is_known(call, part, of))
            return true;
    }
    return false;
}

const char *part_label(struct call *call, const struct shape *shape, const struct part *part)
{
    return word_of(call->lang, "field", shape->name, part->field.name);
}

const char *operation_title(struct call *call, const struct operation *operation)
{
    return word(call->lang, arena_format(call->arena, "operation.%s.%s", operation->noun, operation->verb));
}
