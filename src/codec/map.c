#include "codec/map.h"
#include <stdlib.h>
#include "base/text.h"
#include "codec/map_data.h"
#include "codec/svg_text.h"

enum { PLACE_UNKNOWN = -1 };

/* A number, with a space before it only where one is needed. */
struct numbers {
    struct buffer *out;
    bool started;
};

static void put_number(struct numbers *numbers, int number)
{
    if (numbers->started && number >= 0)
        buffer_byte(numbers->out, ' ');
    buffer_number(numbers->out, number);
    numbers->started = true;
}

struct point {
    int x, y;
};

/* An arc in a direction: -1 - n is arc n backwards. */
static struct point arc_start(int arc)
{
    int own = arc < 0 ? -1 - arc : arc;
    const int16_t *at = map_points + map_arcs[own], *end = map_points + map_arcs[own + 1];
    struct point point = {at[0], at[1]};
    for (at += 2; arc < 0 && at < end; at += 2)
        point = (struct point){point.x + at[0], point.y + at[1]};
    return point;
}

static void put_steps(struct numbers *numbers, int arc)
{
    int own = arc < 0 ? -1 - arc : arc;
    const int16_t *first = map_points + map_arcs[own] + 2, *end = map_points + map_arcs[own + 1];
    int count = (int)(end - first) / 2;
    for (int i = 0; i < count; i++) {
        const int16_t *step = first + 2 * (arc < 0 ? count - 1 - i : i);
        put_number(numbers, arc < 0 ? -step[0] : step[0]);
        put_number(numbers, arc < 0 ? -step[1] : step[1]);
    }
}

static struct numbers begin_path(struct buffer *out, struct point point)
{
    struct numbers numbers = {.out = out};
    buffer_byte(out, 'M');
    put_number(&numbers, point.x);
    put_number(&numbers, point.y);
    buffer_byte(out, 'l');
    return (struct numbers){.out = out};
}

static bool same_point(struct point a, struct point b)
{
    return a.x == b.x && a.y == b.y;
}

/* The arcs of the areas to be filled, without those that two of them share: what is left is the edge of all of them. */
struct edge {
    signed char *forward, *backward; /* of each arc: how often */
    struct point *starts, *ends;
};

static void add_rings(struct edge *edge, int first, int rings)
{
    const int16_t *at = map_rings;
    for (; first > 0; at++)
        first -= *at == MAP_RING_END;
    for (; rings > 0; at++) {
        if (*at == MAP_RING_END)
            rings--;
        else if (*at < 0)
            edge->backward[-1 - *at]++;
        else
            edge->forward[*at]++;
    }
}

/* An arc of the edge that begins here, taken out of it; `none` when there is none. */
static bool take_arc(int *arc, struct edge *edge, struct point start)
{
    for (int i = 0; i < map_arc_count; i++) {
        if (edge->forward[i] > 0 && same_point(edge->starts[i], start)) {
            edge->forward[i]--;
            *arc = i;
            return true;
        }
        if (edge->backward[i] > 0 && same_point(edge->ends[i], start)) {
            edge->backward[i]--;
            *arc = -1 - i;
            return true;
        }
    }
    return false;
}

static void put_ring(struct buffer *out, struct edge *edge, struct point start)
{
    struct numbers numbers = begin_path(out, start);
    struct point at = start;
    for (int arc; take_arc(&arc, edge, at);) {
        put_steps(&numbers, arc);
        at = arc < 0 ? edge->starts[-1 - arc] : edge->ends[arc];
        if (same_point(at, start))
            break;
    }
    buffer_byte(out, 'z');
}

static void put_edge(struct buffer *out, struct edge *edge)
{
    for (int i = 0; i < map_arc_count; i++) {
        int both = edge->forward[i] < edge->backward[i] ? edge->forward[i] : edge->backward[i];
        edge->forward[i] = (signed char)(edge->forward[i] - both);
        edge->backward[i] = (signed char)(edge->backward[i] - both);
    }
    for (int i = 0; i < map_arc_count; i++) {
        while (edge->forward[i] > 0)
            put_ring(out, edge, edge->starts[i]);
        while (edge->backward[i] > 0)
            put_ring(out, edge, edge->ends[i]);
    }
}

static struct edge new_edge(struct arena *arena)
{
    size_t count = (size_t)map_arc_count;
    struct edge edge = {arena_alloc(arena, count), arena_alloc(arena, count), NEW_ARRAY(arena, count, struct point),
        NEW_ARRAY(arena, count, struct point)};
    for (int i = 0; i < map_arc_count; i++) {
        edge.starts[i] = arc_start(i);
        edge.ends[i] = arc_start(-1 - i);
    }
    return edge;
}

/* How a fill is said: the class or the pattern of a path, the class of a dot. */
static void put_fill(struct buffer *out, const struct map *map, enum map_sign sign)
{
    static const char *const patterns[] = {[MAP_HATCH] = "hatch", [MAP_UNKNOWN] = "unknown", [MAP_OPEN] = "open"};
    if (sign == MAP_HATCH || sign == MAP_UNKNOWN || sign == MAP_OPEN) {
        buffer_text(out, "fill=\"url(#");
        svg_id(out, map->id);
        buffer_format(out, "-%s)\"", patterns[sign]);
    } else {
        buffer_format(out, "class=\"%s\"", sign == MAP_PLAIN ? "land" : map->cord ? "r" : "p");
    }
}

static const char *dot_class(const struct map *map, enum map_sign sign)
{
    static const char *const classes[] = {[MAP_PLAIN] = "o", [MAP_HATCH] = "s", [MAP_UNKNOWN] = "u"};
    return sign == MAP_SOLID ? (map->cord ? "r" : "p") : classes[sign];
}

