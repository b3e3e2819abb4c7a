/*
 * What stands around every page: demonstration band, mark, search, language, account, navigation, chain, footer. A page fills the
 * frame with frame_begin, says what only it knows, and its template stands {{inside frame_html &frame}}.
 */
#pragma once
#include "web/answer.h"

/*
 * One place of the main navigation, shown to those who may go there. The order is one for everyone: desk 0, mandates 10, treaties 20,
 * States 30, requests 40, legal basis 50, activities 60, money 70, reports 80, library 90.
 */
struct nav {
    const char *key; /* words under "nav.KEY" */
    const char *path;
    int order;
    unsigned roles;              /* bits of enum role: it is no use to others; 0: to nobody in particular */
    bool foot;                   /* stands in the footer */
    const struct right *right;   /* access/right.h: only for those who have it; NULL: no right of its own */
    const struct record *record; /* filled in: what is there */
    const struct operation *operation;
};

/* In which pages list languages: as the United Nations does in English, each in its own script. */
extern const enum lang lang_order[LANGS];

struct frame_link {
    const char *label, *href;
    bool here;
};

struct frame_lang {
    const char *code, *name, *href;
    bool here;
};

/* The thread from paragraph to report: eight knots, always in this order. */
enum knot {
    KNOT_PARAGRAPH,
    KNOT_DUTY,
    KNOT_REQUEST,
    KNOT_GAP,
    KNOT_ACTIVITY,
    KNOT_PEOPLE,
    KNOT_MONEY,
    KNOT_REPORT,
    KNOTS
};

struct chain_knot {
    const char *label; /* filled in by chain_begin */
    const char *value; /* what it is, a count, or why there is none */
    const char *words; /* below a count */
    const char *href;  /* NULL: missing, `value` says why */
    bool here;
    bool loose; /* the way to the next is not sure yet: draft, planned */
};

struct chain {
    struct chain_knot knots[KNOTS];
    size_t knots_count;
    bool sum; /* counts, for a desk, a State, the public */
    const char *label;
    int64_t at; /* place of the knot one is at, from 1; 0: none */
    const char *at_label, *at_value;
};

struct frame {
    const char *title; /* in the language of the page or of the thing; NULL: the name of the site alone */
    const char *lang, *dir;
    const char *office;
    bool demo, bare;   /* bare: no search and no navigation, for the log-in */
    const char *query; /* what was searched for */
    struct frame_link *nav;
    size_t nav_count;
    struct frame_link *foot;
    size_t foot_count;
    struct frame_lang *langs;
    size_t langs_count;
    const char *lang_name;
    const char *user_name, *user_roles, *stand_in, *login_href, *csrf;
    const struct chain *chain;
    struct date as_of, known_on; /* unknown: not said */
    const char *known_at;        /* "09:12" UTC */
    const char *csv_href, *json_href, *xlsx_href, *history_href;
    int64_t ledger;             /* number of its newest entry, 0: not said */
    const char *ledger_checked; /* when it was last proved, in words */
    struct date today;
};

/* Everything the request tells. `title` as in struct frame. */
void frame_begin(struct frame *frame, const struct request *request, const char *title);

void chain_begin(struct chain *chain, struct call *call);
void chain_end(struct chain *chain); /* once the knots are filled */

void frame_html_before(struct buffer *out, struct call *call, const struct frame *page);
void frame_html_after(struct buffer *out, struct call *call, const struct frame *page);
