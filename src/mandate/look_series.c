/* A series as a chart and a table: a row for each clause, a column for each text. Right to left the first text stands at the right. */
#include "base/text.h"
#include "mandate/look.h"
#include "record/reply.h"

enum { NAMES = 430, COLUMN = 150, WIDTH = 1160, TOP = 60, ROW = 36, NAME_MOST = 52 };

struct drawing {
    struct call *call;
    const struct series_clauses *told;
    int64_t step; /* from column to column */
    struct look_series page;
};

/* Mirrored where people read from right to left. */
static int64_t place(const struct drawing *d, int64_t x)
{
    return lang_rtl(d->call->lang) ? d->page.width - x : x;
}

static int64_t column(const struct drawing *d, size_t i)
{
    return place(d, NAMES + d->step / 2 + (int64_t)i * d->step);
}

static const char *words_told(struct call *call, int64_t words)
{
    return SAY(call->arena, call->lang, "series.words", {"n", NULL, words});
}

static void fill_heads(struct drawing *d)
{
    struct call *call = d->call;
    d->page.heads = NEW_ARRAY(call->arena, d->told->texts_count + 1, struct look_head);
    for (size_t i = 0; i < d->told->texts_count; i++) {
        const struct clause_text *text = &d->told->texts[i];
        const char *year = date_known(text->date) ? arena_format(call->arena, "%d · ", text->date.year) : "";
        d->page.heads[d->page.heads_count++] = (struct look_head){.symbol = text_or(text->symbol, text->document),
            .date_and_words = arena_format(call->arena, "%s%s", year, words_told(call, text->words)),
            .x = column(d, i)};
    }
}

static const char *change_words(struct call *call, enum clause_cell_change change)
{
    return word_of(call->lang, "choice", "change", clause_cell_shape.parts[0].field.choices[change - 1]);
}

static bool is_there(const struct clause_cell *cell)
{
    return cell->change != CLAUSE_CELL_CHANGE_ABSENT && cell->change != CLAUSE_CELL_CHANGE_DROPPED;
}

static void fill_shape(
    struct look_clause *out, const struct drawing *d, const struct clause_cell *cell, size_t i, int64_t y)
{
    int64_t x = column(d, i);
    enum clause_cell_change change = cell->change;
    if (change == CLAUSE_CELL_CHANGE_ABSENT)
        return;
    out->shapes[out->shapes_count++] = (struct look_shape){.x = x,
        .y = y,
        .new = change == CLAUSE_CELL_CHANGE_NEW,
        .same = change == CLAUSE_CELL_CHANGE_SAME,
        .changed = change == CLAUSE_CELL_CHANGE_CHANGED,
        .moved = change == CLAUSE_CELL_CHANGE_MOVED || change == CLAUSE_CELL_CHANGE_MOVED_CHANGED,
        .dropped = change == CLAUSE_CELL_CHANGE_DROPPED,
        .label = change == CLAUSE_CELL_CHANGE_DROPPED ? NULL : cell->label,
        .dot = change == CLAUSE_CELL_CHANGE_MOVED_CHANGED || change == CLAUSE_CELL_CHANGE_CHANGED,
        .text_x = lang_rtl(d->call->lang) ? x - 30 : x + 30,
        .text_y = y - 6};
}

static void fill_cell(struct look_clause *out, const struct drawing *d, const struct clause_cell *cell, size_t i)
{
    struct call *call = d->call;
    const char *change = change_words(call, cell->change);
    out->cells[out->cells_count++] = (struct look_cell){.head = text_or(d->told->texts[i].symbol, ""),
        .text = cell->change == CLAUSE_CELL_CHANGE_ABSENT ? "–"
            : cell->label                                 ? arena_format(call->arena, "%s, %s", cell->label, change)
                                                          : change,
        .href = cell->anchor
            ? arena_format(call->arena, "/document/read?document=%s#%s", d->told->texts[i].document, cell->anchor)
            : NULL};
}

static const char *short_name(struct arena *arena, const char *name)
{
    size_t at = 0, count = 0, cut = 0;
    for (; name[at] && count < NAME_MOST; count++) {
        cut = name[at] == ' ' ? at : cut;
        for (at++; (name[at] & 0xC0) == 0x80; at++)
            ;
    }
    return name[at] ? arena_format(arena, "%.*s…", (int)(cut ? cut : at), name) : name;
}

