/* The map: small, well-formed, everybody on it, each fill its own. */
#include "codec/map.h"
#include "codec/xml.h"
#include "test/golden.h"

/* Every element is closed and every attribute well; gives how many elements of this name and class there are. */
static int count_of(const struct buffer *svg, const char *name, const char *class)
{
    struct source source = source_memory(&test_call, svg->at, svg->size);
    struct xml_reader *reader = xml_open_reader(&test_call, &source, NULL);
    const struct xml_event *event;
    int count = 0;
    enum err err;
    while (!(err = xml_next(&event, reader)) && event->kind != XML_ENDED)
        if (event->kind == XML_OPEN && text_is(event->name, name))
            count += !class || text_is(xml_attribute(event, "class"), class);
    CHECK(err == OK);
    return count;
}

static struct buffer *drawn(const struct map *map, size_t lost)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    CHECK_NUMBER(map_write(out, map), lost);
    return out;
}

/* Codes of the rows of data/state.csv with this status. */
static size_t codes(struct map_place places[300], const char *status)
{
    const char *root = getenv("SOURCE_ROOT");
    FILE *file = fopen(arena_format(test_call.arena, "%s/data/state.csv", root ? root : "."), "r");
    char line[4096];
    size_t count = 0;
    REQUIRE(file != NULL);
    while (fgets(line, sizeof line, file))
        if (strstr(line, arena_format(test_call.arena, ",%s,", status)) && count < 300)
            places[count++] = (struct map_place){arena_copy(test_call.arena, line, 3), MAP_SOLID, false};
    fclose(file);
    return count;
}

TEST(every_member_and_observer_is_on_it)
{
    static const char *const statuses[] = {"un_member", "observer", "treaty_capacity"};
    static const size_t counts[] = {193, 2, 2};
    struct map_place places[300];
    for (size_t i = 0; i < 3; i++) {
        size_t count = codes(places, statuses[i]);
        CHECK_NUMBER(count, counts[i]);
        for (size_t place = 0; place < count; place++) { /* alone on the map, each is seen */
            struct map one = {"m", "T", "D", &places[place], 1, false};
            struct buffer *alone = drawn(&one, 0);
            CHECK(strstr(alone->at, "<path class=\"p\"") || strstr(alone->at, "<circle class=\"p\""));
        }
    }
}

TEST(each_fill_is_its_own)
{
    static const struct map_place places[] = {{"FRA", MAP_SOLID, false}, {"276", MAP_SOLID, false},
        {"BRA", MAP_HATCH, false}, {"CHN", MAP_UNKNOWN, false}, {"TUV", MAP_HATCH, false}, {"VAT", MAP_UNKNOWN, false},
        {"TJK", MAP_SOLID, true}, {"XXX", MAP_SOLID, false}};
    struct map map = {"part&\"1", "Who <is> bound", "Three & more", places, 8, false};
    struct buffer *out = drawn(&map, 1);
    CHECK_NUMBER(count_of(out, "path", "p"), 1);
    CHECK_NUMBER(count_of(out, "circle", "s"), 1);
    CHECK_NUMBER(count_of(out, "circle", "late"), 1);
    CHECK(strstr(out->at, "<path fill=\"url(#part1-hatch)\" d=\"M") && strstr(out->at, "id=\"part1-unknown\""));
    CHECK(strstr(
        out->at, "<title id=\"part1-t\">Who &lt;is&gt; bound</title><desc id=\"part1-d\">Three &amp; more</desc>"));
    CHECK(out->size > 15000 && out->size < 20480);
    CHECK_GOLDEN("map.svg", out->at, out->size);
    map.cord = true;
    CHECK(count_of(drawn(&map, 1), "path", "r") == 1);
}

/* Neighbours of one fill are one shape: no line of their own is left between them. */
TEST(neighbours_of_one_fill_are_one)
{
    static const struct map_place same[] = {{"USA", MAP_SOLID, false}, {"CAN", MAP_SOLID, false},
        {"MEX", MAP_SOLID, false}},
                                  apart[] = {
                                      {"USA", MAP_SOLID, false}, {"CAN", MAP_HATCH, false}, {"MEX", MAP_HATCH, false}};
    struct map map = {"m", "T", "D", same, 3, false};
    size_t joined = drawn(&map, 0)->size;
    map.places = apart;
    CHECK(joined + 200 < drawn(&map, 0)->size);
}

TEST(swatches_for_the_key)
{
    struct map map = {"m", "T", "D", NULL, 0, false};
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    buffer_text(out, "<p>");
    for (int sign = 0; sign < MAP_SIGNS; sign++)
        map_swatch(out, &map, (enum map_sign)sign);
    buffer_text(out, "</p>");
    CHECK_NUMBER(count_of(out, "svg", "map"), MAP_SIGNS);
    CHECK_NUMBER(count_of(out, "circle", NULL), 4);
    CHECK(strstr(out->at, "url(#m-open)") && strstr(out->at, "class=\"dash\""));
}

int main(void)
{
    RUN(every_member_and_observer_is_on_it);
    RUN(each_fill_is_its_own);
    RUN(neighbours_of_one_fill_are_one);
    RUN(swatches_for_the_key);
    return test_end();
}
