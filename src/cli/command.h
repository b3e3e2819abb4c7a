/*
 * Commands: `servanda NOUN VERB ...`. A folder lists its commands in a table; those of declared records are the same for all
 * and stand in cli/records.c. What a command prints goes into `out`, whole; only exports stream.
 */
#pragma once
#include "cli/arguments.h"
#include "store/store.h"

struct record;

enum print { PRINT_TEXT, PRINT_JSON, PRINT_CSV };

struct session_of_command {
    struct call *call;
    struct arguments *arguments;
    struct buffer *out;
    struct store *store; /* NULL for commands that need none */
    struct db *db;       /* to read from */
    const char *url;     /* --db, or the standard place */
    enum print print;
    struct date as_of, known_on; /* unknown when not given */
};

/* For commands that answer as of a date, or as known on one: any other refuses the option. Unknown when not given. */
struct date session_as_of(struct session_of_command *session);
struct date session_known_on(struct session_of_command *session);

/* Options that are neither general nor of the verb are fields, or arguments of an operation. */
struct input;
int session_inputs(struct session_of_command *session, const struct input **out);

/* Columns of the terminal that is written to; 0 when it is none. */
int terminal_width(void);

enum command_needs {
    NEEDS_NOTHING, /* no store */
    NEEDS_URL,     /* where the store is or will be */
    NEEDS_STORE,   /* an open store */
};

struct command {
    const char *noun, *verb; /* verb NULL: the noun is all, as in `servanda init` */
    const char *arguments;   /* for the help: "FILE [--deep]" */
    const char *help;        /* key of words: what it does, in one sentence */
    enum command_needs needs;
    enum err (*run)(struct session_of_command *session);
    const struct right *right; /* who may (access/right.h); NULL: what it calls decides */
};

/* `folders` as main lists them (web/folder.h). */
struct folder;
int command_main(int argc, char **argv, const struct folder *const *folders);

/* Tables of commands, those of this folder and one for each folder that has some; NULL at the end: for help, manual pages and completion. */
extern const struct command *const *command_tables;

/* A record's verb: list, show, add, set, remove, step, history, import, export. ERR_USAGE when the verb is not one of them. */
enum err record_command(struct session_of_command *session, const struct record *record, const char *verb) MUST_CHECK;
extern const char *const record_verbs[]; /* NULL at the end */

/* Where a store is when nothing is said: $XDG_DATA_HOME/servanda/servanda.db. */
const char *standard_url(struct arena *arena);
