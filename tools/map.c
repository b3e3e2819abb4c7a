/*
 * Puts the map of the world into the program:   map OUT.c WORLD.map
 *
 * What the lines of the file mean is said at its head; tools/map/make.js writes it. Out: the arrays of codec/map_data.h. Which
 * arcs are boundaries follows here: those that two areas share.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ARCS = 4000, MOST_RINGS = 4000, MOST_AREAS = 400, LONGEST_LINE = 1 << 16, NOBODY = -1 };

static char line[LONGEST_LINE];
static int arc_count, ring_count, area_count, owner[MOST_ARCS];
static bool is_border[MOST_ARCS], is_dashed[MOST_ARCS];

_Noreturn static void give_up(const char *what)
{
    fprintf(stderr, "map: %s: %.60s\n", what, line);
    exit(1);
}

static void write_numbers(FILE *out, const char *at)
{
    char *end;
    for (long n; n = strtol(at, &end, 10), end != at; at = end)
        fprintf(out, "%ld,", n);
}

/* The points of every arc. */
static void write_arcs(FILE *in, FILE *out)
{
    int point = 0, first[MOST_ARCS + 1];
    fputs("const int16_t map_points[] = {\n", out);
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "arc ", 4) != 0)
            continue;
        if (arc_count == MOST_ARCS || !strchr(line, '\n'))
            give_up("too large");
        owner[arc_count] = NOBODY;
        first[arc_count++] = point;
        for (const char *at = line + 4; *at; at++)
            point += at[-1] == ' ';
        write_numbers(out, line + 4);
        fputs("\n", out);
    }
    first[arc_count] = point;
    fprintf(out, "};\nconst int map_arc_count = %d;\nconst int map_arcs[] = {", arc_count);
    for (int i = 0; i <= arc_count; i++)
        fprintf(out, "%s%d,", i % 20 ? "" : "\n", first[i]);
    fputs("\n};\n", out);
}

/* Rings "1 -2,3": their arcs, each closed by the number 32767. The areas on both sides of an arc make it a boundary. */
static int write_rings(FILE *out, const char *at, int area)
{
    int rings = 0;
    for (char *end; *at && *at != '\n'; at = *end == ',' ? end + 1 : end) {
        for (long n; n = strtol(at, &end, 10), end != at; at = end) {
            int arc = (int)(n < 0 ? -1 - n : n);
            if (arc >= arc_count)
                give_up("no such arc");
            is_border[arc] = is_border[arc] || (owner[arc] != NOBODY && owner[arc] != area);
            owner[arc] = area;
            fprintf(out, "%ld,", n);
        }
        fputs("32767,", out);
        rings++;
    }
    return rings;
}

struct area {
    char code[4], m49[4];
    int x, y, first, count;
    bool dot;
};
static struct area areas[MOST_AREAS];
static int hatched_first, hatched_count;

static void write_areas(FILE *in, FILE *out)
{
    int taken;
    fputs("const int16_t map_rings[] = {\n", out);
    while (fgets(line, sizeof line, in)) {
        struct area *area = &areas[area_count];
        if (strncmp(line, "area ", 5) == 0 || strncmp(line, "dot ", 4) == 0) {
            if (area_count == MOST_AREAS ||
                sscanf(strchr(line, ' '), " %3s %3s %d %d%n", area->code, area->m49, &area->x, &area->y, &taken) != 4)
                give_up("no area");
            area->dot = line[0] == 'd';
            area->first = ring_count;
            area->count = write_rings(out, strchr(line, ' ') + taken, area_count++);
            ring_count += area->count;
        } else if (strncmp(line, "hatched ", 8) == 0) {
            hatched_first = ring_count;
            hatched_count = write_rings(out, line + 8, MOST_AREAS);
            ring_count += hatched_count;
        } else if (strncmp(line, "dashed ", 7) == 0) {
            char *at = line + 7, *end;
            for (long n; n = strtol(at, &end, 10), end != at; at = end)
                is_dashed[n < arc_count ? n : 0] = true;
        }
        fputs("\n", out);
    }
    fputs("};\n", out);
}

static void write_list(FILE *out, const char *name, const bool *dashed)
{
    int count = 0;
    fprintf(out, "const int16_t map_%s[] = {", name);
    for (int i = 0; i < arc_count; i++)
        if (dashed ? is_dashed[i] : is_border[i] && !is_dashed[i])
            fprintf(out, "%s%d,", count++ % 20 ? "" : "\n", i);
    fprintf(out, "\n};\nconst int map_%s_count = %d;\n", name, count);
}

int main(int count, char **args)
{
    FILE *in = count == 3 ? fopen(args[2], "r") : NULL, *out = in ? fopen(args[1], "w") : NULL;
    if (!out) {
        fputs("usage: map OUT.c WORLD.map\n", stderr);
        return 2;
    }
    fputs("/* Written by tools/map from ui/world.map; not to be edited. */\n#include \"codec/map_data.h\"\n\n", out);
    write_arcs(in, out);
    rewind(in);
    write_areas(in, out);
    fprintf(out, "const struct map_area map_areas[] = {\n");
    for (const struct area *a = areas; a < areas + area_count; a++)
        fprintf(out, "    {\"%s\", \"%s\", %d, %d, %s, %d, %d},\n", a->code, a->m49, a->x, a->y,
            a->dot ? "true" : "false", a->first, a->count);
    fprintf(out, "};\nconst int map_area_count = %d;\nconst struct map_hatched map_hatched = {%d, %d};\n", area_count,
        hatched_first, hatched_count);
    write_list(out, "borders", NULL);
    write_list(out, "dashed", is_dashed);
    fclose(in);
    return fclose(out) != 0 || arc_count == 0 || area_count == 0;
}
