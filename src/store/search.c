/*
 * Finding texts. The index only says which documents have the words, each word as a phrase of its tokens; the order is
 * made here, from the same tokens on both engines, so that both give the same list. What is newest is ranked when there
 * are more than RANKED_MOST.
 */
#include "store/search.h"
#include "base/fold.h"
#include "base/text.h"
#include "store/engine.h"
#include <stdlib.h>
#include <string.h>

enum { RANKED_MOST = 500, WORDS_MOST = 12, TEXT_MOST = 4 << 20, PASSAGE = 240, AUDIENCES_MOST = 16, HITS_MOST = 100 };

static const SQL(doc_add,
    "INSERT INTO search_doc (noun, id, lang, audience, title, body, title_tokens, tokens) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
static const SQL(doc_old,
    "SELECT number, audience, title, body, title_tokens, tokens FROM search_doc "
    "WHERE noun = $1 AND id = $2 AND lang = $3");
static const SQL(doc_drop, "DELETE FROM search_doc WHERE number = $1");
static const SQL(docs_of, "SELECT lang FROM search_doc WHERE noun = $1 AND id = $2 ORDER BY lang");

/*
 * SQLite's index has no text of its own: it is told what to take out before the text goes, and what came last. PostgreSQL's is an index
 * like any other. All are statements that touch one row and give none back: before another, FTS5 would write out what it has gathered.
 */
static const SQL(
    index_add, "INSERT INTO search_index (rowid, title_tokens, tokens) VALUES (last_insert_rowid(), $1, $2)");
static const SQL(
    index_drop, "INSERT INTO search_index (search_index, rowid, title_tokens, tokens) VALUES ('delete', $1, $2, $3)");

static const SQL(find_sqlite,
    "SELECT number, title_tokens, tokens, noun, id FROM search_doc "
    "WHERE number IN (SELECT rowid FROM search_index WHERE search_index MATCH $1) "
    "AND (CAST($2 AS TEXT) IS NULL OR lang = $2) AND (CAST($3 AS TEXT) IS NULL OR noun = $3) "
    "AND audience IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "
    "ORDER BY number DESC LIMIT 500");
static const SQL(find_postgres,
    "SELECT number, title_tokens, tokens, noun, id FROM search_doc "
    "WHERE to_tsvector('simple', title_tokens || ' ' || tokens) @@ to_tsquery('simple', $1) "
    "AND (CAST($2 AS TEXT) IS NULL OR lang = $2) AND (CAST($3 AS TEXT) IS NULL OR noun = $3) "
    "AND audience IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "
    "ORDER BY number DESC LIMIT 500");
static const SQL(doc_by_number, "SELECT noun, id, lang, title, body FROM search_doc WHERE number = $1");

/* Keeping. */

static const char *tokens_of(struct call *call, const char *text)
{
    struct buffer *out = buffer_new(call->arena, TEXT_MOST);
    fold_tokens(out, text, strlen(text));
    return out->at;
}

static bool is_sqlite(const struct db *db)
{
    return db->engine == &engine_sqlite;
}

struct old_doc {
    int64_t number; /* UNKNOWN: there is none */
    const char *audience, *title, *body, *title_tokens, *tokens;
};

static enum err read_old(
    struct old_doc *out, struct db *db, struct call *call, const char *noun, const char *id, const char *lang)
{
    struct rows *rows;
    struct arena *arena = call->arena;
    *out = (struct old_doc){.number = UNKNOWN};
    enum err err = db_query(&rows, db, call, &doc_old, ARGS(arg_text(noun), arg_text(id), arg_text(lang)));
    if (err)
        return err;
    if (rows_next(rows))
        *out = (struct old_doc){rows_number(rows, 0), rows_copy(rows, 1, arena), rows_copy(rows, 2, arena),
            rows_copy(rows, 3, arena), rows_copy(rows, 4, arena), rows_copy(rows, 5, arena)};
    return rows_end(rows);
}

static enum err drop(struct db *db, struct call *call, const struct old_doc *old)
{
    enum err err = OK;
    if (is_sqlite(db))
        err = db_run(NULL, db, call, &index_drop,
            ARGS(arg_number(old->number), arg_text(old->title_tokens), arg_text(old->tokens)));
    return err ? err : db_run(NULL, db, call, &doc_drop, ARGS(arg_number(old->number)));
}

enum err search_add(struct db *db, struct call *call, const struct search_doc *doc)
{
    const char *title = text_or(doc->title, ""), *body = text_or(doc->body, "");
    if (text_empty(title) && text_empty(body))
        return OK;
    const char *title_tokens = tokens_of(call, title), *tokens = tokens_of(call, body);
    enum err err = db_later(db, call, &doc_add,
        ARGS(arg_text(doc->noun), arg_text(doc->id), arg_text(lang_codes[doc->lang]), arg_text(doc->audience),
            arg_text(title), arg_text(body), arg_text(title_tokens), arg_text(tokens)));
    if (err || !is_sqlite(db))
        return err;
    return db_run(NULL, db, call, &index_add, ARGS(arg_text(title_tokens), arg_text(tokens)));
}

enum err search_put(struct db *db, struct call *call, const struct search_doc *doc)
{
    struct old_doc old;
    enum err err = read_old(&old, db, call, doc->noun, doc->id, lang_codes[doc->lang]);
    bool there = !err && old.number != UNKNOWN;
    if (there && text_is(old.title, text_or(doc->title, "")) && text_is(old.body, text_or(doc->body, "")) &&
        text_is(old.audience, doc->audience))
        return OK;
    if (there)
        err = drop(db, call, &old);
    return err ? err : search_add(db, call, doc);
}

enum err search_remove(struct db *db, struct call *call, const char *noun, const char *id)
{
    const char *langs[LANGS];
    struct rows *rows;
    int count = 0;
    enum err err = db_query(&rows, db, call, &docs_of, ARGS(arg_text(noun), arg_text(id)));
    if (err)
        return err;
    while (rows_next(rows) && count < LANGS)
        langs[count++] = rows_copy(rows, 0, call->arena);
    err = rows_end(rows);
    for (int i = 0; i < count && !err; i++) {
        struct old_doc old;
        err = read_old(&old, db, call, noun, id, langs[i]);
        if (!err && old.number != UNKNOWN)
            err = drop(db, call, &old);
    }
    return err;
}

/* The words of a query: each is a phrase of one token, or of several (words cut at their apostrophe, pairs of Chinese signs). */

struct words {
    const char *phrases[WORDS_MOST]; /* tokens with single spaces between */
    int count;
};

static struct words cut(struct call *call, const char *text)
{
    struct words words = {.count = 0};
    for (const char *at = text; *at && words.count < WORDS_MOST;) {
        size_t blank = strspn(at, " \t\r\n"), size = strcspn(at + blank, " \t\r\n");
        const char *phrase = tokens_of(call, arena_copy(call->arena, at + blank, size));
        if (*phrase)
            words.phrases[words.count++] = phrase;
        at += blank + size;
    }
    return words;
}

/* "a b" "c" for FTS5; 'a' <-> 'b' & 'c' for tsquery. Tokens are letters and digits only, so nothing in them has to be quoted. */
static const char *match(struct call *call, const struct words *words, bool sqlite)
{
    struct buffer *out = buffer_new(call->arena, 64 << 10);
    for (int i = 0; i < words->count; i++) {
        buffer_text(out, i == 0 ? "" : sqlite ? " AND " : " & ");
        buffer_text(out, sqlite ? "\"" : "('");
        for (const char *at = words->phrases[i]; *at; at++)
            if (*at == ' ')
                buffer_text(out, sqlite ? " " : "' <-> '");
            else
                buffer_byte(out, *at);
        buffer_text(out, sqlite ? "\"" : "')");
    }
    return out->at;
}

/* Ranking. */

/* How often the phrase stands among the tokens, between spaces. */
static int times(const char *tokens, const char *phrase)
{
    size_t size = strlen(phrase);
    int count = 0;
    for (const char *at = strstr(tokens, phrase); at; at = strstr(at + 1, phrase))
        count += (at == tokens || at[-1] == ' ') && (at[size] == ' ' || !at[size]);
    return count;
}

/* A word in the title weighs most; how often it stands in the text weighs less and less; long texts have it more easily. */
static double rank_of(const struct words *words, const char *title, const char *body)
{
    double rank = 0;
    size_t title_size = strlen(title), body_size = strlen(body);
    for (int i = 0; i < words->count; i++) {
        if (times(title, words->phrases[i]))
            rank += 8.0 / (1.0 + (double)title_size / 200.0);
        int found = times(body, words->phrases[i]);
        if (found)
            rank += 2.0 * found / (found + 1.0) / (1.0 + (double)body_size / 20000.0);
    }
    return rank;
}

struct candidate {
    int64_t number;
    double rank;
    const char *noun, *id;
};

static int compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? 1 : -1;
    int order = strcmp(x->noun, y->noun);
    order = order ? order : strcmp(x->id, y->id);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static enum err candidates(struct candidate **out, size_t *count, struct db *db, struct call *call,
    const struct search_query *query, const struct words *words)
{
    bool sqlite = db->engine == &engine_sqlite;
    struct arg args[3 + AUDIENCES_MOST] = {arg_text(match(call, words, sqlite)),
        arg_text(query->lang < 0 ? NULL : lang_codes[query->lang]), arg_text(query->noun)};
    struct rows *rows;
    if (query->audience_count > AUDIENCES_MOST)
        return fail(call, ERR_LIMIT, "limit");
    for (size_t i = 0; i < AUDIENCES_MOST; i++)
        args[3 + i] = arg_text(query->audiences[i < query->audience_count ? i : 0]);
    *out = NEW_ARRAY(call->arena, RANKED_MOST, struct candidate);
    *count = 0;
    enum err err = db_query(&rows, db, call, sqlite ? &find_sqlite : &find_postgres, args, 3 + AUDIENCES_MOST);
    if (err)
        return err;
    while (rows_next(rows) && *count < RANKED_MOST)
        (*out)[(*count)++] =
            (struct candidate){rows_number(rows, 0), rank_of(words, rows_text(rows, 1), rows_text(rows, 2)),
                rows_copy(rows, 3, call->arena), rows_copy(rows, 4, call->arena)};
    err = rows_end(rows);
    qsort(*out, *count, sizeof **out, compare);
    return err;
}

/* The passage around the first match, with its matches marked. */

struct marking {
    const struct words *words;
    size_t marks[64][2];
    int count;
};

/* Is the token one of the phrase's? */
static bool has_token(const char *phrase, const char *token, size_t size)
{
    for (const char *at = phrase; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, token, size) == 0 && (at[size] == ' ' || !at[size]))
            return true;
    }
    return false;
}

