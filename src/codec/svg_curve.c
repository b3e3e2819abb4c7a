/* Curves over years (codec/svg.h). */
#include "codec/svg.h"
#include "codec/svg_text.h"
#include "base/text.h"

static const double top = 16, bottom = 262, foot = 300, plot = 460; /* heights; the width of the plot */
static const double label_height = 17;

struct frame {
    struct svg_canvas canvas;
    const struct svg_curve *curve;
    double left, right;
    int64_t first, last, most; /* days; the end of the axis of values */
};

static size_t series_count(const struct svg_curve *curve)
{
    return curve->count < SVG_MOST_SERIES ? curve->count : SVG_MOST_SERIES;
}

static double x_of(const struct frame *frame, struct date on)
{
    int64_t day = date_days(date_first(on));
    day = day < frame->first ? frame->first : day > frame->last ? frame->last : day;
    return frame->left +
        (frame->right - frame->left) * (double)(day - frame->first) / (double)(frame->last - frame->first);
}

static double y_of(const struct frame *frame, int64_t value)
{
    double share = (double)value / (double)frame->most;
    return bottom - (bottom - top) * (share < 0 ? 0 : share > 1 ? 1 : share);
}

static bool is_shown(const struct svg_curve *curve, const struct svg_point *point)
{
    return date_known(point->on) && date_compare(point->on, curve->to) <= 0;
}

/* The value that a series has come to at the end of the chart; UNKNOWN when none. */
static int64_t last_value(const struct svg_curve *curve, const struct svg_series *series)
{
    int64_t value = UNKNOWN;
    for (size_t i = 0; i < series->count; i++)
        if (is_shown(curve, &series->points[i]))
            value = series->points[i].value;
    return value;
}

static struct frame make_frame(struct buffer *out, const struct svg_curve *curve)
{
    struct frame frame = {
        .curve = curve, .first = date_days(date_first(curve->from)), .last = date_days(date_last(curve->to))};
    double widest = 0;
    int64_t most = 1;
    if (frame.last <= frame.first)
        frame.last = frame.first + 1;
    for (size_t i = 0; i < series_count(curve); i++) {
        const struct svg_series *series = &curve->series[i];
        double width = svg_text_width(series->label);
        widest = width > widest ? width : widest;
        for (size_t point = 0; point < series->count; point++)
            if (is_shown(curve, &series->points[point]) && series->points[point].value > most)
                most = series->points[point].value;
    }
    int64_t step = svg_step(most, 6);
    frame.most = most / step * step + (most % step ? step : 0);
    const char *tallest = number_text(out->arena, curve->chart.lang, frame.most);
    frame.left = svg_text_width(tallest) + 12;
    frame.right = frame.left + plot;
    double width = frame.right + 12 + svg_text_width(tallest) + 8 + widest;
    frame.canvas = (struct svg_canvas){
        out, (double)(int)(width + 12 > SVG_LEAST_WIDTH ? width + 12 : SVG_LEAST_WIDTH), lang_rtl(curve->chart.lang)};
    return frame;
}

static void draw_axes(const struct frame *frame)
{
    static const int spans[] = {1, 2, 5, 10, 20, 50, 100, 200, 500};
    const struct svg_canvas *canvas = &frame->canvas;
    struct arena *arena = canvas->out->arena;
    int64_t step = svg_step(frame->most, 6);
    for (int64_t value = 0; value <= frame->most; value += step) {
        double y = y_of(frame, value);
        svg_line(canvas, value ? "ax" : "base", frame->left, y, frame->right, y);
        svg_label(canvas, NULL, frame->left - 6, y + 4, SVG_END, number_text(arena, frame->curve->chart.lang, value));
    }
    int from = frame->curve->from.year, to = frame->curve->to.year, span = 0;
    while (span < 8 && (to - from) / spans[span] > 8)
        span++;
    for (int year = from + (spans[span] - from % spans[span]) % spans[span]; year <= to; year += spans[span]) {
        struct date on = date_of(year, 1, 1);
        if (date_days(on) < frame->first || date_days(on) > frame->last)
            continue;
        svg_line(canvas, "base", x_of(frame, on), bottom, x_of(frame, on), bottom + 5);
        svg_label(canvas, NULL, x_of(frame, on), bottom + 20, SVG_MIDDLE, arena_format(arena, "%d", year));
    }
}

static void put_point(const struct frame *frame, char move, double x, double y)
{
    struct buffer *out = frame->canvas.out;
    buffer_byte(out, move);
    if (move != 'V')
        svg_number(out, svg_x(&frame->canvas, x));
    if (move == 'M' || move == 'L')
        buffer_byte(out, ' ');
    if (move != 'H')
        svg_number(out, y);
}