static void put_pattern(struct buffer *out, const struct map *map, const char *name, const char *rest)
{
    buffer_text(out, "<pattern id=\"");
    svg_id(out, map->id);
    buffer_format(out, "-%s\" %s</pattern>", name, rest);
}

static void put_patterns(struct buffer *out, const struct map *map)
{
    buffer_text(out, "<defs>");
    put_pattern(out, map, "hatch",
        "width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hb\" "
        "width=\"6\" height=\"6\"/><path class=\"hs\" d=\"M0 0v6\"/>");
    put_pattern(out, map, "unknown",
        "width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect class=\"hw\" width=\"5\" height=\"5\"/><circle "
        "class=\"hq\" cx=\"2\" cy=\"2\" r=\"1\"/>");
    put_pattern(out, map, "open",
        "width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><path class=\"hu\" "
        "d=\"M0 0v5\"/>");
    buffer_text(out, "</defs>\n");
}

static void put_arcs(struct buffer *out, const char *class, const int16_t *arcs, int count)
{
    buffer_format(out, "<path class=\"%s\" d=\"", class);
    for (int i = 0; i < count; i++) {
        struct numbers numbers = begin_path(out, arc_start(arcs[i]));
        put_steps(&numbers, arcs[i]);
    }
    buffer_text(out, "\"/>\n");
}

static void put_areas(struct buffer *out, const struct map *map, const struct map_place *const *place_of)
{
    for (int sign = 0; sign < MAP_FILLS; sign++) {
        struct edge edge = new_edge(out->arena);
        bool any = false;
        for (int i = 0; i < map_area_count; i++) {
            enum map_sign own = place_of[i] ? place_of[i]->fill : MAP_PLAIN;
            if ((int)own != sign || map_areas[i].rings == 0)
                continue;
            add_rings(&edge, map_areas[i].first, map_areas[i].rings);
            any = true;
        }
        if (!any)
            continue;
        buffer_text(out, "<path ");
        put_fill(out, map, (enum map_sign)sign);
        buffer_text(out, " d=\"");
        put_edge(out, &edge);
        buffer_text(out, "\"/>\n");
    }
}

/* What is not settled is land, thinly lined. */
static void put_open(struct buffer *out, const struct map *map)
{
    for (int i = 0; i < 2; i++) {
        struct edge edge = new_edge(out->arena);
        add_rings(&edge, map_hatched.first, map_hatched.rings);
        buffer_text(out, "<path ");
        put_fill(out, map, i == 0 ? MAP_PLAIN : MAP_OPEN);
        buffer_text(out, " d=\"");
        put_edge(out, &edge);
        buffer_text(out, "\"/>\n");
    }
}

static void put_dot(struct buffer *out, const char *class, const struct map_area *area, const char *radius)
{
    buffer_format(out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%s\"/>", class, area->x, area->y, radius);
}

static void put_dots(struct buffer *out, const struct map *map, const struct map_place *const *place_of)
{
    for (int i = 0; i < map_area_count; i++)
        if (map_areas[i].dot)
            put_dot(out, dot_class(map, place_of[i] ? place_of[i]->fill : MAP_PLAIN), &map_areas[i], "3.6");
    for (int i = 0; i < map_area_count; i++)
        if (place_of[i] && place_of[i]->marked)
            put_dot(out, "late", &map_areas[i], "6");
    buffer_byte(out, '\n');
}

static int area_of(const char *code)
{
    for (int i = 0; i < map_area_count; i++)
        if (text_is(map_areas[i].code, code) || text_is(map_areas[i].m49, code))
            return i;
    return PLACE_UNKNOWN;
}

size_t map_write(struct buffer *out, const struct map *map)
{
    const struct map_place **place_of = NEW_ARRAY(out->arena, (size_t)map_area_count, const struct map_place *);
    size_t lost = 0;
    for (size_t i = 0; i < map->count; i++) {
        int area = area_of(map->places[i].code);
        if (area == PLACE_UNKNOWN || map->places[i].fill >= MAP_FILLS)
            lost++;
        else
            place_of[area] = &map->places[i];
    }
    svg_begin(out, &(struct svg_head){map->id, map->title, map->desc, "chart map", 0, 18, 1000, 440});
    put_patterns(out, map);
    put_areas(out, map, place_of);
    put_open(out, map);
    put_arcs(out, "coast", map_borders, map_borders_count);
    put_arcs(out, "dash", map_dashed, map_dashed_count);
    put_dots(out, map, place_of);
    svg_end(out);
    return lost;
}

void map_swatch(struct buffer *out, const struct map *map, enum map_sign sign)
{
    int width = sign == MAP_DOTS ? 48 : 24;
    buffer_format(
        out, "<svg class=\"map\" width=\"%d\" height=\"14\" viewBox=\"0 0 %d 14\" aria-hidden=\"true\">", width, width);
    if (sign == MAP_DOTS) {
        static const enum map_sign shown[] = {MAP_SOLID, MAP_HATCH, MAP_PLAIN, MAP_UNKNOWN};
        for (int i = 0; i < 4; i++)
            buffer_format(
                out, "<circle class=\"%s\" cx=\"%d\" cy=\"7\" r=\"4.5\"/>", dot_class(map, shown[i]), 6 + 12 * i);
    } else if (sign == MAP_DASHED) {
        buffer_text(out, "<path class=\"dash\" d=\"M0 7h24\"/>");
    } else {
        if (sign == MAP_OPEN)
            buffer_text(out, "<rect class=\"land\" width=\"24\" height=\"14\"/>");
        buffer_text(out, "<rect ");
        put_fill(out, map, sign);
        buffer_text(out, " width=\"24\" height=\"14\"/>");
    }
    buffer_text(out, "</svg>");
}