/* The words of a text run as its own letters do, whichever way the page runs; SVG knows no <bdi>. */
static const char *isolated(struct arena *arena, const char *text)
{
    return arena_format(arena, "\u2068%s\u2069", text);
}

static void fill_clauses(struct drawing *d)
{
    struct arena *arena = d->call->arena;
    d->page.clauses = NEW_ARRAY(arena, d->told->clauses_count + 1, struct look_clause);
    for (size_t c = 0; c < d->told->clauses_count; c++) {
        const struct clause_line *line = &d->told->clauses[c];
        struct look_clause *out = &d->page.clauses[d->page.clauses_count++];
        int64_t y = TOP + (int64_t)c * ROW + ROW / 2;
        size_t first = line->cells_count, last = 0;
        *out = (struct look_clause){.name = isolated(arena, short_name(arena, line->clause)), .text_y = y + 5};
        out->shapes = NEW_ARRAY(arena, line->cells_count + 1, struct look_shape);
        out->cells = NEW_ARRAY(arena, line->cells_count + 1, struct look_cell);
        for (size_t i = 0; i < line->cells_count; i++) {
            fill_shape(out, d, &line->cells[i], i, y);
            fill_cell(out, d, &line->cells[i], i);
            if (!is_there(&line->cells[i]))
                continue;
            first = first < line->cells_count ? first : i;
            last = i;
        }
        out->threaded = first < last;
        if (out->threaded)
            out->thread = (struct look_thread){column(d, first), column(d, last), y};
    }
}

static void fill_compare(struct drawing *d)
{
    struct call *call = d->call;
    const struct clause_text *texts = d->told->texts;
    d->page.compare = NEW_ARRAY(call->arena, d->told->texts_count + 1, struct look_link);
    for (size_t i = 1; i < d->told->texts_count; i++)
        d->page.compare[d->page.compare_count++] = (struct look_link){
            .label = SAY(call->arena, call->lang, "series.from_to", {"name", text_or(texts[i - 1].symbol, ""), 0},
                {"other", text_or(texts[i].symbol, ""), 0}),
            .href = arena_format(
                call->arena, "/document/compare?first=%s&second=%s", texts[i - 1].document, texts[i].document)};
}

static const char *sums(struct call *call, const struct series_clauses *told)
{
    int64_t added = 0, dropped = 0;
    for (size_t i = 0; i < told->clauses_count; i++) {
        added += told->texts_count && !text_is(told->clauses[i].entered, told->texts[0].document);
        dropped += told->clauses[i].left != NULL;
    }
    return SAY(call->arena, call->lang, "series.sums", {"n", NULL, (int64_t)told->clauses_count},
        {"all", number_text(call->arena, call->lang, (int64_t)told->texts_count), 0},
        {"added", number_text(call->arena, call->lang, added), 0},
        {"dropped", number_text(call->arena, call->lang, dropped), 0});
}

static enum err look_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    *rows = 0;
    struct drawing d = {.call = call, .told = answer->reply};
    if (answer->panel && !d.told->clauses_count)
        return OK;
    int64_t columns = d.told->texts_count ? (int64_t)d.told->texts_count : 1;
    d.step = COLUMN * columns < WIDTH - NAMES ? (WIDTH - NAMES) / columns : COLUMN;
    d.page.width = NAMES + d.step * columns;
    d.page.height = TOP + ROW * (int64_t)d.told->clauses_count + ROW / 2;
    d.page.name_x = place(&d, 0);
    d.page.anchor = "start";
    d.page.title = text_or(titles_find(answer->titles, "series", d.told->series), "");
    d.page.sums = sums(call, d.told);
    fill_heads(&d);
    fill_clauses(&d);
    fill_compare(&d);
    series_html(out, call, &d.page);
    return OK;
}

static void look_heading(struct look_heading *out, struct call *call, const struct answer *answer)
{
    const struct series_clauses *told = answer->reply;
    *out = (struct look_heading){.title = text_or(titles_find(answer->titles, "series", told->series), told->series)};
}

const struct look series_look = {.shape = &series_clauses_shape, .html = look_html, .heading = look_heading};
