/*
 * The search index: texts in six languages cut into the same tokens for both engines (base/fold.h), found through FTS5
 * or tsvector.
 * No personal field enters it. One document is one text of one record in one language.
 */
#pragma once
#include "store/store.h"

struct search_doc {
    const char *noun, *id;
    enum lang lang;
    const char *title, *body;
    const char *audience; /* "public", "office", or a scope id: who may find it */
};

/* Replaces what stands under noun, id, lang; removes it when the doc has neither title nor body. Inside store_write. */
enum err search_put(struct db *db, struct call *call, const struct search_doc *doc) MUST_CHECK;
/* The same where nothing stands yet: of a new row. */
enum err search_add(struct db *db, struct call *call, const struct search_doc *doc) MUST_CHECK;
enum err search_remove(struct db *db, struct call *call, const char *noun, const char *id) MUST_CHECK;

struct search_hit {
    const char *noun, *id, *title, *text; /* text: the passage around the first match */
    enum lang lang;
    size_t marks[16][2]; /* matches within text, byte offsets from, to */
    int mark_count;
    double rank;
};

/* What the reader may find: any of these audiences. Hits are ranked by the program, so that both engines agree. */
struct search_query {
    const char *words;
    int lang;         /* -1: any */
    const char *noun; /* NULL: any */
    const char *const *audiences;
    size_t audience_count;
    int most, skip;
};
enum err search_find(struct search_hit **out, size_t *count, bool *more, struct db *db, struct call *call,
    const struct search_query *query) MUST_CHECK;
