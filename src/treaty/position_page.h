/*
 * A position as a page: an instrument's with counts, map and the States that have acted, those bound first and the newest of them before the
 * others; a State's with counts and its instruments. What nobody knows stands apart and is named: it is never shown as "no".
 */
#pragma once
#include "web/operation_page.h"

extern const struct look position_look;

struct position_line {
    const char *href, *name, *course_href;
    const char *class, *sign, *status; /* sign: the picture before the word */
    const char *action;
    struct date signed_on, deposited, in_force_from;
    bool computed, conflict, doubtful;
    const char *through, *sources;
};

struct map_key {
    struct html swatch;
    const char *words;
};

struct position_tile {
    int64_t n;
    const char *words;
};

struct position_page {
    const char *caption;
    bool of_state, panel;
    struct position_tile *tiles;
    size_t tiles_count;
    struct html map;
    struct map_key *key;
    size_t key_count;
    const char *head; /* of the first column */
    struct position_line *rows;
    size_t rows_count;
    const char *unknown; /* names of instruments of which nothing is known */
    int64_t unknown_count;
    const char *feed_href;
};
void position_page_html(struct buffer *out, struct call *call, const struct position_page *page);
