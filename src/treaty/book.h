/*
 * All instruments and all actions, ready to be asked: for each instrument the States that have acted on it or that a list names, and
 * for each the course of its participation. Made whole from rows by book_make, which is pure; kept as the projection `treaty_book`.
 *
 * Instruments and bodies have places (their order by id); a cell is what one body is to one instrument.
 */
#pragma once
#include "base/words.h"
#include "treaty/course.h"

enum { NO_PLACE = UINT32_MAX };

/* What an instrument is to an older one (struct relation). */
struct tie_to {
    uint32_t from, to;
    enum relation_kind kind;
    enum relation_joining joining;
    bool read_as_one, ends_with, later_amended;
    const char *articles;
};

struct treaty {
    const char *id;
    const char *short_names[LANGS]; /* NULL where there is none */
    enum instrument_reach reach;
    struct date adopted, opens, closes, in_force;
    struct rule later, notice;
    struct known_table table;
    const char *const *depositaries;
    size_t depositary_count;
    const struct tie_to *ties; /* to older ones */
    size_t tie_count;
    uint32_t first_cell, cell_count; /* in book->cells, by body */
};

/* A State, or another body that can be bound. A former State's actions are evidence for its successors; it is not counted. */
struct body {
    const char *id;
    bool former, able;        /* able: to be a party, as territories are not */
    struct date since, until; /* unknown: nothing is known of it */
    uint32_t predecessors[4];
    size_t predecessor_count;
};

/* A line of a list without dates. */
struct listed {
    uint32_t instrument, state;
    const char *source;
};

struct objected {
    uint32_t instrument, state, against;
    struct date made, withdrawn;
    bool ends_relations;
    const char *source;
};

struct book_cell {
    uint32_t instrument, state;
    const struct act *acts;
    const struct listed *listed;
    uint32_t act_count, listed_count;
    bool silent;                /* it exists only because another instrument might have reached it, and did not */
    const char *const *sources; /* each once; of its predecessors too */
    uint32_t source_count;
    struct course course;
};

struct treaty_book {
    struct treaty *treaties;
    struct body *bodies;
    struct tie_to *ties;
    struct act *acts;
    struct listed *listed;
    struct objected *objections;
    size_t treaty_count, body_count, tie_count, act_count, listed_count, objection_count;
    struct book_cell *cells; /* by instrument, then body */
    size_t cell_count;
    uint32_t
        *by_body; /* places of cells by body, then instrument; those of body b from first_of[b] to first_of[b + 1] */
    uint32_t *first_of;
};

/*
 * Treaties and bodies are there, in the order of their ids, with everything but their cells; acts, lists, ties and objections in any
 * order. Sorts them and makes the cells.
 */
void book_make(struct treaty_book *book, struct arena *arena);

uint32_t book_treaty(const struct treaty_book *book, const char *id); /* NO_PLACE: none */
uint32_t book_body(const struct treaty_book *book, const char *id);
const struct book_cell *book_cell(const struct treaty_book *book, uint32_t instrument, uint32_t state); /* NULL: none */

/* How the body stands on the day; what no row speaks of is "none", certain only as far as the table is whole. */
struct turn book_turn(const struct treaty_book *book, uint32_t instrument, uint32_t state, day_number day);

/* Whether the cell is of a body that is counted and has something to say. */
bool cell_counts(const struct treaty_book *book, const struct book_cell *cell);

struct tally {
    int64_t parties, signatories, signatures, pending, withdrawn, unknown, deposits;
};
struct tally book_tally(const struct treaty_book *book, uint32_t instrument, day_number day);
bool treaty_in_force(const struct treaty *treaty, day_number day);

/* Whether whom no row names is known to have done nothing by the day. */
bool treaty_table_whole(const struct treaty *treaty, day_number day);

/* The instrument that it amends, as far up as that goes; itself when it amends none. */
uint32_t book_root(const struct treaty_book *book, uint32_t instrument);

/* Instruments so that those that belong together by what they are to one another stand together, older families first. */
void book_families(uint32_t *places, const struct treaty_book *book);
uint32_t book_family(const struct treaty_book *book, uint32_t instrument); /* its oldest member */
