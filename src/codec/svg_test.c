/* Charts: well-formed, the same each time, mirrored where they have to be, nothing lost between chart and table. */
#include "codec/svg.h"
#include "codec/svg_text.h"
#include "codec/xml.h"
#include "test/golden.h"
#include "test/reading.h"

/* Well-formed, every id once, no style and no colour of its own. */
static void check_svg(const struct buffer *svg)
{
    struct source source = source_memory(&test_call, svg->at, svg->size);
    struct xml_reader *reader = xml_open_reader(&test_call, &source, NULL);
    const struct xml_event *event;
    struct buffer *ids = buffer_new(test_call.arena, 1 << 16);
    enum err err;
    int titles = 0;
    while (!(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        const char *id = event->kind == XML_OPEN ? xml_attribute(event, "id") : NULL;
        titles += event->kind == XML_OPEN && (text_is(event->name, "title") || text_is(event->name, "desc"));
        if (!id)
            continue;
        id = arena_format(test_call.arena, "|%s|", id);
        CHECK(strstr(ids->at, id) == NULL);
        buffer_text(ids, id);
    }
    CHECK(err == OK && titles == 2);
    CHECK(!strstr(svg->at, "style=") && !strstr(svg->at, "=\"#") && !strstr(svg->at, "font-size") &&
        !strstr(svg->at, "nan"));
}

static struct buffer *new_buffer(void)
{
    return buffer_new(test_call.arena, 1 << 20);
}

/* "cell|cell/cell|cell/" */
static const char *cells(const struct grid *table)
{
    struct buffer *out = new_buffer();
    for (const struct grid_row *row = table->first; row; row = row->next) {
        for (const struct grid_cell *cell = row->first; cell; cell = cell->next)
            buffer_format(out, "%s%s", cell->prose.first ? cell->prose.first->text : "", cell->next ? "|" : "");
        buffer_byte(out, '/');
    }
    return out->at;
}

static const char *const heads[] = {"Year", "All", "Amount"};

static struct svg_chart chart(enum lang lang)
{
    return (struct svg_chart){"c1", "Title & more", "What it <shows>", lang, heads};
}

static struct svg_curve curve(enum lang lang)
{
    static struct svg_point signed_on[] = {{{2005, 9, 14}, 60}, {{2006, 0, 0}, 96}, {{2007, 3, 2}, 115}},
                            bound[] = {{{2006, 3, 1}, 3}, {{2007, 7, 7}, 22}, {{2009, 1, 1}, UNKNOWN},
                                {{2010, 1, 1}, 60}, {{2030, 1, 1}, 999}};
    static struct svg_series series[] = {{"Signatures", signed_on, 3}, {"Consents", bound, 5}};
    static struct svg_event event = {{2007, 7, 7}, "In force", "7 July 2007"};
    return (struct svg_curve){chart(lang), date_of(2005, 1, 1), date_of(2010, 6, 30), series, 2, true, &event, 1};
}

TEST(a_curve)
{
    struct buffer *out = new_buffer(), *mirrored = new_buffer();
    struct svg_curve english = curve(LANG_EN), arabic = curve(LANG_AR);
    svg_curve(out, &english);
    check_svg(out);
    CHECK_GOLDEN("svg-curve-en.svg", out->at, out->size);
    svg_curve(mirrored, &arabic);
    check_svg(mirrored);
    CHECK_GOLDEN("svg-curve-ar.svg", mirrored->at, mirrored->size);
    CHECK(strstr(mirrored->at, "direction=\"rtl\"") && !strstr(out->at, "direction"));
    CHECK(strstr(out->at, ">115</text>") && strstr(out->at, ">60</text>") && !strstr(out->at, "999"));
    CHECK_TEXT(cells(svg_curve_table(test_call.arena, &english)),
        "Year|Signatures|Consents/2005|60|unknown/2006|96|3/2007|115|22/2008|115|22/2009|115|unknown/2010|115|60/");
    english.steps = false;
    CHECK(strstr(cells(svg_curve_table(test_call.arena, &english)), "/2008|unknown|unknown/") != NULL);
}

static const char *const parts[] = {"Met", "Partly", "Not met", "Not applicable", "Unknown", "one too many"};

TEST(bars)
{
    static const int64_t a[] = {14, 7, 4, 2, 4, 99}, b[] = {UNKNOWN, 0, 3, UNKNOWN, 1, 99}, none[] = {UNKNOWN};
    static const struct svg_bar rows[] = {{"A State", NULL, a}, {"Another", "few", b}};
    struct svg_bars bars = {chart(LANG_EN), parts, 6, rows, 2};
    struct buffer *out = new_buffer();
    svg_bars(out, &bars);
    check_svg(out);
    CHECK_GOLDEN("svg-bars-en.svg", out->at, out->size);
    CHECK_TEXT(cells(svg_bars_table(test_call.arena, &bars)),
        "Year|Met|Partly|Not met|Not applicable|Unknown|All/A State|14|7|4|2|4|31/Another|unknown|0|3|unknown|1|few/");
    static const struct svg_bar one[] = {{"Nothing is known", NULL, none}};
    bars = (struct svg_bars){chart(LANG_AR), parts, 1, one, 1};
    buffer_clear(out);
    svg_bars(out, &bars);
    check_svg(out);
    CHECK_TEXT(cells(svg_bars_table(test_call.arena, &bars)),
        arena_format(test_call.arena, "Year|All/Nothing is known|%s/", word(LANG_AR, "unknown")));
}

TEST(before_and_after)
{
    static const struct svg_change rows[] = {
        {"Rises", 31, 76}, {"Falls", 70, 42}, {"Only after", UNKNOWN, 78}, {"Neither", UNKNOWN, UNKNOWN}};
    struct svg_changes changes = {chart(LANG_EN), rows, 4, 100};
    struct buffer *out = new_buffer();
    svg_changes(out, &changes);
    check_svg(out);
    CHECK_GOLDEN("svg-changes-en.svg", out->at, out->size);
    CHECK_TEXT(cells(svg_changes_table(test_call.arena, &changes)),
        "Year|All|Amount/Rises|31|76/Falls|70|42/Only after|unknown|78/Neither|unknown|unknown/");
}

static const struct svg_node nodes[] = {
    {"Donor A", NULL, 0}, {"Donor B", "in kind", 0}, {"op 7", NULL, 1}, {"Kenya", NULL, 2}, {"Fiji", NULL, 2}};
static const struct svg_link links[] = {{0, 2, 44000, true, false}, {0, 2, 366000, false, false},
    {1, 2, 90000, false, false}, {2, 3, 44000, true, false}, {2, 4, 456000, false, false}, {3, 0, 5, false, false},
    {0, 9, 5, false, false}, {0, 2, -5, false, false}};
static const char *const columns[] = {"Donor", "Paragraph", "State"};

TEST(a_flow)
{
    struct svg_flow flow = {chart(LANG_EN), columns, nodes, 5, links, 8};
    struct buffer *out = new_buffer(), *mirrored = new_buffer();
    svg_flow(out, &flow);
    check_svg(out);
    CHECK_GOLDEN("svg-flow-en.svg", out->at, out->size);
    flow.chart.lang = LANG_AR;
    svg_flow(mirrored, &flow);
    check_svg(mirrored);
    CHECK_GOLDEN("svg-flow-ar.svg", mirrored->at, mirrored->size);
    CHECK(strstr(out->at, ">500,000</text>") != NULL); /* what goes through op 7: only what is drawn counts */
    flow.chart.lang = LANG_EN;
    CHECK(text_starts(
        cells(svg_flow_table(test_call.arena, &flow)), "Year|All|Amount/Donor A|op 7|44,000/Donor A|op 7|366,000/"));
}

TEST(a_network)
{
    static const struct svg_node people[] = {
        {"A", NULL, 0}, {"B", "3 requests", 0}, {"C", NULL, 0}, {"D", NULL, 0}, {"E", NULL, 0}};
    static const struct svg_link ties[] = {
        {0, 4, 3, true, false}, {0, 2, 1, false, true}, {1, 3, 2, false, false}, {2, 2, 1, false, false}};
    struct svg_flow network = {chart(LANG_EN), NULL, people, 5, ties, 4};
    struct buffer *out = new_buffer(), *again = new_buffer();
    svg_network(out, &network);
    svg_network(again, &network);
    check_svg(out);
    CHECK_TEXT(out->at, again->at);
    CHECK_GOLDEN("svg-network-en.svg", out->at, out->size);
}

TEST(steps_of_axes)
{
    static const int64_t cases[][2] = {
        {1, 1}, {5, 1}, {6, 2}, {11, 2}, {12, 5}, {115, 20}, {197, 50}, {1000000, 200000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_NUMBER(svg_step(cases[i][0], 6), cases[i][1]);
    CHECK(svg_step(INT64_MAX, 6) > 0);
}

TEST(numbers_to_a_tenth)
{
    static const struct {
        double number;
        const char *want;
    } cases[] = {
        {0, "0"}, {12.30001, "12.3"}, {12.04, "12"}, {-0.04, "0"}, {-7.25, "-7.3"}, {1e300, "100000000"}, {0.96, "1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer *out = new_buffer();
        svg_number(out, cases[i].number);
        CHECK_TEXT(out->at, cases[i].want);
    }
}

/* Charts of nothing, and of texts and numbers that nobody would want, are still charts. */
TEST(any_chart_is_well_formed)
{
    uint64_t state = 5;
    for (int i = 0; i < 200; i++) {
        struct svg_chart any = {
            chance_text(&state, 5), chance_text(&state, 20), chance_text(&state, 20), (enum lang)(i % LANGS), heads};
        struct svg_node some[20];
        struct svg_link ties[40];
        struct svg_point points[12];
        struct svg_change changes[5];
        int64_t values[5];
        const char *names[5];
        struct svg_bar rows[5];
        for (size_t n = 0; n < 20; n++)
            some[n] = (struct svg_node){
                chance_text(&state, 12), n % 2 ? NULL : chance_text(&state, 6), (int)chance(&state, 6) - 1};
        for (size_t n = 0; n < 40; n++)
            ties[n] = (struct svg_link){chance(&state, 22), chance(&state, 22),
                n % 9 ? (int64_t)chance(&state, 5000) - 5 : INT64_MAX / 2, n % 5 == 0, n % 7 == 0};
        for (size_t n = 0; n < 12; n++)
            points[n] = (struct svg_point){date_of(1990 + (int)n * 3, (int)chance(&state, 13), 0),
                chance(&state, 4) ? (int64_t)chance(&state, 100000) - 10 : UNKNOWN};
        for (size_t n = 0; n < 5; n++) {
            changes[n] = (struct svg_change){
                chance_text(&state, 60), n % 2 ? UNKNOWN : (int64_t)chance(&state, 90) - 9, chance(&state, 900)};
            values[n] = chance(&state, 3) ? chance(&state, 50) : UNKNOWN;
            names[n] = chance_text(&state, 20);
            rows[n] = (struct svg_bar){chance_text(&state, 50), n % 2 ? chance_text(&state, 9) : NULL, values};
        }
        struct svg_series series[] = {{names[0], points, chance(&state, 13)}, {names[1], points, chance(&state, 13)}};
        struct svg_event event = {date_of(2001, 9, 28), names[2], NULL};
        struct svg_curve curve = {any, date_of(1980 + (int)chance(&state, 60), 1, 1), date_of(2014, 0, 0), series,
            chance(&state, 3), i % 2 == 0, &event, 1};
        struct svg_bars bars = {any, names, chance(&state, 6), rows, chance(&state, 6)};
        struct svg_changes both = {any, changes, chance(&state, 6), (int64_t)chance(&state, 2) * 50};
        struct svg_flow flow = {any, NULL, some, chance(&state, 21), ties, chance(&state, 41)};
        struct buffer *out = new_buffer();
        svg_curve(out, &curve);
        check_svg(out);
        buffer_clear(out);
        svg_bars(out, &bars);
        check_svg(out);
        buffer_clear(out);
        svg_changes(out, &both);
        check_svg(out);
        buffer_clear(out);
        svg_flow(out, &flow);
        check_svg(out);
        buffer_clear(out);
        svg_network(out, &flow);
        check_svg(out);
    }
}

int main(void)
{
    RUN(a_curve);
    RUN(bars);
    RUN(before_and_after);
    RUN(a_flow);
    RUN(a_network);
    RUN(steps_of_axes);
    RUN(numbers_to_a_tenth);
    RUN(any_chart_is_well_formed);
    return test_end();
}
