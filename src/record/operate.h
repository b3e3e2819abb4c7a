/*
 * What can be done with any declared record, through any face: see, list, add, change, take a step, remove. This is where
 * permission, rule, store and gate meet, once: command line, pages, JSON and imports all come in here with typed
 * text and leave with a view that holds what this user may have.
 *
 * What a user may not see is not there for that user: ERR_NOT_FOUND, the same words as for what does not exist.
 */
#pragma once
#include "access/gate.h"
#include "store/store.h"

/* A field as a person or a file gives it: "name_fr" or "status"; NULL or blank text means not known. */
struct input {
    const char *name, *text;
};

/* "name_fr" -> field and language; a six-language field named alone means the language that *lang holds. -1: none. */
int input_field(const struct record *record, const char *name, enum lang *lang);

enum verb_bits { CAN_CHANGE = 1, CAN_REMOVE = 2 };

/* The refusal of what this user may not do: ERR_LOGIN when nobody is signed in, else ERR_FORBIDDEN. */
enum err not_allowed(struct call *call);

/* A row, with what this user may have of it. */
struct view {
    const struct record *record;
    const void *row;
    uint64_t withheld;               /* bits by field */
    unsigned can;                    /* verb_bits */
    uint64_t steps;                  /* bits of the steps that this user may take from here */
    const struct days_off *days_off; /* by which its clocks run (record/clocks.h) */
    bool past;                       /* as it was known on a day: no clock runs */
};

static inline bool view_shows(const struct view *view, int field)
{
    return !(view->withheld >> field & 1);
}
const char *view_text(
    struct arena *arena, const struct view *view, int field, enum lang lang); /* NULL: not known, or withheld */
const char *view_id(const struct view *view);
int64_t view_version(const struct view *view);

/* In the user's language, or in another one that is there. */
const char *view_title(struct arena *arena, const struct view *view, enum lang lang);

enum err record_show(
    struct view *out, struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;

struct list_wish {
    const char *sort;          /* NULL: the standard order */
    const struct input *where; /* filters, by field name */
    int where_count;
    bool there;        /* what the filters name is known to be there, and for this user */
    const char *after; /* the `next` of the page before */
    int most;          /* rows a page: 0 means 50, at most 1,000 */
    bool count;        /* whether a total is wanted */
    bool columns_only; /* of the list page; other fields are not read */
};
struct list_page {
    struct view *views;
    int count;
    const char *next; /* NULL: the last page */
    int64_t total;    /* 1,001: more than 1,000; UNKNOWN when it was not wanted and does not follow */
};
enum err record_list(struct list_page *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish) MUST_CHECK;

/* The total alone. */
enum err record_total(int64_t *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish) MUST_CHECK;

/*
 * Titles of what the views refer to, for showing names instead of ids: out[view * field_count + field], NULL where there
 * is none or it may not be seen. One statement for each field that refers.
 */
enum err record_titles(
    const char ***out, struct db *db, struct call *call, const struct view *views, int count) MUST_CHECK;
/* A name may be seen when every row of its kind may be, and this user reads that field of a row of nobody. */
bool titles_are_open(struct call *call, const struct record *record);
/* Only of these fields (bits). */
enum err record_titles_of(const char ***out, struct db *db, struct call *call, const struct view *views, int count,
    uint64_t fields) MUST_CHECK;

/* `id` and `version` tell the row that came of it, and are empty when nothing did. `seen` is the version the user saw, 0 when none was said. */
struct outcome {
    const char *id;
    int64_t version;
};
enum err record_add(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const struct input *inputs, int count) MUST_CHECK;
enum err record_set(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen, const struct input *inputs, int count) MUST_CHECK;
enum err record_remove(
    struct store *store, struct call *call, const struct record *record, const char *id, int64_t seen) MUST_CHECK;
enum err record_step(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen, const char *step) MUST_CHECK;

/* Parts of the above, for imports: the inputs into the row, the checks of declaration, references and rule, all faults at once. */
enum err record_fill(struct db *db, struct call *call, const struct record *record, void *row,
    const struct input *inputs, int count) MUST_CHECK;
enum err record_check(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;
struct ledger_batch;
enum err record_save(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after,
    const char *action) MUST_CHECK; /* with its texts in the search index, and what follows */
