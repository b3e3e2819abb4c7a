/* Bars, and the same thing before and after (codec/svg.h). */
#include "codec/svg.h"
#include "codec/svg_text.h"
#include "base/text.h"

static const double row_height = 28, bar_height = 16, plot = 340, widest_label = 240;

static size_t part_count(const struct svg_bars *bars)
{
    size_t most = bars->open ? SVG_MOST_PARTS - 1 : SVG_MOST_PARTS;
    return bars->part_count < most ? bars->part_count : most;
}

static int64_t value_of(const struct svg_bar *bar, size_t part)
{
    return bar->values[part] > 0 ? bar->values[part] : 0; /* UNKNOWN is below 0 */
}

/* The sum of what is known; UNKNOWN when nothing is. */
static int64_t sum_of(const struct svg_bar *bar, size_t parts)
{
    int64_t sum = 0;
    bool known = parts == 0;
    for (size_t i = 0; i < parts; i++) {
        known = known || bar->values[i] != UNKNOWN;
        if (__builtin_add_overflow(sum, value_of(bar, i), &sum))
            sum = INT64_MAX;
    }
    return known ? sum : UNKNOWN;
}

static const char *label_of(const struct svg_bars *bars, const struct svg_bar *bar, struct arena *arena)
{
    return bar->text ? bar->text : number_text(arena, bars->chart.lang, sum_of(bar, part_count(bars)));
}

/* Dark, light, striped, grey, dashed: told apart without colour. */
static const char *part_class(struct arena *arena, const struct svg_bars *bars, size_t part)
{
    static const char *const classes[] = {"bar1", "bar2", NULL, "bar0", "bar4"};
    const struct svg_chart *chart = &bars->chart;
    if (bars->open && part >= 2)
        part++;
    if (classes[part])
        return arena_format(arena, "class=\"%s\"", classes[part]);
    struct buffer *out = buffer_new(arena, 1000);
    buffer_text(out, "fill=\"url(#");
    svg_id(out, chart->id);
    buffer_text(out, "-stripes)\"");
    return out->at;
}

static void put_stripes(struct buffer *out, const struct svg_chart *chart)
{
    buffer_text(out, "<defs><pattern id=\"");
    svg_id(out, chart->id);
    buffer_text(out,
        "-stripes\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
        "<rect class=\"bar3\" width=\"6\" height=\"6\"/><path class=\"str\" d=\"M0 0v6\"/></pattern></defs>\n");
}

/* Names of the parts in a line; gives the width that it takes. */
static double name_parts(const struct svg_canvas *canvas, const struct svg_bars *bars)
{
    double x = 0;
    for (size_t i = 0; i < part_count(bars); i++) {
        if (canvas->out)
            svg_rect(canvas, part_class(canvas->out->arena, bars, i), x + 0.5, 4, 13, 13);
        if (canvas->out)
            svg_label(canvas, NULL, x + 20, 15, SVG_START, bars->parts[i]);
        x += 40 + svg_text_width(bars->parts[i]);
    }
    return x;
}

void svg_bars(struct buffer *out, const struct svg_bars *bars)
{
    const struct svg_chart *chart = &bars->chart;
    size_t parts = part_count(bars);
    double left = 0, right = 0, top = parts > 1 ? 30 : 4;
    int64_t most = 1;
    for (size_t i = 0; i < bars->count; i++) {
        double label = svg_text_width(bars->bars[i].label),
               text = svg_text_width(label_of(bars, &bars->bars[i], out->arena));
        int64_t sum = sum_of(&bars->bars[i], parts);
        left = label > left ? label : left;
        right = text > right ? text : right;
        most = sum > most ? sum : most;
    }
    left = (left < widest_label ? left : widest_label) + 12;
    double width = left + plot + right + 16, names = parts > 1 ? name_parts(&(struct svg_canvas){0}, bars) : 0;
    width = names > width ? names : width;
    width = width > SVG_LEAST_WIDTH ? width : SVG_LEAST_WIDTH;
    struct svg_canvas canvas = {out, (double)(int)width, lang_rtl(chart->lang)};
    double height = top + row_height * (double)bars->count + 4;
    svg_begin(out,
        &(struct svg_head){
            chart->id, chart->title, chart->desc, "chart bars", 0, 0, (int)canvas.width, (int)height, canvas.rtl});
    if (parts > 2)
        put_stripes(out, chart);
    if (parts > 1)
        name_parts(&canvas, bars);
    for (size_t i = 0; i < bars->count; i++) {
        const struct svg_bar *bar = &bars->bars[i];
        double y = top + row_height * (double)i, x = left;
        svg_label(&canvas, NULL, left - 12, y + 17, SVG_END, svg_fit(out->arena, bar->label, widest_label));
        for (size_t part = 0; part < parts; part++) {
            double size = plot * (double)value_of(bar, part) / (double)most;
            if (size > 0)
                svg_rect(&canvas, part_class(out->arena, bars, part), x, y + 4.5, size, bar_height);
            x += size;
        }
        svg_label(&canvas, "b", x + 6, y + 17, SVG_START, label_of(bars, bar, out->arena));
    }
    svg_line(&canvas, "base", left, top, left, top + row_height * (double)bars->count);
    svg_end(out);
}

