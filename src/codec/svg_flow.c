/* Flows (codec/svg.h): nodes in columns, as high as what goes through them; links as wide as their amount. */
#include "codec/svg.h"
#include "codec/svg_text.h"
#include "base/text.h"

static const double node_width = 12, head = 30, gap = 16, label_height = 34, column_width = 290, smallest = 380;

struct place {
    double x, y, height, out, in; /* out, in: how much of its side is taken */
    int64_t value;
};

struct drawing {
    const struct svg_flow *flow;
    struct svg_canvas canvas;
    struct place *places;
    size_t count, columns;
    double scale, height;
};

static bool is_drawn(const struct svg_flow *flow, size_t count, const struct svg_link *link)
{
    return link->from < count && link->to < count && link->value > 0 &&
        flow->nodes[link->from].column < flow->nodes[link->to].column && flow->nodes[link->from].column >= 0;
}

static size_t node_count(const struct svg_flow *flow)
{
    return flow->node_count < SVG_MOST_NODES ? flow->node_count : SVG_MOST_NODES;
}

/* What goes through a node: the larger of what comes and what goes. */
static void measure(struct drawing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        double in = 0, out = 0;
        for (size_t l = 0; l < d->flow->link_count; l++) {
            const struct svg_link *link = &d->flow->links[l];
            if (!is_drawn(d->flow, d->count, link))
                continue;
            in += link->to == i ? (double)link->value : 0;
            out += link->from == i ? (double)link->value : 0;
        }
        double value = in > out ? in : out;
        d->places[i].value = value < 9e18 ? (int64_t)value : INT64_MAX;
        if (d->flow->nodes[i].column >= 0 && (size_t)d->flow->nodes[i].column >= d->columns)
            d->columns = (size_t)d->flow->nodes[i].column + 1;
    }
}

/* The height of a column at this scale; its label needs room even where the node is low. */
static double column_height(const struct drawing *d, size_t column)
{
    double height = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->flow->nodes[i].column == (int)column) {
            double own = (double)d->places[i].value * d->scale + gap;
            height += own > label_height ? own : label_height;
        }
    return height;
}

static void choose_scale(struct drawing *d)
{
    double most = 1, rows = 1;
    for (size_t column = 0; column < d->columns; column++) {
        double sum = 0, nodes = 0;
        for (size_t i = 0; i < d->count; i++)
            if (d->flow->nodes[i].column == (int)column) {
                sum += (double)d->places[i].value;
                nodes++;
            }
        most = sum > most ? sum : most;
        rows = nodes > rows ? nodes : rows;
    }
    d->height = rows * label_height + 120 > smallest ? rows * label_height + 120 : smallest;
    d->scale = d->height / most;
    for (int tries = 0; tries < 200; tries++) {
        bool fits = true;
        for (size_t column = 0; column < d->columns; column++)
            fits = fits && column_height(d, column) <= d->height;
        if (fits)
            break;
        d->scale *= 0.95;
    }
}

static void place_nodes(struct drawing *d)
{
    for (size_t column = 0; column < d->columns; column++) {
        double y = head + (d->height - column_height(d, column)) / 2;
        for (size_t i = 0; i < d->count; i++) {
            struct place *place = &d->places[i];
            if (d->flow->nodes[i].column != (int)column)
                continue;
            double own = (double)place->value * d->scale, room = own + gap > label_height ? own + gap : label_height;
            place->x = (double)column * column_width;
            place->height = own;
            place->y = y + (room - own) / 2;
            y += room;
        }
    }
}

static void put_pair(const struct drawing *d, double x, double y)
{
    svg_number(d->canvas.out, svg_x(&d->canvas, x));
    buffer_byte(d->canvas.out, ' ');
    svg_number(d->canvas.out, y);
}

static void draw_link(const struct drawing *d, const struct svg_link *link, double y1, double y2)
{
    struct buffer *out = d->canvas.out;
    double x1 = d->places[link->from].x + node_width, x2 = d->places[link->to].x, middle = (x1 + x2) / 2;
    double width = (double)link->value * d->scale;
    buffer_text(out, link->strong ? "<path class=\"hot\" d=\"M" : "<path d=\"M");
    put_pair(d, x1, y1);
    buffer_byte(out, 'C');
    put_pair(d, middle, y1);
    buffer_byte(out, ' ');
    put_pair(d, middle, y2);
    buffer_byte(out, ' ');
    put_pair(d, x2, y2);
    buffer_byte(out, 'v');
    svg_number(out, width);
    buffer_byte(out, 'C');
    put_pair(d, middle, y2 + width);
    buffer_byte(out, ' ');
    put_pair(d, middle, y1 + width);
    buffer_byte(out, ' ');
    put_pair(d, x1, y1 + width);
    buffer_text(out, "z\"/>\n");
}

