/*
 * The map of the world as tables (codec/map.h), made by tools/map from ui/world.map. Places are in pixels of a field of 1000
 * by 500. Nobody else needs it.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { MAP_RING_END = 32767 };

struct map_area {
    char code[4], m49[4];
    int16_t x, y;     /* its centre */
    bool dot;         /* too small to be seen by its shape */
    int first, rings; /* which of map_rings, counted by their ends */
};

struct map_hatched {
    int first, rings;
};

extern const int16_t map_points[]; /* of each arc: x y, then steps */
extern const int map_arcs[];       /* where each begins in map_points; one more than there are */
extern const int map_arc_count;
extern const int16_t map_rings[]; /* arcs, -1 - n for arc n backwards, each ring with MAP_RING_END after it */
extern const struct map_area map_areas[];
extern const int map_area_count;
extern const struct map_hatched map_hatched;
extern const int16_t map_borders[], map_dashed[]; /* arcs */
extern const int map_borders_count, map_dashed_count;