static void mark(const char *token, size_t size, size_t from, size_t to, void *arg)
{
    struct marking *marking = arg;
    if (marking->count == 64)
        return;
    for (int i = 0; i < marking->words->count; i++) {
        if (!has_token(marking->words->phrases[i], token, size))
            continue;
        size_t *last = marking->count ? marking->marks[marking->count - 1] : NULL;
        if (last && from <= last[1]) {
            last[1] = to > last[1] ? to : last[1]; /* overlapping pairs of signs are one mark */
        } else {
            marking->marks[marking->count][0] = from;
            marking->marks[marking->count++][1] = to;
        }
        return;
    }
}

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* A place near `at` where no character is cut, and no word when a blank is near. */
static size_t soft(const char *text, size_t size, size_t at, size_t least)
{
    if (at == 0 || at >= size)
        return at > size ? size : at;
    for (size_t back = 0; back < 24 && at - back > least; back++)
        if (text[at - back - 1] == ' ')
            return at - back;
    while (at < size && !starts_character(text[at]))
        at++;
    return at;
}

static void passage(struct search_hit *hit, struct call *call, const char *body, const struct words *words)
{
    struct marking marking = {.words = words};
    size_t size = strlen(body);
    fold_walk(call->arena, body, size, mark, &marking);
    size_t first = marking.count ? marking.marks[0][0] : 0;
    size_t from = first > PASSAGE / 3 ? soft(body, size, first - PASSAGE / 3, 0) : 0;
    size_t to = soft(body, size, from + PASSAGE, first);
    for (int i = 0; i < marking.count && hit->mark_count < 16; i++) {
        if (marking.marks[i][0] < from || marking.marks[i][1] > to)
            continue;
        hit->marks[hit->mark_count][0] = marking.marks[i][0] - from;
        hit->marks[hit->mark_count++][1] = marking.marks[i][1] - from;
    }
    hit->text = arena_copy(call->arena, body + from, to - from);
}

