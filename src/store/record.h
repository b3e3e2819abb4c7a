/*
 * A record as declared: the description that tools/decl writes from *.decl files, and what can be done with any
 * record by description alone: read and set a field, load, save, list. No permission is asked here: record/ does
 * that, and access/ decides it.
 *
 * A row in memory is the generated struct (struct state, ...), which starts with `struct row`. Its fields are reached
 * by rules through their names, and by faces through the description. Six-language fields are arrays over enum lang.
 */
#pragma once
#include "base/clock.h"
#include "base/hash.h"
#include "store/store.h"

enum kind {
    KIND_TEXT,   /* one line:                 const char *            */
    KIND_PROSE,  /* several lines:            const char *            */
    KIND_REF,    /* id of another record:     const char *            */
    KIND_MOMENT, /* time in UTC:              const char *, moment_text */
    KIND_SECRET, /* never shown by any face:  const char *            */
    KIND_NUMBER, /*                           int64_t, UNKNOWN        */
    KIND_FLAG,   /* yes, no, unknown:         int64_t 1, 0, UNKNOWN   */
    KIND_DATE,   /* whole or partial:         struct date             */
    KIND_DAY,    /* whole:                    struct date             */
    KIND_CHOICE, /* one of its words:         int, index + 1, 0 none  */
    KIND_USER,   /* id of an account:         const char *            */
};

/* Who may read a field at all, among those who may see the row. */
enum class { CLASS_PUBLIC, CLASS_OFFICE, CLASS_CONFIDENTIAL, CLASS_PERSONAL, CLASS_SECRET };

enum {
    FIELD_REQUIRED = 1,
    FIELD_LANG = 2,    /* in six languages; required: in at least one */
    FIELD_FIXED = 4,   /* never changes once it is there */
    FIELD_SCOPE = 8,   /* the State, entity or donor the row belongs to */
    FIELD_SYSTEM = 16, /* set by steps and rules, never by a person */
    FIELD_LIST = 32,   /* a column of the list page */
    FIELD_UNIQUE = 64,
    FIELD_REMARK = 128, /* said beside the facts: where there is none, nothing is missing */
};

struct field {
    const char *name;
    enum kind kind;
    enum class class;
    unsigned flags;
    size_t offset;              /* in the generated struct */
    int column;                 /* of the first (LANG: of LANGS) column in the statements of the record */
    int sort_column;            /* of the first column of sort keys, -1: none */
    int64_t least, most;        /* number: bounds; text: characters at most */
    const char *form;           /* mask: A letter, a small letter, 9 digit, others as they stand; | between forms */
    const char *const *choices; /* choice: words; NULL at the end */
    const char *ref;            /* ref: noun */
    const struct sql *by_ref;   /* ref, user: the rows that refer to $1, after id $2, at most $3 */
    const struct sql *only;     /* unique: the id of the row that has $1 */
    const char *standard;       /* default, as text */
    const char *was;            /* an old name, still read in JSON and CSV */
    const char *example;        /* what it looks like, for those who fill it in and for tests */
};

/* Whom a verb is open to: bits of enum role. */
struct open_to {
    unsigned all;      /* every row */
    unsigned own;      /* rows whose scope field is one of the user's scopes */
    unsigned released; /* rows whose release condition holds */
};

enum verb { VERB_SEE, VERB_ADD, VERB_CHANGE, VERB_REMOVE, VERBS };

/* One order with its leading filters: literal statements with the index they walk. */
struct list {
    int lead, also;          /* places in record->filters of the leading filters, -1: none */
    int sort;                /* field index of the order, -1: by id */
    int lang;                /* of a six-language order, else -1 */
    bool down;               /* greatest first */
    const struct sql *first; /* the first page */
    const struct sql *next;  /* what follows a key */
    const struct sql
        *count; /* how many, at most 1,001; of a waiting list: from one value of the order to before another */
};

/* What makes that a step is taken. */
enum step_how {
    STEP_BY_HAND,
    STEP_AFTER,   /* the system, when the time of the clock is over */
    STEP_WHEN,    /* what the row refers to is in one of these states */
    STEP_WHEN_ALL /* all rows that have ties of that meaning to it are */
};

struct step {
    const char *name;
    unsigned from; /* bits of the state field's choices */
    int to;        /* choice, index + 1 */
    struct open_to by;
    bool second; /* another person than who did the step before */
    bool reason; /* whoever takes it says why */
    enum step_how how;
    struct clock clock;       /* n 0: none; how long it may take, or after how long the system takes it */
    int field;                /* the clock counts from it; STEP_WHEN: that refers to the other row; else -1 */
    const char *other, *link; /* STEP_WHEN, STEP_WHEN_ALL: noun of the other record; what its ties mean */
    unsigned when;            /* bits of the states of the other record */
    int unless;               /* flag that holds the step back, -1 */
    uint64_t sets;            /* fields that get today, now, or who took the step */
    enum err (*needs)(struct call *call, struct db *db, const void *before, const void *after);
};

