/*
 * What an import and a change of many rows have in common: one transaction, each row with memory of its own, every row that is
 * refused told with what is wrong with it, and nothing kept when one is, unless they are to be passed over. A trial does the same and
 * keeps nothing.
 */
#pragma once
#include "record/operate.h"

struct many_report {
    int64_t rows, added, changed, same, bad;
};

/* A row that was refused: one call for each of its faults, which has the place in the file where there is one. */
struct many_refusal {
    const struct fault *fault;
    const char *id;     /* of a row that is there; NULL: of a file */
    const char *column; /* of a file; NULL: not known */
    const char *value;  /* what stands there, where the fault does not say it */
};

/* "rows": 4, "added": 1, ... in an object that is open. */
struct json;
void many_report_members(struct json *json, const struct many_report *report);

struct many {
    bool dry_run, skip_bad;
    bool apart;    /* long work (store_write_apart) */
    int64_t total; /* rows to come, 0: not known */
    struct many_report report;

    /* Whoever wants to know more. Each may be NULL; all run inside the transaction. */
    void (*begins)(struct many *many);  /* perhaps again: what was told before counts no more */
    bool (*goes_on)(struct many *many); /* every few hundred rows; false: stop, and keep nothing */
    void (*refused)(struct many *many, const struct many_refusal *refusal);
    void (*saved)(struct many *many, struct call *call, const struct record *record, const void *before,
        const void *after);                                                /* before NULL: a new one */
    void (*noted)(struct many *many, const struct many_refusal *note);     /* taken, and a person should look at it */
    enum err (*kept)(struct many *many, struct db *db, struct call *call); /* at its end, when it will be kept */

    /* many.c's own */
    struct arena *memory;
};

/* Runs `work` in one transaction and looks after what is said above. Faults of rows go into the call, the first thousand. */
enum err many_write(struct many *many, struct store *store, struct call *call, store_work *work, void *arg) MUST_CHECK;

/*
 * One row, inside the work: `take` gets a call with memory of its own, gone afterwards. When it refuses (ERR_INVALID, ERR_CONFLICT,
 * ERR_FORBIDDEN, ERR_NOT_FOUND), that is told, and OK comes back; `place` fills in where the row stands, and may be NULL.
 */
struct many_row {
    enum err (*take)(struct db *db, struct call *call, void *arg);
    void (*place)(struct many_refusal *refusal, struct fault *fault, void *arg);
    void *arg;
};
enum err many_take(struct many *many, struct db *db, struct call *call, const struct many_row *row) MUST_CHECK;
