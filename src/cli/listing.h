/*
 * Rows of named values, printed as asked for: a table for people, JSON or CSV for programs. A command says its columns once and
 * hands over each value as it is kept; people get moments, days and numbers in their language.
 *
 *     static const struct column columns[] = {{"id", "session.id"}, {"seen", "session.seen", COLUMN_MOMENT}};
 *     struct listing listing = listing_begin(session, columns, 2);
 *     for (...) {
 *         listing_text(&listing, sessions[i].id);
 *         listing_text(&listing, sessions[i].seen);
 *     }
 *     listing_end(&listing);
 */
#pragma once
#include "cli/command.h"
#include "cli/table.h"
#include "codec/csv.h"
#include "codec/json.h"

enum column_kind { COLUMN_TEXT, COLUMN_MOMENT, COLUMN_NUMBER, COLUMN_FLAG };

struct column {
    const char *name; /* for programs; NULL: not for them */
    const char *head; /* key of words, for people; NULL: not for them */
    enum column_kind kind;
};

struct listing {
    struct session_of_command *session;
    const struct column *columns;
    int count, at;
    bool one; /* a single row: people get a line for each value, programs an object */
    struct table *table;
    struct json json;
    struct csv_writer csv;
};

struct listing listing_begin(struct session_of_command *session, const struct column *columns, int count);
struct listing listing_one(struct session_of_command *session, const struct column *columns, int count);

/* The value of the next column; NULL is not known. A row is over when it has all. */
void listing_text(struct listing *listing, const char *text);
void listing_number(struct listing *listing, int64_t number); /* also flags, 0 and 1; UNKNOWN is not known */
void listing_end(struct listing *listing);