struct grid *svg_bars_table(struct arena *arena, const struct svg_bars *bars)
{
    size_t parts = part_count(bars);
    struct grid *table = svg_table(arena, parts > 1 ? parts + 2 : 2);
    struct grid_row *row = grid_add_row(table, true);
    table->caption = bars->chart.title;
    grid_add_cell(table, row, bars->chart.heads[0]);
    for (size_t i = 0; i < parts && parts > 1; i++)
        grid_add_cell(table, row, bars->parts[i]);
    grid_add_cell(table, row, bars->chart.heads[1]);
    for (size_t i = 0; i < bars->count; i++) {
        row = grid_add_row(table, false);
        grid_add_cell(table, row, bars->bars[i].label);
        for (size_t part = 0; part < parts && parts > 1; part++)
            grid_add_cell(table, row, number_text(arena, bars->chart.lang, bars->bars[i].values[part]));
        grid_add_cell(table, row, label_of(bars, &bars->bars[i], arena));
    }
    return table;
}

static int64_t end_of_axis(const struct svg_changes *changes)
{
    int64_t most = 1;
    for (size_t i = 0; i < changes->count; i++) {
        const struct svg_change *change = &changes->changes[i];
        most = change->before > most ? change->before : most;
        most = change->after > most ? change->after : most;
    }
    int64_t step = svg_step(most, 6);
    return changes->most > 0 ? changes->most : most / step * step + (most % step ? step : 0);
}

/* Where a value stands on the axis. */
static double place_of(double left, int64_t value, int64_t most)
{
    double share = (double)value / (double)most;
    return left + plot * (share < 0 ? 0 : share > 1 ? 1 : share);
}

static void draw_change(const struct svg_canvas *canvas, const struct svg_changes *changes,
    const struct svg_change *change, double left, double y)
{
    struct arena *arena = canvas->out->arena;
    int64_t most = end_of_axis(changes);
    bool both = change->before != UNKNOWN && change->after != UNKNOWN;
    double before = both || change->before != UNKNOWN ? place_of(left, change->before, most) : 0;
    double after = both || change->after != UNKNOWN ? place_of(left, change->after, most) : 0;
    bool falls = both && after < before; /* each number stands on its own side of the line */
    if (both)
        svg_line(canvas, "l1", before, y, after, y);
    if (change->before != UNKNOWN) {
        svg_dot(canvas, "dot", before, y, 6);
        svg_label(canvas, NULL, falls ? before + 12 : before - 12, y + 5, falls ? SVG_START : SVG_END,
            number_text(arena, changes->chart.lang, change->before));
    }
    if (change->after != UNKNOWN) {
        svg_dot(canvas, "dot full", after, y, 6);
        svg_label(canvas, "b", falls ? after - 12 : after + 12, y + 5, falls ? SVG_END : SVG_START,
            number_text(arena, changes->chart.lang, change->after));
    }
}

void svg_changes(struct buffer *out, const struct svg_changes *changes)
{
    const struct svg_chart *chart = &changes->chart;
    int64_t most = end_of_axis(changes), step = svg_step(most, 6);
    double left = 0, top = 14, height = 36 * (double)changes->count;
    for (size_t i = 0; i < changes->count; i++) {
        double label = svg_text_width(changes->changes[i].label);
        left = label > left ? label : left;
    }
    double number = svg_text_width(number_text(out->arena, chart->lang, most)) + 16;
    left = (left < widest_label ? left : widest_label) + number + 12;
    double width = left + plot + number + 8 > SVG_LEAST_WIDTH ? left + plot + number + 8 : SVG_LEAST_WIDTH;
    struct svg_canvas canvas = {out, (double)(int)width, lang_rtl(chart->lang)};
    svg_begin(out,
        &(struct svg_head){chart->id, chart->title, chart->desc, "chart changes", 0, 0, (int)canvas.width,
            (int)(top + height + 28), canvas.rtl});
    for (int64_t value = 0; value <= most; value += step) {
        double x = place_of(left, value, most);
        svg_line(&canvas, "ax", x, top, x, top + height);
        svg_label(&canvas, NULL, x, top + height + 18, SVG_MIDDLE, number_text(out->arena, chart->lang, value));
    }
    for (size_t i = 0; i < changes->count; i++) {
        double y = top + 36 * (double)i + 18;
        svg_label(&canvas, NULL, 0, y + 5, SVG_START, svg_fit(out->arena, changes->changes[i].label, widest_label));
        draw_change(&canvas, changes, &changes->changes[i], left, y);
    }
    svg_end(out);
}

struct grid *svg_changes_table(struct arena *arena, const struct svg_changes *changes)
{
    struct grid *table = svg_table(arena, 3);
    struct grid_row *row = grid_add_row(table, true);
    table->caption = changes->chart.title;
    for (int i = 0; i < 3; i++)
        grid_add_cell(table, row, changes->chart.heads[i]);
    for (size_t i = 0; i < changes->count; i++) {
        row = grid_add_row(table, false);
        grid_add_cell(table, row, changes->changes[i].label);
        grid_add_cell(table, row, number_text(arena, changes->chart.lang, changes->changes[i].before));
        grid_add_cell(table, row, number_text(arena, changes->chart.lang, changes->changes[i].after));
    }
    return table;
}
