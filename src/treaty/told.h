/*
 * Files that tell treaty actions, row by row, whichever of these shapes they have:
 *
 *   - columns as data/status tables are exchanged: instrument_id, state_name_in_source, iso3, action, action_date, effective_date,
 *     action_basis, flag_reservation_or_note, source_id;
 *   - the depositary's own table: Participant | Signature | one column of dates `23 Sep 2003 a`, where a letter says what it was: none
 *     ratification, a accession, A acceptance, AA approval, d succession, P consent to be bound, c formal confirmation, s definitive
 *     signature, n notification (Multilateral Treaties Deposited with the Secretary-General, introduction);
 *   - the depositary's page of one treaty: Participant | Action | Date of notification or deposit | Date of effect.
 *
 * A row that cannot be read leaves a fault with file, line and column, and is passed over.
 */
#pragma once
#include "codec/csv.h"
#include "gen/treaty.h"

struct told {
    int line, column;                     /* of the cell with the date */
    const char *instrument, *name, *code; /* code: the State's, when the file has one */
    enum action_kind kind;
    struct date date, effective;
    const char *basis; /* stated, inferred, grouped */
    const char *note, *source, *territory, *depositary, *predecessor;
};

struct told_options {
    const char *file;
    const char *instrument, *source; /* for tables that do not say them */
};

struct told_list {
    struct told *rows;
    size_t count, room;
    int64_t read, bad; /* rows of the file, and those that could not be read */
};

enum err told_read(struct told_list *out, struct call *call, const struct source *bytes,
    const struct told_options *options) MUST_CHECK;

/* Whether a file begins as one of these does, and not as the table of a record. */
bool told_are(const char *bytes, size_t size);

/* "12 Mar 2001 AA": the date, and the letters behind it. False: it is no date. */
bool told_date(struct date *out, const char **suffix, struct arena *arena, const char *text);
