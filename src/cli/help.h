/* Help and manual page, made from the tables of commands, questions and records. */
#pragma once
#include "cli/command.h"

struct help_entry {
    const char *noun, *verb; /* verb NULL: the noun is all */
    const char *usage;       /* what it takes */
    const char *about;       /* in the language of the call */
};

struct help_list {
    struct help_entry *at;
    size_t count;
};

/* Commands and questions: those that are one word first, then noun by noun; of one noun only where it is named. */
struct help_list help_entries(struct call *call, const char *noun);

/* What can be done with every record; `noun` is one, or stands for all ("NOUN"). */
struct help_list help_record_entries(struct call *call, const char *noun);

/* One field of a record: "one, of, these", the noun it refers to, or its form. */
const char *help_field_kind(struct call *call, const struct record *record, int field);

/* "servanda NOUN VERB ARGUMENTS" */
const char *help_usage(struct call *call, const struct help_entry *entry);

/* The manual page as troff takes it. */
void manual_page(struct buffer *out, struct call *call);

extern const struct command help_commands[];
