/*
 * A map of the world as SVG for pages, about 20 KB: one path for all that has the same fill, boundaries apart from it, a dot
 * for everybody too small to be seen. It is never mirrored.
 *
 * Fills can be told apart in grey: solid, hatched, plain, dotted for unknown. Colours come from the classes of ui/css. What is
 * not settled, or not agreed, is dashed or thinly lined whatever the table says (the list is in tools/map/make.js). The key
 * and the words about boundaries below the map are the caller's; swatches for the key are here.
 */
#pragma once
#include "base/buffer.h"

enum map_sign {
    MAP_PLAIN,
    MAP_SOLID,
    MAP_HATCH,
    MAP_UNKNOWN,
    MAP_DOTS,   /* in a key: the dots of those too small, in each fill */
    MAP_DASHED, /* in a key: a boundary that is not settled or not agreed */
    MAP_OPEN,   /* in a key: an area whose status is not settled */
    MAP_SIGNS,
    MAP_FILLS = MAP_DOTS,
};

struct map_place {
    const char *code; /* "AFG" (ISO 3166-1) or "004" (M49) */
    enum map_sign fill;
    bool marked; /* a large dot on it, of the colour for what is late */
};

struct map {
    const char *id; /* begins the names of its patterns, which have to be different from others on the page */
    const char *title, *desc;
    const struct map_place *places; /* who is not in it is plain */
    size_t count;
    bool cord; /* solid is the colour of the house, not that of what is in force */
};

/* Gives how many codes are not on the map. */
size_t map_write(struct buffer *out, const struct map *map);

/* A small picture for the key, of a map that is on the same page. */
void map_swatch(struct buffer *out, const struct map *map, enum map_sign sign);