/* Who is waited for in a state although no clock runs. */
struct wait {
    const char *key; /* words: waits.NOUN.KEY */
    unsigned states;
    struct open_to who;
};

/* What may stand between a row of this record and one of another: "answers" -> need. */
struct link_kind {
    const char *name, *to;
};

struct record {
    const char *noun, *folder, *about;
    const struct field *fields;
    int field_count;
    size_t size;               /* of the generated struct */
    int columns, columns_read; /* of the statements, id and version first; sort keys last, written and never read */
    int title;                 /* field index of what it is called by, first of all */
    const int *titled;         /* all the fields that it is called by, -1 at the end */
    int scope;                 /* field index or -1 */
    int state;                 /* field index of the state of steps or -1 */
    int released;              /* field index of the flag that releases a row, or -1 */
    bool made_id;              /* the id is made; else typed */
    bool batch;                /* an import is one entry of the ledger */
    struct open_to open[VERBS];
    struct open_to confidential, personal; /* who reads those classes */
    const struct sql *load, *insert, *update, *remove, *all, *by_key, *titles, *hold;
    const int *key; /* fields of the key, -1 at the end; NULL: the id */
    /* What several sources say of one fact: rows that agree on some fields and differ on others; NULL when it is not declared. */
    const struct sql *rivals, *conflicts;
    const int *agree, *differ; /* fields, -1 at the end */
    int set_aside;             /* the flag of a row that does not stand */
    const struct list *lists;
    int list_count;
    const int *filters; /* fields a list may be narrowed by, -1 at the end */
    const int *search;  /* fields that enter the search index, -1 at the end */
    const struct link_kind *links;
    int link_count;
    const struct step *steps;
    int step_count;
    const struct wait *waits;
    int wait_count;
    const struct list *waiting; /* by state, and by scope and state, in the order of what clocks count from and by id */
    int waiting_count;
    /* The record's own rule; `before` is NULL for a new row. Faults go into the call. */
    enum err (*check)(struct call *call, struct db *db, const void *before, const void *after);
};

struct row {
    const char *id;
    int64_t version; /* 0: not stored yet */
};

/* All records, in the order of the folders: made by tools/decl. */
extern const struct record *const records[];
extern const int record_count;
extern const struct migration record_migrations[]; /* of their tables: made from migrations/ */
extern const int record_migration_count;
const struct record *record_named(const char *noun);
int field_named(const struct record *record, const char *name); /* -1: none */

void *row_new(struct arena *arena, const struct record *record);
const void *field_at(const struct field *field, const void *row);

/* The canonical text of a field: what stands in CSV, JSON (unquoted) and forms. NULL when not known. `lang` is for LANG fields. */
const char *field_text(struct arena *arena, const struct field *field, const void *row, enum lang lang);

/* The same; words that are not there in that language come in another one (lang_instead). */
const char *field_text_any(struct arena *arena, const struct field *field, const void *row, enum lang lang);

/* Takes text as a person or a file gives it; NULL or blank is "not known". Faults name noun, field, value and what would be right. */
enum err field_set(
    struct call *call, const struct record *record, int field, enum lang lang, void *row, const char *text) MUST_CHECK;

bool field_same(const struct field *field, const void *a, const void *b);

/* What the declaration alone can check: required fields, bounds, forms, choices. Records every fault. */
enum err row_check(struct call *call, const struct record *record, const void *row) MUST_CHECK;

