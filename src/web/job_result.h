/*
 * What came of an import or of a change of many rows, as a part of the page of its job: the counts, the rows that were refused, what would
 * become or became of the others; and the form by which a person agrees to a trial.
 */
#pragma once
#include "record/many_job.h"
#include "web/form.h"

struct result_count {
    const char *label;
    int64_t n;
};

struct result_fault {
    int64_t line, place; /* place: of the cell in its line, where the column has no name */
    const char *column, *value, *text;
    const char *href, *name; /* of a record that refuses */
};

struct result_change {
    const char *label, *before, *after;
};

struct result_row {
    const char *href, *name;
    struct result_change *changes;
    size_t changes_count;
};

struct job_result {
    const char *noun, *noun_href, *file, *note, *ledger, *see_href, *csrf;
    bool is_import, trial, only_for_owner;
    struct result_count *counts;
    size_t counts_count;

    struct result_fault *faults;
    size_t faults_count;
    int64_t unsaid; /* rows with faults that are not kept */
    const char *faults_csv, *faults_next, *faults_first;

    struct result_fault *notes; /* what is taken, and a person should look at it */
    size_t notes_count;
    int64_t notes_more;

    struct result_row *changed, *added;
    size_t changed_count, added_count;
    int64_t changed_more, added_more;

    /* Agreeing: */
    const char *agree_href, *discard_href, *agree, *discard, *again_href;
    bool skip, reason_required;
    const char *key, *reason, *reason_fault;
};

/* What the title of the page says. */
const char *result_title(struct call *call, const struct many_seen *seen);

/* `after` is the number of the last fault on the page before; only the owner sees more than counts. */
enum err result_fill(struct job_result *out, struct request *request, struct db *db, const struct job *job,
    const struct many_seen *seen, bool own, int64_t after) MUST_CHECK;

/* All refused rows as CSV. */
enum err result_csv(struct buffer *out, struct db *db, struct call *call, const struct job *job) MUST_CHECK;

void job_result_html(struct buffer *out, struct call *call, const struct job_result *page);
