/*
 * Small networks (codec/svg.h): nodes stand on both sides of an oval, one to a line, so that no name lies on another. They
 * change places while that makes the links shorter; where two ways are as good, the order given stays. So the same network
 * always looks the same.
 */
#include <math.h>
#include "base/text.h"
#include "codec/svg.h"
#include "codec/svg_text.h"

static const double row_height = 26, half_width = 190, label_room = 210;
enum { MOST_NODES = 60, MOST_ROUNDS = 12 };

struct net {
    const struct svg_flow *network;
    struct svg_canvas canvas;
    size_t count, rows;
    size_t order[MOST_NODES];            /* which node stands at each place */
    double x[MOST_NODES], y[MOST_NODES]; /* of the places */
    double height;
};

static bool is_drawn(const struct net *net, const struct svg_link *link)
{
    return link->from < net->count && link->to < net->count && link->from != link->to && link->value > 0;
}

/* Places go down the end side, then up the other, so that neighbours in the order are neighbours on the oval. */
static void make_places(struct net *net)
{
    net->rows = (net->count + 1) / 2;
    net->height = (double)net->rows * row_height + 16;
    for (size_t i = 0; i < net->count; i++) {
        bool right = i < net->rows;
        size_t row = right ? i : net->rows - 1 - (i - net->rows);
        double t = ((double)row + 0.5) / (double)net->rows * 2 - 1, across = half_width * sqrt(1 - t * t * 0.9);
        net->x[i] = label_room + half_width + (right ? across : -across);
        net->y[i] = 8 + ((double)row + 0.5) * row_height;
        net->order[i] = i;
    }
}

/* All links, each as long as it would be drawn; strong ones count twice. */
static double length_of(const struct net *net)
{
    size_t place_of[MOST_NODES];
    double length = 0;
    for (size_t i = 0; i < net->count; i++)
        place_of[net->order[i]] = i;
    for (size_t l = 0; l < net->network->link_count; l++) {
        const struct svg_link *link = &net->network->links[l];
        if (!is_drawn(net, link))
            continue;
        double dx = net->x[place_of[link->from]] - net->x[place_of[link->to]];
        double dy = net->y[place_of[link->from]] - net->y[place_of[link->to]];
        length += sqrt(dx * dx + dy * dy) * (link->strong ? 2 : 1);
    }
    return length;
}

static void swap(struct net *net, size_t a, size_t b)
{
    size_t node = net->order[a];
    net->order[a] = net->order[b];
    net->order[b] = node;
}

static void improve(struct net *net)
{
    double best = length_of(net);
    bool better = true;
    for (int round = 0; round < MOST_ROUNDS && better; round++) {
        better = false;
        for (size_t a = 0; a < net->count; a++)
            for (size_t b = a + 1; b < net->count; b++) {
                swap(net, a, b);
                double length = length_of(net);
                if (length < best - 0.5) {
                    best = length;
                    better = true;
                } else {
                    swap(net, a, b);
                }
            }
    }
}

static void put_pair(const struct net *net, double x, double y)
{
    svg_number(net->canvas.out, svg_x(&net->canvas, x));
    buffer_byte(net->canvas.out, ' ');
    svg_number(net->canvas.out, y);
}

/* Bent towards the middle, in three widths by the amount. */
static void draw_link(const struct net *net, const struct svg_link *link, const size_t *place_of, int64_t most)
{
    struct buffer *out = net->canvas.out;
    double x1 = net->x[place_of[link->from]], y1 = net->y[place_of[link->from]];
    double x2 = net->x[place_of[link->to]], y2 = net->y[place_of[link->to]];
    double middle_x = label_room + half_width, middle_y = net->height / 2;
    int width = most > 1 ? (int)((double)link->value / (double)most * 2.99) + 1 : 1;
    buffer_format(out, "<path class=\"w%d%s%s\" d=\"M", width, link->strong ? " hot" : "", link->loose ? " lo" : "");
    put_pair(net, x1, y1);
    buffer_byte(out, 'Q');
    put_pair(net, (x1 + x2) * 0.35 + middle_x * 0.3, (y1 + y2) * 0.35 + middle_y * 0.3);
    buffer_byte(out, ' ');
    put_pair(net, x2, y2);
    buffer_text(out, "\"/>\n");
}

static void draw_links(const struct net *net)
{
    size_t place_of[MOST_NODES];
    int64_t most = 1;
    for (size_t i = 0; i < net->count; i++)
        place_of[net->order[i]] = i;
    for (size_t l = 0; l < net->network->link_count; l++)
        if (is_drawn(net, &net->network->links[l]) && net->network->links[l].value > most)
            most = net->network->links[l].value;
    for (int strong = 0; strong <= 1; strong++)
        for (size_t l = 0; l < net->network->link_count; l++)
            if (is_drawn(net, &net->network->links[l]) && net->network->links[l].strong == strong)
                draw_link(net, &net->network->links[l], place_of, most);
}

static void draw_nodes(const struct net *net)
{
    struct arena *arena = net->canvas.out->arena;
    for (size_t i = 0; i < net->count; i++) {
        const struct svg_node *node = &net->network->nodes[net->order[i]];
        bool right = i < net->rows;
        const char *text = node->text ? arena_format(arena, "%s  %s", node->label, node->text) : node->label;
        svg_dot(&net->canvas, "dot full", net->x[i], net->y[i], 5);
        svg_label(&net->canvas, "b", net->x[i] + (right ? 12 : -12), net->y[i] + 4.5, right ? SVG_START : SVG_END,
            svg_fit(arena, text, label_room - 16));
    }
}

void svg_network(struct buffer *out, const struct svg_flow *network)
{
    const struct svg_chart *chart = &network->chart;
    struct net *net = NEW(out->arena, struct net);
    net->network = network;
    net->count = network->node_count < MOST_NODES ? network->node_count : MOST_NODES;
    make_places(net);
    improve(net);
    net->canvas = (struct svg_canvas){out, 2 * (label_room + half_width), lang_rtl(chart->lang)};
    svg_begin(out,
        &(struct svg_head){chart->id, chart->title, chart->desc, "chart net", 0, 0, (int)net->canvas.width,
            (int)net->height, net->canvas.rtl});
    draw_links(net);
    draw_nodes(net);
    svg_end(out);
}