static enum err fill(struct search_hit *hit, struct db *db, struct call *call, const struct candidate *candidate,
    const struct words *words)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &doc_by_number, ARGS(arg_number(candidate->number)));
    if (err)
        return err;
    if (rows_next(rows)) {
        hit->noun = candidate->noun;
        hit->id = candidate->id;
        hit->rank = candidate->rank;
        if (!lang_parse(&hit->lang, rows_text(rows, 2)))
            hit->lang = LANG_EN;
        hit->title = rows_copy(rows, 3, call->arena);
        passage(hit, call, rows_text(rows, 4), words);
    }
    return rows_end(rows);
}

enum err search_find(struct search_hit **out, size_t *count, bool *more, struct db *db, struct call *call,
    const struct search_query *query)
{
    struct words words = cut(call, query->words);
    struct candidate *all = NULL;
    size_t found = 0, skip = query->skip > 0 ? (size_t)query->skip : 0;
    size_t most = query->most > 0 && query->most < HITS_MOST ? (size_t)query->most : HITS_MOST;
    *out = NULL;
    *count = 0;
    *more = false;
    if (words.count == 0 || query->audience_count == 0)
        return OK;
    enum err err = candidates(&all, &found, db, call, query, &words);
    if (err || found <= skip)
        return err;
    *more = found - skip > most;
    *count = *more ? most : found - skip;
    *out = NEW_ARRAY(call->arena, *count, struct search_hit);
    for (size_t i = 0; i < *count && !err; i++)
        err = fill(&(*out)[i], db, call, &all[skip + i], &words);
    return err;
}
