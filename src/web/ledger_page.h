/* The ledger for those who have to trust nobody: newest entries, one entry in full, the state of the chain, and proving it. */
#pragma once
#include "web/form_page.h"
#include "web/past_line.h"

extern const struct route ledger_routes[];

struct entry_line {
    int64_t seq;
    const char *when, *who, *what, *noun;
    const char *row, *row_href; /* what it was done to; the history of it, NULL: there is none to show */
    bool withheld;
};

/* The newest entry, and when the chain was last proved. */
struct chain_state {
    int64_t seq, faults;
    const char *hash;
    const char *verified_at, *verified_href; /* NULL: never */
    int64_t verified_seq;
};

struct ledger_page {
    struct frame frame;
    struct chain_state chain;
    const char *csrf, *key, *who, *since, *until, *next_href, *first_href;
    struct html picks;
    struct form_option *nouns;
    size_t nouns_count;
    struct entry_line *entries;
    size_t entries_count;
    bool filtered;
};
void ledger_page_html(struct buffer *out, struct call *call, const struct ledger_page *page);

struct member_line {
    const char *name, *before, *after;
};

struct entry_page {
    struct frame frame;
    const char *title, *reason, *hash, *raw_action;
    const char *before_href, *after_href, *rows_href;
    struct entry_line line;
    struct change_lines lines;
    struct member_line *members;
    size_t members_count;
    struct entry_line *rows;
    size_t rows_count;
};
void entry_page_html(struct buffer *out, struct call *call, const struct entry_page *page);

struct proof_fault {
    int64_t seq;
    const char *what, *noun, *id;
};

struct proof_page {
    struct frame frame;
    const char *title, *text, *hash, *who, *ended;
    int64_t entries, rows, head, unshown;
    struct proof_fault *faults;
    size_t faults_count;
    bool good, seals, may_vouch;
};
void proof_page_html(struct buffer *out, struct call *call, const struct proof_page *page);

/* For the page of the system too. */
struct system_state;
void chain_state_fill(struct chain_state *out, struct call *call, const struct system_state *state);
void chain_state_html(struct buffer *out, struct call *call, const struct chain_state *page);
