/*
 * What is asked of whom: the addressee of each verb, and the duties to report.
 *
 * A duty to report is laid down by a directive verb (or what is decided) and said in one of these ways: to report; to submit (present,
 * prepare...) a report, study, update or briefing; to inform an organ; a report to be submitted. To whom and when stand in the same words, or
 * are not told.
 */
#pragma once
#include "mandate/label.h"
#include "mandate/resolution.h"

struct ordinals;

/* Fills in `who` and `what` of the verbs of a clause. */
void addressees_read(struct clause *clause, struct arena *arena, const char *text, const struct token *tokens,
    size_t count, uint32_t base);

struct duty_reader {
    struct arena *arena;
    const struct ordinals *ordinals;
    struct resolution *out;
    size_t room;
    struct tokens before; /* reused */
};

/* The duties to report of one operative paragraph, whose tokens these are, added to the resolution. */
void duties_read(struct duty_reader *r, size_t clause, const struct token *tokens, size_t count);

/* The end of a name of somebody that begins at `at`: capitals with the small words between them. */
size_t name_end(const char *bytes, const struct token *tokens, size_t count, size_t at);