/* What a rule reads: NULL when id is NULL or there is none (the reference itself is refused elsewhere). */
enum err row_read_for_rule(
    const void **out, struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;

/* All rows whose field `field` refers to `id`, none when it is NULL. A rule that cannot see all of them must not decide: ERR_LIMIT. */
enum { READ_FOR_RULE = 1000 };
enum err row_read_all_for_rule(void ***out, size_t *count, struct db *db, struct call *call,
    const struct record *record, int field, const char *id) MUST_CHECK;

/* ERR_NOT_FOUND without a fault when there is none. */
enum err row_load(void **out, struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;
enum err row_by_key(
    void **out, struct db *db, struct call *call, const struct record *record, const void *like) MUST_CHECK;

/*
 * Nobody else changes the row until this transaction ends, and what is read from here on is what those before have left: for what must
 * hold between rows with states. Inside store_write.
 */
enum err row_hold(struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;

/*
 * The id of another row that has what only one can have: the key, or the value of a unique field (*field; -1 for the key). NULL when there
 * is none. Only what differs from `before` (NULL: all) is looked for; the key not when that has been done.
 */
enum err row_holder(const char **id, int *field, struct db *db, struct call *call, const struct record *record,
    const void *before, const void *after, bool key_is_free) MUST_CHECK;

void *row_read(
    struct rows *rows, struct arena *arena, const struct record *record); /* from a statement of the record */
/* Only these fields (bits); of words in six languages only those of `lang`, where they are there (-1: all). */
void *row_read_some(struct rows *rows, struct arena *arena, const struct record *record, uint64_t fields, int lang);

/*
 * Saving, inside store_write: the row and its entry in the ledger. Changing and removing say which version they saw; ERR_STALE when
 * it is another one now. `version` in the row is brought up to date.
 */
enum err row_add(
    struct db *db, struct call *call, const struct record *record, void *row, const char *action) MUST_CHECK;
enum err row_change(struct db *db, struct call *call, const struct record *record, const void *before, void *after,
    const char *action) MUST_CHECK;
enum err row_remove(struct db *db, struct call *call, const struct record *record, const void *before) MUST_CHECK;

/* The same within a batch of the ledger (NULL: an entry of its own). */
struct ledger_batch;
enum err row_add_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    void *row, const char *action) MUST_CHECK;
enum err row_change_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after, const char *action) MUST_CHECK;

/*
 * A list, page by page. `where` holds the text of each filter (NULL: any), by place in record->filters; a filter by
 * date is "FROM..TO", either end may be missing. Whose rows: all, or those of up to four scopes, or released ones.
 */
enum { OWN_SCOPES = 4, MOST_FILTERS = 16 };
struct list_ask {
    const char *sort; /* name of a field in an `order` line; NULL: the standard one */
    const char *where[MOST_FILTERS];
    bool all, released;
    const char *own[OWN_SCOPES];
    const char *after; /* where the last page ended, NULL: from the start */
    int most;
    const struct list *list; /* NULL: the one that goes with the order and the filters */
    bool columns_only;       /* columns of the list page, the title, what permission looks at; no other field is read */
};
enum err list_rows(void ***out, int *count, char **next, struct db *db, struct call *call, const struct record *record,
    const struct list_ask *ask) MUST_CHECK; /* *next: the `after` of the page that follows, NULL when there is none */
enum err list_count(int64_t *out, struct db *db, struct call *call, const struct record *record,
    const struct list_ask *ask) MUST_CHECK; /* at most 1,001 */
const struct list *list_for(const struct record *record, enum lang lang, const struct list_ask *ask);

/* Where a page would go on that ends with this row. */
char *list_after(struct call *call, const struct record *record, const struct list *list, const void *row);

/* Of a waiting list: how many there are from a day to before another, at most 1,001. */
enum err list_count_between(int64_t *out, struct db *db, struct call *call, const struct record *record,
    const struct list_ask *ask, const char *from, const char *before) MUST_CHECK;

/* Rows whose field `field` refers to `id`, after the row `after` ("": from the start), at most `most`. */
enum err row_referring(void ***out, int *count, struct db *db, struct call *call, const struct record *record,
    int field, const char *id, const char *after, int most) MUST_CHECK;

/* Rows about the same fact as `like`, itself among them, at most 100; and rows in conflict with another, after the id `after`. */
enum err row_rivals(void ***out, int *count, struct db *db, struct call *call, const struct record *record,
    const void *like) MUST_CHECK;
enum err row_conflicts(void ***out, int *count, struct db *db, struct call *call, const struct record *record,
    const char *after, int most) MUST_CHECK;

/* The names of referenced records, at most 50 ids at once: NULL where there is none. */
enum err row_titles(const char **out, struct db *db, struct call *call, const struct record *record,
    const char *const *ids, int count) MUST_CHECK;

/* A field as a JSON value: text, number, flag, null; an object by language for words in six languages. */
struct json;
void field_json(struct json *json, struct arena *arena, const struct field *field, const void *row);

/*
 * What the ledger is told of a change (store/ledger.h): `before` NULL for a new row, `after` NULL for a removed one. Personal
 * fields are told sealed (store/person.h); the row's id names the person. Inside store_write.
 */
enum err row_entry(const char **out, struct db *db, struct call *call, const struct record *record, const void *before,
    const void *after) MUST_CHECK;

/* The digest of a row as the ledger records it. */
enum err row_digest(
    struct hash *out, struct db *db, struct call *call, const struct record *record, const void *row) MUST_CHECK;
