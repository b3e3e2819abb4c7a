/* What the page of one row shows. Private to the pages of records. */
#pragma once
#include "web/operation_page.h"

struct fact_lang {
    const char *code, *text;
};

struct fact_line {
    const char *label;
    struct cell cell;
    struct fact_lang *others; /* the same in other languages */
    size_t others_count;
};

struct fact_group {
    const char *title;
    struct fact_line *facts;
    size_t facts_count;
};

struct linked_line {
    const char *label, *href;
    int64_t count; /* 1,001: more than 1,000 */
};

struct tie_line {
    const char *meaning, *href, *name, *noun;
};

struct step_line {
    const char *name, *label;
    bool reason; /* is asked for */
};

struct show_page {
    struct frame frame;
    const char *noun, *noun_href, *id, *name, *name_lang;
    int64_t version;
    struct fact_group *groups;
    size_t groups_count;
    struct panel *panels; /* what operations have to say about it */
    size_t panels_count;
    const char *path;
    bool dated; /* some of them as of a day */
    struct date on;
    struct linked_line *linked;
    size_t linked_count;
    struct tie_line *ties, *ties_in; /* to other rows, and from them */
    size_t ties_count, ties_in_count;
    struct step_line *steps;
    size_t steps_count;
    struct clock_line *clocks;
    size_t clocks_count;
    const char *step_href, *change_href, *remove_href, *merge_href, *ties_href, *history_href, *csrf;
    struct form_fault *faults;
    size_t faults_count;
};
void show_page_html(struct buffer *out, struct call *call, const struct show_page *page);
