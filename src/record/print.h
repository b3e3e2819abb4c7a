/*
 * A view in words and in JSON: the same for the command line, the pages and the API. What is withheld is named as withheld.
 *
 * JSON of a row: {"id","version", fields..., "clocks":[...], "withheld":["field",...]}; words in six languages are objects by language,
 * what is not known is null. "clocks" only where steps have some: {"step","from","due","by_system"} for each that runs.
 */
#pragma once
#include "codec/json.h"
#include "record/history.h"
#include "record/operate.h"

/* "State", "States". */
const char *noun_one(struct call *call, const struct record *record);
const char *noun_many(struct call *call, const struct record *record);

/* A field as people read it: the word of a choice, a date in words, the name of what is referred to. NULL: not known. */
const char *print_field(struct call *call, const struct view *view, int field, const char *title);

/* The canonical text of a field in words; NULL stays NULL. */
const char *print_text(struct call *call, const struct field *field, const char *text);

/* What a row is called: the fields of its title, in words. `titles` (may be NULL): the names of what it refers to, by field. */
const char *print_name(struct call *call, const struct view *view, const char *const *titles);

void print_view_json(struct json *json, struct call *call, const struct view *view);
void print_page_json(
    struct buffer *out, struct call *call, const struct list_page *page); /* {"items":[...],"next":...} */

/* What happened to a row, oldest first, as a table or as JSON. */
enum err print_history(struct buffer *out, struct db *db, struct call *call, const struct record *record,
    const char *id, bool json) MUST_CHECK;

void print_changes_json(struct json *json, const struct record *record, const struct past *past);

/* A field's old or new value in words, and its label with the language where it has one. */
const char *print_past_value(
    struct call *call, const struct record *record, const struct past_change *change, bool after);
const char *print_action(
    struct call *call, const struct record *record, const char *action); /* "add" or the name of a step */
const char *print_past_label(struct call *call, const struct record *record, const struct past_change *change);

/* Who did it, as the ledger has it, but the system by its word; and why the system did it (NULL: a person did). */
const char *print_who(struct call *call, const char *who);
const char *print_cause(struct call *call, const struct record *record, const struct past *past);
