/*
 * What a job says of single rows: those that were refused, and what would become or became of the others. Lines of JSON that hold keys
 * and values, so that whoever looks reads them in their own language.
 */
#pragma once
#include "access/job_kind.h"
#include "codec/json.h"
#include "record/history.h"
#include "record/many.h"

enum line_kind { LINE_BAD, LINE_ADDED, LINE_CHANGED, LINE_NOTED, LINE_KINDS };
extern const char *const line_kinds[LINE_KINDS]; /* as job_say calls them: "bad", "added", "changed", "noted" */

/* ---- saying ---- */

/* Collects, because what a trial says must outlive its transaction. The first hundred thousand faults, the first thousand others. */
struct job_lines;
struct job_lines *lines_new(struct arena *arena);
void lines_clear(struct job_lines *lines);
void lines_bad(struct job_lines *lines, const struct many_refusal *refusal);
void lines_noted(struct job_lines *lines, const struct many_refusal *note);
void lines_saved(
    struct job_lines *lines, struct call *call, const struct record *record, const void *before, const void *after);
int64_t lines_count(const struct job_lines *lines, enum line_kind kind); /* those that are kept */

/* Into the store: inside store_write, or in transactions of their own that hold nobody up. */
enum err lines_say(const struct job_lines *lines, struct db *db, struct call *call, const struct job *job) MUST_CHECK;
enum err lines_say_apart(const struct job_lines *lines, const struct job_watch *watch) MUST_CHECK;

/* ---- reading ---- */

/* The fault in words is fault_text's; its value, or what stands there, is the refusal's. */
enum err refusal_read(struct many_refusal *out, struct call *call, const struct json_value *json) MUST_CHECK;

/* A row that is, or would be, new or changed. */
struct saved_line {
    const char *id, *title;
    struct past_change *changes; /* of a changed one */
    int count;
};
enum err saved_read(
    struct saved_line *out, struct call *call, const struct record *record, const struct json_value *json) MUST_CHECK;
