/* The administrator's first page: how the system is, what needs attention; who may do what; the settings of the office. */
#pragma once
#include "web/job_page.h"
#include "web/ledger_page.h"

extern const struct route system_routes[];

struct attention_line {
    const char *text, *href, *link, *command;
    bool bad;
};

struct migration_line {
    int64_t number;
    const char *name, *when;
};

struct system_page {
    struct frame frame;
    const char *title, *version, *engine, *size, *disk_free, *backup_at, *office, *store_id;
    int64_t sessions, accounts, jobs_waiting, jobs_running, jobs_failed, backup_head, migration;
    struct attention_line *attention;
    size_t attention_count;
    struct job_line *jobs;
    size_t jobs_count;
    struct migration_line *migrations;
    size_t migrations_count;
    struct chain_state chain;
    bool demo, may_change;
};
void system_page_html(struct buffer *out, struct call *call, const struct system_page *page);

struct permission_cell {
    const char *text; /* NULL: may not */
};

struct permission_line {
    const char *verb, *group; /* group: the noun, on its first line */
    struct permission_cell *cells;
    size_t cells_count;
};

struct role_head {
    const char *label;
};

struct permissions_page {
    struct frame frame;
    struct role_head *roles;
    size_t roles_count;
    int64_t columns;
    struct permission_line *lines;
    size_t lines_count;
};
void permissions_page_html(struct buffer *out, struct call *call, const struct permissions_page *page);
