/*
 * Long work seen by people: how far it is, what came of it, how to stop it, and how to agree to what a trial found. Works without
 * scripts: a page asks to be looked at again.
 */
#pragma once
#include "access/job_kind.h"
#include "web/frame.h"

extern const struct route job_routes[];

/* The job of {id}, for whoever may see it; else there is no such page. Only its owner sees and decides what it is about. */
enum err job_asked(struct job *job, struct db **db, struct request *request) MUST_CHECK;
enum err job_asked_own(struct job *job, struct db **db, struct request *request) MUST_CHECK;

/* After the write that begins a job and replies with its id, and came to `err`: with a key that came before, the job of the first time. */
enum err job_begun(char **id, struct request *request, enum err err) MUST_CHECK;

/* Goes to the page of a job that was just added, after a moment in which a short one ends. */
void job_see(struct request *request, struct response *response, const char *id, unsigned long ended_before);

/* As many_agree, with the reason that is in the call. What was agreed to before, from another window, is the same job. */
enum err job_agree(char **id, struct request *request, const struct job *job, bool skip_bad) MUST_CHECK;

/* How it stands, in a few words: "37% checked", "12 rows are wrong". */
struct many_seen;
const char *job_title(struct call *call, const struct job *job, const struct many_seen *seen);

/* ---- the list ---- */

struct job_line {
    const char *id, *what, *who, *state, *began;
    bool failed;
};

/* The newest, of one owner or (NULL) of all. */
enum err job_list_lines(
    struct job_line **out, size_t *count, struct db *db, struct call *call, const char *owner, int most) MUST_CHECK;

struct job_list_page {
    struct frame frame;
    const char *title;
    bool all;
    struct job_line *jobs;
    size_t jobs_count;
};
void job_list_html(struct buffer *out, struct call *call, const struct job_list_page *page);
enum err job_list_page(struct request *request, struct response *response) MUST_CHECK;

/* ---- one ---- */

struct job_step {
    const char *label, *note;
    bool now, todo;
};

struct job_result; /* web/job_result.h */

struct job_page {
    struct frame frame;
    const char *what, *began, *who, *title, *rows, *left, *fault, *again_href, *stop_href, *csrf;
    const char *result_href; /* a page of its own that shows the result */
    const char *raw;         /* the result of what this version does not know, as it stands */
    const struct job_result *result;
    int64_t percent, width;
    bool ended, stopping;
    struct job_step *steps;
    size_t steps_count;
};
void job_page_html(struct buffer *out, struct call *call, const struct job_page *page);
