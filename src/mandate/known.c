#include "mandate/known.h"
#include <string.h>

static const SQL(documents_known,
    "SELECT id, symbol, digest, name, organ, adopted_as, date, language, stage, set_aside FROM document ORDER BY id");
static const SQL(members_known, "SELECT document, series, belongs FROM series_member ORDER BY document, series");
static const SQL(laying_known,
    "SELECT document, sum(CASE WHEN recurring THEN 1 ELSE 0 END) FROM duty GROUP BY document ORDER BY document");

static size_t place_of_text(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (hash ^ hash >> 32) % KNOWN_PLACES;
}

static size_t place_of_key(uint64_t key)
{
    return (key ^ key >> 32) % KNOWN_PLACES;
}

static const char *copy(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text) : NULL;
}

/* At the end of its chain, so that what was there first is found first. */
static void put_last(struct known_document **head, struct known_document *document, size_t next)
{
    struct known_document **at = head;
    while (*at)
        at = (struct known_document **)(void *)((char *)*at + next);
    *at = document;
}

struct known_document *known_add(struct known *known, const struct known_document *like)
{
    struct arena *arena = known->arena;
    struct known_document *document = NEW(arena, struct known_document);
    *document = *like;
    document->id = copy(arena, like->id);
    document->symbol = copy(arena, like->symbol);
    document->digest = copy(arena, like->digest);
    document->name = copy(arena, like->name);
    document->organ = copy(arena, like->organ);
    document->adopted_as = copy(arena, like->adopted_as);
    document->series = copy(arena, like->series);
    document->next_id = document->same_symbol = document->same_title = NULL;
    document->title = NULL;
    document->title_count = document->name ? title_words(&document->title, arena, document->name) : 0;
    document->title_key = 0;
    if (document->title_count) {
        uint64_t key = 1;
        for (size_t i = 0; i < document->title_count; i++)
            key = (key ^ document->title[i]) * 1099511628211u;
        document->title_key = key | 1;
        put_last(
            &known->by_title[place_of_key(document->title_key)], document, offsetof(struct known_document, same_title));
    }
    if (document->symbol)
        put_last(
            &known->by_symbol[place_of_text(document->symbol)], document, offsetof(struct known_document, same_symbol));
    if (known->count == known->room) {
        size_t room = known->room ? known->room * 2 : 256;
        struct known_document **grown = NEW_ARRAY(arena, room, struct known_document *);
        if (known->count)
            memcpy(grown, known->all, known->count * sizeof *grown);
        known->all = grown;
        known->room = room;
    }
    known->all[known->count++] = document;
    put_last(&known->by_id[place_of_text(document->id)], document, offsetof(struct known_document, next_id));
    return document;
}

struct known_document *known_by_id(const struct known *known, const char *id)
{
    struct known_document *each = known->by_id[place_of_text(id)];
    while (each && strcmp(each->id, id) != 0)
        each = each->next_id;
    return each;
}

struct known_document *known_by_symbol(const struct known *known, const char *symbol)
{
    return symbol ? known->by_symbol[place_of_text(symbol)] : NULL;
}

struct known_document *known_by_title(const struct known *known, uint64_t key)
{
    return key ? known->by_title[place_of_key(key)] : NULL;
}

int known_titles_alike(const struct known_document *a, const struct known_document *b)
{
    size_t common = 0, all = a->title_count + b->title_count;
    for (size_t i = 0, k = 0; i < a->title_count && k < b->title_count;) {
        if (a->title[i] == b->title[k])
            common++, i++, k++;
        else if (a->title[i] < b->title[k])
            i++;
        else
            k++;
    }
    return all ? (int)(common * 200 / all) : 0;
}

/* ---- loading ---- */

static int choice_of(const struct record *record, const char *field, const char *word)
{
    const char *const *choices = record->fields[field_named(record, field)].choices;
    for (int i = 0; word && choices[i]; i++)
        if (strcmp(choices[i], word) == 0)
            return i + 1;
    return 0;
}

static enum err load_documents(struct known *known, struct db *db, struct call *call)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &documents_known, NO_ARGS);
    while (!err && rows_next(rows)) {
        struct known_document document = {.id = rows_copy(rows, 0, call->arena),
            .symbol = rows_copy(rows, 1, call->arena),
            .digest = rows_copy(rows, 2, call->arena),
            .name = rows_copy(rows, 3, call->arena),
            .organ = rows_copy(rows, 4, call->arena),
            .adopted_as = rows_copy(rows, 5, call->arena),
            .language = (enum document_language)choice_of(&document_record, "language", rows_text(rows, 7)),
            .stage = (enum document_stage)choice_of(&document_record, "stage", rows_text(rows, 8)),
            .set_aside = rows_number(rows, 9) == 1};
        const char *date = rows_text(rows, 6);
        if (date && !date_parse(&document.date, date))
            document.date = (struct date){0};
        known_add(known, &document);
    }
    return err ? err : rows_end(rows);
}

static enum err load_members(struct known *known, struct db *db, struct call *call)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &members_known, NO_ARGS);
    while (!err && rows_next(rows)) {
        struct known_document *document = known_by_id(known, rows_text(rows, 0));
        if (document && rows_number(rows, 2) == 0)
            document->out = true;
        else if (document)
            document->series = rows_copy(rows, 1, call->arena);
    }
    return err ? err : rows_end(rows);
}

static enum err load_laying(struct known *known, struct db *db, struct call *call)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &laying_known, NO_ARGS);
    while (!err && rows_next(rows)) {
        struct known_document *document = known_by_id(known, rows_text(rows, 0));
        if (document) {
            document->lays = true;
            document->recurs = rows_number(rows, 1) > 0;
        }
    }
    return err ? err : rows_end(rows);
}

enum err known_load(struct known **out, struct db *db, struct call *call)
{
    struct known *known = *out = NEW(call->arena, struct known);
    known->arena = call->arena;
    enum err err = load_documents(known, db, call);
    if (!err)
        err = load_members(known, db, call);
    return err ? err : load_laying(known, db, call);
}
