/*
 * The answer of an operation, by its shape: as JSON and CSV for programs, and in pieces for faces that show it to people.
 *
 * JSON: an object with the parts of the shape, or an array of such objects; what is not known is null, or left out where the
 * declaration says `maybe`. CSV: the rows of the first part that is many, or the answer itself as one row. XLSX: all of them, each on a
 * sheet.
 */
#pragma once
#include "codec/json.h"
#include "record/operation.h"

void reply_json(struct json *json, struct call *call, const struct operation *operation, const void *reply);
void reply_csv(struct buffer *out, struct call *call, const struct operation *operation, const void *reply);

/* For people: a sheet for each part that is many, names and words in the language of the call; numbers are numbers, whole dates are dates. */
struct titles;
enum err reply_xlsx(struct buffer *out, struct call *call, const struct operation *operation, const void *reply,
    const struct titles *titles) MUST_CHECK;

/* The names of all records that an answer refers to, as far as this user may have them. */
enum err reply_titles(struct titles **out, struct db *db, struct call *call, const struct operation *operation,
    const void *reply) MUST_CHECK;
const char *titles_find(const struct titles *titles, const char *noun, const char *id); /* NULL: none */

/* The items of a part that is many of a shape. */
struct shape_list part_list(const struct part *part, const void *of);

/* Whether any item of a list knows this part: a column in which nobody knows anything is not shown to people. */
bool part_said(struct call *call, const struct part *part, const struct shape *shape, struct shape_list list);

/* A plain part, or its texts, as people read it; NULL when it is not known. */
const char *part_words(struct call *call, const struct part *part, const void *of, const struct titles *titles);
const char *part_label(struct call *call, const struct shape *shape, const struct part *part);

/* What is asked, in one line: "operation.NOUN.VERB". */
const char *operation_title(struct call *call, const struct operation *operation);
