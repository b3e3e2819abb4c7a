/*
 * What a folder of the domain brings to the faces, in one table: `main.c` lists the tables, in the order of the house, and nothing else.
 * What is declared (records, operations) needs no entry here.
 */
#pragma once
#include "web/frame.h"

struct look;
struct command;

struct folder {
    const char *name;
    const struct command *commands;  /* cli/command.h; ends with an entry without noun */
    const struct route *routes;      /* pages of its own; ends with an entry without pattern */
    const struct nav *places;        /* in the main navigation; ends with an entry without key */
    const struct look *const *looks; /* how shapes of it look (web/operation_page.h); ends with NULL */
    void (*start)(void);             /* what lower folders ask of it, registered before anything else happens */
};

/* All of them, NULL at the end. Set once, at start, by folders_enter, which starts each. */
extern const struct folder *const *folders;
void folders_enter(const struct folder *const *all);
