/*
 * Charts as SVG for pages, each with a title and a description for those who cannot see it, and its table.
 *
 * Labels stand at what they mean, at 13 pixels; a chart never shrinks, it scrolls. Colours come from the classes of ui/css, and
 * lines and bars can be told apart without them. In languages that run from right to left the chart is mirrored, its digits
 * are not. The same chart has the same bytes.
 */
#pragma once
#include "base/text.h"
#include "base/words.h"
#include "codec/document.h"

/* What every chart has. The heads are those of its table's columns, as each chart says below. */
struct svg_chart {
    const char *id; /* begins the names within it, which have to be different from others on the page */
    const char *title, *desc;
    enum lang lang;
    const char *const *heads;
};

/* Values over time, as many lines as are told apart; later ones are left out. */
enum { SVG_MOST_SERIES = 6 };

struct svg_point {
    struct date on; /* in order */
    int64_t value;  /* from 0; UNKNOWN breaks the line */
};

struct svg_series {
    const char *label;
    const struct svg_point *points;
    size_t count;
};

/* A day to remember, as an upright line. */
struct svg_event {
    struct date on;
    const char *label, *text;
};

struct svg_curve {
    struct svg_chart chart; /* heads: year, then each series' own label */
    struct date from, to;
    const struct svg_series *series;
    size_t count;
    bool steps; /* a value stays until the next; else points are joined */
    const struct svg_event *events;
    size_t event_count;
};
void svg_curve(struct buffer *out, const struct svg_curve *curve);
struct grid *svg_curve_table(struct arena *arena, const struct svg_curve *curve); /* at the end of each year */

/* Amounts side by side, each in up to five parts. */
enum { SVG_MOST_PARTS = 5 };

struct svg_bar {
    const char *label, *text; /* text: at its end; NULL: the sum */
    const int64_t *values;    /* one for each part */
};

struct svg_bars {
    struct svg_chart chart;   /* heads: what the bars are, all of it; between them the parts */
    const char *const *parts; /* their names, in a line above the bars when there are several */
    size_t part_count;
    const struct svg_bar *bars;
    size_t count;
    bool open; /* no part stands out as wrong; then there are four at most */
};
void svg_bars(struct buffer *out, const struct svg_bars *bars);
struct grid *svg_bars_table(struct arena *arena, const struct svg_bars *bars);

/* The same thing twice: an open dot and a filled one. */
struct svg_change {
    const char *label;
    int64_t before, after; /* UNKNOWN: not drawn */
};

struct svg_changes {
    struct svg_chart chart; /* heads: what, before, after */
    const struct svg_change *changes;
    size_t count;
    int64_t most; /* end of the axis; 0: by the values */
};
void svg_changes(struct buffer *out, const struct svg_changes *changes);
struct grid *svg_changes_table(struct arena *arena, const struct svg_changes *changes);

/* Where amounts come from and go to, through columns of nodes; the width of a link is its amount. */
enum { SVG_MOST_NODES = 200 };

struct svg_node {
    const char *label, *text; /* text below the label; NULL: the amount */
    int column;               /* of a flow, from 0 */
};

struct svg_link {
    size_t from, to; /* nodes; in a flow `to` stands in a later column */
    int64_t value;   /* over 0 */
    bool strong;     /* what the chart is about */
    bool loose;      /* of a network: dashed, not certain */
};

struct svg_flow {
    struct svg_chart chart;     /* heads: from, to, amount */
    const char *const *columns; /* their names, as many as there are columns */
    const struct svg_node *nodes;
    size_t node_count;
    const struct svg_link *links;
    size_t link_count;
};
void svg_flow(struct buffer *out, const struct svg_flow *flow);
struct grid *svg_flow_table(struct arena *arena, const struct svg_flow *flow);

/* Who is connected with whom: nodes around an oval, those that belong together near each other. Drawn as a flow is said. */
void svg_network(struct buffer *out, const struct svg_flow *network);
