/*
 * What stands on the command line: words, and options with their values. `--name value`, `--name=value`, and for fields of records
 * `name=value` as well. "--" ends the options.
 */
#pragma once
#include "base/call.h"

enum { MOST_WORDS = 10000 };

struct option {
    const char *name, *value; /* value "" for those that have none */
    bool asked;               /* some part of the program has looked at it */
};

struct arguments {
    const char **words; /* noun, verb, and what follows */
    int word_count, word_at;
    struct option *options;
    int option_count;
};

enum err arguments_parse(struct arguments *out, struct call *call, int argc, char **argv) MUST_CHECK;

const char *arguments_next(struct arguments *arguments);                /* the next word, NULL when there is none */
const char *option_text(struct arguments *arguments, const char *name); /* NULL: not given */
bool option_flag(struct arguments *arguments, const char *name);
enum err option_number(
    int64_t *out, struct arguments *arguments, struct call *call, const char *name, int64_t standard) MUST_CHECK;
enum err option_date(struct date *out, struct arguments *arguments, struct call *call,
    const char *name) MUST_CHECK; /* unknown when not given */

/* ERR_USAGE when an option was given that nobody asked for, or a word is left: what a misspelt option is. */
enum err arguments_done(struct arguments *arguments, struct call *call) MUST_CHECK;