/*
 * Links leave a node in the order of those they go to, and come in the order of those they come from; the strong ones above
 * the others, so that they go through in one stroke.
 */
static void draw_links(struct drawing *d)
{
    const struct svg_link *links = d->flow->links;
    size_t count = d->flow->link_count;
    double *from = NEW_ARRAY(d->canvas.out->arena, count ? count : 1, double);
    for (int strong = 1; strong >= 0; strong--)
        for (size_t to = 0; to < d->count; to++)
            for (size_t l = 0; l < count; l++)
                if (links[l].to == to && links[l].strong == strong && is_drawn(d->flow, d->count, &links[l])) {
                    struct place *place = &d->places[links[l].from];
                    from[l] = place->y + place->out;
                    place->out += (double)links[l].value * d->scale;
                }
    for (int strong = 1; strong >= 0; strong--)
        for (size_t source = 0; source < d->count; source++)
            for (size_t l = 0; l < count; l++)
                if (links[l].from == source && links[l].strong == strong && is_drawn(d->flow, d->count, &links[l])) {
                    struct place *place = &d->places[links[l].to];
                    draw_link(d, &links[l], from[l], place->y + place->in);
                    place->in += (double)links[l].value * d->scale;
                }
}

static void draw_nodes(const struct drawing *d)
{
    struct arena *arena = d->canvas.out->arena;
    for (size_t i = 0; i < d->count; i++) {
        const struct svg_node *node = &d->flow->nodes[i];
        const struct place *place = &d->places[i];
        double x = place->x + node_width + 7, middle = place->y + place->height / 2;
        if (node->column < 0)
            continue;
        svg_rect(&d->canvas, "class=\"node\"", place->x, place->y, node_width, place->height > 1 ? place->height : 1);
        svg_label(
            &d->canvas, "b", x, middle - 1, SVG_START, svg_fit(arena, node->label, column_width - node_width - 20));
        svg_label(&d->canvas, NULL, x, middle + 14, SVG_START,
            node->text ? node->text : number_text(arena, d->flow->chart.lang, place->value));
    }
}

void svg_flow(struct buffer *out, const struct svg_flow *flow)
{
    const struct svg_chart *chart = &flow->chart;
    struct drawing d = {.flow = flow, .count = node_count(flow), .columns = 1};
    d.places = NEW_ARRAY(out->arena, d.count ? d.count : 1, struct place);
    measure(&d);
    choose_scale(&d);
    place_nodes(&d);
    d.canvas = (struct svg_canvas){out, (double)d.columns * column_width - 60, lang_rtl(chart->lang)};
    svg_begin(out,
        &(struct svg_head){chart->id, chart->title, chart->desc, "chart flow wide", 0, 0, (int)d.canvas.width,
            (int)(head + d.height + 8), d.canvas.rtl});
    for (size_t column = 0; column < d.columns && flow->columns; column++)
        svg_label(&d.canvas, "b", (double)column * column_width, 14, SVG_START, flow->columns[column]);
    draw_links(&d);
    draw_nodes(&d);
    svg_end(out);
}

struct grid *svg_flow_table(struct arena *arena, const struct svg_flow *flow)
{
    static const struct grid_column columns[] = {{2, ALIGN_START}, {2, ALIGN_START}, {1, ALIGN_END}};
    struct grid *table = grid_new(arena, columns, 3);
    struct grid_row *row = grid_add_row(table, true);
    table->caption = flow->chart.title;
    for (int i = 0; i < 3; i++)
        grid_add_cell(table, row, flow->chart.heads[i]);
    for (size_t i = 0; i < flow->link_count; i++) {
        const struct svg_link *link = &flow->links[i];
        if (link->from >= flow->node_count || link->to >= flow->node_count)
            continue;
        row = grid_add_row(table, false);
        grid_add_cell(table, row, flow->nodes[link->from].label);
        grid_add_cell(table, row, flow->nodes[link->to].label);
        grid_add_cell(table, row, number_text(arena, flow->chart.lang, link->value));
    }
    return table;
}
