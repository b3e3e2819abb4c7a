#include "treaty/chart_page.h"
#include <string.h>
#include "base/text.h"
#include "codec/svg.h"
#include "record/print.h"
#include "treaty/load.h"

/* ---- the curve ---- */

enum { SERIES_SIGNATURES, SERIES_DEPOSITS, SERIES_PARTIES, SERIES };

static const char *name_of(const struct answer *answer, const char *noun, const char *id)
{
    return text_or(titles_find(answer->titles, noun, id), id);
}

static int64_t value_of(const struct treaty_year *year, int series)
{
    return series == SERIES_SIGNATURES ? year->signatures : series == SERIES_DEPOSITS ? year->deposits : year->parties;
}

static enum err curve_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    static const char *const labels[SERIES] = {"chart.signatures", "chart.deposits", "chart.parties"};
    const struct treaty_year_list *years = answer->reply;
    const char *instrument = answer_asked(answer, "instrument");
    const struct treaty_book *book;
    enum err err = treaty_book_kept(&book, answer->db, call);
    *rows = 0;
    if (err || years->items_count < 2)
        return err;
    if (!years->items[years->items_count - 1].signatures && !years->items[years->items_count - 1].deposits)
        return OK;
    const struct treaty *treaty = &book->treaties[book_treaty(book, instrument)];
    const struct treaty_year *last = &years->items[years->items_count - 1];
    struct svg_series series[SERIES];
    for (int s = 0; s < SERIES; s++) {
        struct svg_point *points = NEW_ARRAY(call->arena, years->items_count, struct svg_point);
        for (size_t i = 0; i < years->items_count; i++)
            points[i] = (struct svg_point){years->items[i].on, value_of(&years->items[i], s)};
        series[s] = (struct svg_series){word(call->lang, labels[s]), points, years->items_count};
    }
    struct svg_event event = {treaty->in_force, word(call->lang, "chart.in_force"),
        date_known(treaty->in_force) ? date_words(call->arena, call->lang, treaty->in_force) : NULL};
    struct svg_curve curve = {.from = years->items[0].on,
        .to = last->on,
        .series = series,
        .count = SERIES,
        .events = &event,
        .event_count = date_whole(treaty->in_force) && date_compare(treaty->in_force, last->on) <= 0};
    curve.chart = (struct svg_chart){.id = "curve",
        .title = SAY(call->arena, call->lang, "chart.curve", {"from", NULL, years->items[0].on.year},
            {"to", NULL, last->on.year}),
        .desc = SAY(call->arena, call->lang, "chart.curve_says",
            {"date", date_words(call->arena, call->lang, last->on), 0}, {"signatures", NULL, last->signatures},
            {"deposits", NULL, last->deposits}, {"parties", NULL, last->parties}),
        .lang = call->lang,
        .heads = &labels[0]};
    struct buffer *chart = buffer_new(call->arena, RESPONSE_MOST), *table = buffer_new(call->arena, RESPONSE_MOST);
    struct answer all = *answer;
    all.from = 0;
    all.most = years->items_count;
    svg_curve(chart, &curve);
    answer_tables_html(table, call, &all);
    curve_page_html(out, call,
        &(struct chart_page){.label = curve.chart.title,
            .chart = html_of(chart),
            .table = html_of(table),
            .partial = !treaty_table_whole(treaty, day_number_of(last->on))});
    return OK;
}

const struct look curve_look = {.shape = &treaty_year_shape, .html = curve_html};

/* ---- regions ---- */

enum { PART_PARTIES, PART_SIGNATORIES, PART_NEITHER, PART_NOT_KNOWN, PARTS };

static const char *names_of(struct call *call, const struct answer *answer, const struct treaty_gap *gap)
{
    struct buffer *names = buffer_new(call->arena, 64 << 10);
    for (size_t i = 0; i < gap->missing_count; i++)
        buffer_format(names, "%s%s", i ? lang_comma(call->lang) : "", name_of(answer, "state", gap->missing[i]));
    return gap->missing_count ? names->at : NULL;
}

static void draw_bars(struct chart_page *page, struct call *call, const struct treaty_gap_list *gaps)
{
    static const char *const keys[PARTS] = {"map.bound", "map.signed", "map.neither", "map.unknown"};
    const char *parts[PARTS], *heads[] = {page->head, word(call->lang, "field.members")};
    struct svg_bar *bars = NEW_ARRAY(call->arena, gaps->items_count + 1, struct svg_bar);
    struct buffer *chart = buffer_new(call->arena, RESPONSE_MOST);
    for (int i = 0; i < PARTS; i++)
        parts[i] = word(call->lang, keys[i]);
    for (size_t i = 0; i < page->rows_count; i++) {
        const struct gap_line *row = &page->rows[i];
        int64_t *values = NEW_ARRAY(call->arena, PARTS, int64_t);
        values[PART_PARTIES] = row->parties;
        values[PART_SIGNATORIES] = row->signatories;
        values[PART_NOT_KNOWN] = row->not_known;
        values[PART_NEITHER] = row->members - row->parties - row->signatories - row->not_known;
        bars[i] = (struct svg_bar){row->name,
            SAY(call->arena, call->lang, "chart.of", {"n", NULL, row->parties}, {"all", NULL, row->members}), values};
    }
    struct svg_bars drawn = {
        .parts = parts, .part_count = PARTS, .open = true, .bars = bars, .count = page->rows_count};
    drawn.chart =
        (struct svg_chart){.id = "gaps", .title = page->label, .desc = page->label, .lang = call->lang, .heads = heads};
    svg_bars(chart, &drawn);
    page->chart = html_of(chart);
}

/* By region of one instrument, or by instrument of one group. */
static enum err gaps_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct treaty_gap_list *gaps = answer->reply;
    bool by_group = answer_asked(answer, "instrument") != NULL;
    struct chart_page *page = NEW(call->arena, struct chart_page);
    const struct treaty_book *book;
    enum err err = treaty_book_kept(&book, answer->db, call);
    *rows = 0;
    if (err || !gaps->items_count)
        return err;
    page->label = operation_title(call, answer->operation);
    page->head = word(call->lang, by_group ? "field.group" : "field.instrument");
    page->rows = NEW_ARRAY(call->arena, gaps->items_count + 1, struct gap_line);
    for (size_t i = 0; i < gaps->items_count; i++) {
        const struct treaty_gap *gap = &gaps->items[i];
        struct gap_line *row = &page->rows[page->rows_count++];
        const char *id = by_group ? gap->group : gap->instrument, *noun = by_group ? "group" : "instrument";
        *row = (struct gap_line){.href = arena_format(call->arena, "/%s/%s", noun, id),
            .name = text_or(by_group ? NULL : book->treaties[book_treaty(book, id)].short_names[call->lang],
                name_of(answer, noun, id)),
            .members = gap->members,
            .parties = gap->parties,
            .signatories = gap->signatories,
            .not_known = gap->not_known,
            .missing = (int64_t)gap->missing_count,
            .names = names_of(call, answer, gap)};
    }
    draw_bars(page, call, gaps);
    regions_page_html(out, call, page);
    return OK;
}

const struct look regions_look = {.shape = &treaty_gap_shape, .html = gaps_html};