static void draw_series(const struct frame *frame, size_t index)
{
    const struct svg_series *series = &frame->curve->series[index];
    struct buffer *out = frame->canvas.out;
    bool open = false;
    buffer_format(out, "<path class=\"v v%zu\" d=\"", index);
    for (size_t i = 0; i < series->count; i++) {
        const struct svg_point *point = &series->points[i];
        if (!is_shown(frame->curve, point))
            continue;
        double x = x_of(frame, point->on), y = point->value == UNKNOWN ? 0 : y_of(frame, point->value);
        if (open && frame->curve->steps)
            put_point(frame, 'H', x, 0);
        if (point->value == UNKNOWN)
            open = false;
        else if (open && frame->curve->steps)
            put_point(frame, 'V', 0, y);
        else
            put_point(frame, open ? 'L' : 'M', x, y);
        open = point->value != UNKNOWN;
    }
    if (open && frame->curve->steps)
        put_point(frame, 'H', frame->right, 0);
    buffer_text(out, "\"/>\n");
}

static void draw_events(const struct frame *frame)
{
    for (size_t i = 0; i < frame->curve->event_count; i++) {
        const struct svg_event *event = &frame->curve->events[i];
        const char *text = event->text ? event->text : "";
        double x = x_of(frame, event->on), room = svg_text_width(event->label);
        room = svg_text_width(text) > room ? svg_text_width(text) : room;
        bool before = x + room + 8 > frame->right;
        double at = before ? x - 6 : x + 6;
        svg_line(&frame->canvas, "ev", x, bottom, x, top);
        svg_label(&frame->canvas, "b", at, top + 10, before ? SVG_END : SVG_START, event->label);
        svg_label(&frame->canvas, NULL, at, top + 26, before ? SVG_END : SVG_START, text);
    }
}

/* Each line has its name at its end; names that would lie on each other are moved apart. */
static void draw_names(const struct frame *frame)
{
    size_t order[SVG_MOST_SERIES], count = 0;
    double y[SVG_MOST_SERIES], numbers = 0;
    struct arena *arena = frame->canvas.out->arena;
    for (size_t i = 0; i < series_count(frame->curve); i++) {
        int64_t value = last_value(frame->curve, &frame->curve->series[i]);
        if (value == UNKNOWN)
            continue;
        double width = svg_text_width(number_text(arena, frame->curve->chart.lang, value));
        numbers = width > numbers ? width : numbers;
        size_t at = count++;
        for (; at > 0 && y[at - 1] > y_of(frame, value) + 4; at--) {
            y[at] = y[at - 1];
            order[at] = order[at - 1];
        }
        y[at] = y_of(frame, value) + 4;
        order[at] = i;
    }
    for (size_t i = 1; i < count; i++)
        y[i] = y[i] < y[i - 1] + label_height ? y[i - 1] + label_height : y[i];
    double over = count ? y[count - 1] - bottom : 0;
    for (size_t i = count; i > 0 && over > 0; i--) {
        double most = i == count ? bottom : y[i] - label_height;
        y[i - 1] = y[i - 1] > most ? most : y[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        const struct svg_series *series = &frame->curve->series[order[i]];
        svg_label(&frame->canvas, "b", frame->right + 8, y[i], SVG_START,
            number_text(arena, frame->curve->chart.lang, last_value(frame->curve, series)));
        svg_label(&frame->canvas, NULL, frame->right + 16 + numbers, y[i], SVG_START, series->label);
    }
}

void svg_curve(struct buffer *out, const struct svg_curve *curve)
{
    struct frame frame = make_frame(out, curve);
    const struct svg_chart *chart = &curve->chart;
    svg_begin(out,
        &(struct svg_head){chart->id, chart->title, chart->desc, "chart curve", 0, 0, (int)frame.canvas.width,
            (int)foot, frame.canvas.rtl});
    draw_axes(&frame);
    draw_events(&frame);
    for (size_t i = 0; i < series_count(curve); i++)
        draw_series(&frame, i);
    draw_names(&frame);
    svg_end(out);
}

/* The value of a series at the end of a year: with steps what it came to, else the last of that year. */
static int64_t value_in(const struct svg_curve *curve, const struct svg_series *series, int year)
{
    int64_t value = UNKNOWN;
    for (size_t i = 0; i < series->count; i++) {
        const struct svg_point *point = &series->points[i];
        if (is_shown(curve, point) && (curve->steps ? point->on.year <= year : point->on.year == year))
            value = point->value;
    }
    return value;
}

struct grid *svg_curve_table(struct arena *arena, const struct svg_curve *curve)
{
    struct grid *table = svg_table(arena, series_count(curve) + 1);
    struct grid_row *row = grid_add_row(table, true);
    table->caption = curve->chart.title;
    grid_add_cell(table, row, curve->chart.heads[0]);
    for (size_t i = 0; i < series_count(curve); i++)
        grid_add_cell(table, row, curve->series[i].label);
    for (int year = curve->from.year; year <= curve->to.year; year++) {
        row = grid_add_row(table, false);
        grid_add_cell(table, row, arena_format(arena, "%d", year));
        for (size_t i = 0; i < series_count(curve); i++)
            grid_add_cell(table, row, number_text(arena, curve->chart.lang, value_in(curve, &curve->series[i], year)));
    }
    return table;
}
