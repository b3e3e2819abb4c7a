#include "treaty/position_page.h"
#include <stdlib.h>
#include <string.h>
#include "base/fold.h"
#include "base/text.h"
#include "codec/map.h"
#include "record/print.h"
#include "treaty/load.h"

/* ---- lines ---- */

/* Bound, waiting to be, signed, withdrawn, and whom one cannot tell; none last. */
static int rank_of(enum treaty_cell_status status)
{
    static const int ranks[] = {
        [TREATY_CELL_STATUS_PARTY_PENDING] = 0,
        [TREATY_CELL_STATUS_PARTY] = 1,
        [TREATY_CELL_STATUS_SIGNATORY] = 2,
        [TREATY_CELL_STATUS_WITHDRAWN] = 3,
        [TREATY_CELL_STATUS_UNKNOWN] = 4,
        [TREATY_CELL_STATUS_NONE] = 5,
    };
    return ranks[status];
}

static struct date day_of(const struct treaty_cell *cell)
{
    return date_known(cell->deposited)    ? cell->deposited
        : date_known(cell->in_force_from) ? cell->in_force_from
                                          : cell->signed_on;
}

/* The newest first. */
static int lines_in_order(const void *a, const void *b)
{
    const struct treaty_cell *x = *(const struct treaty_cell *const *)a, *y = *(const struct treaty_cell *const *)b;
    int order = rank_of(x->status) - rank_of(y->status);
    return order ? order : date_compare(day_of(y), day_of(x));
}

static const char *class_of(enum treaty_cell_status status)
{
    switch (status) {
    case TREATY_CELL_STATUS_PARTY:
    case TREATY_CELL_STATUS_PARTY_PENDING: return "ok";
    case TREATY_CELL_STATUS_SIGNATORY: return "wait";
    case TREATY_CELL_STATUS_WITHDRAWN: return "bad";
    default: return "non";
    }
}

static const char *choice_words(struct call *call, int part, int choice)
{
    const struct field *field = &treaty_cell_shape.parts[part].field;
    return choice ? print_text(call, field, field->choices[choice - 1]) : NULL;
}

enum { PART_STATUS = 2, PART_ACTION = 3 };

static const char *joined(struct arena *arena, const char *const *texts, size_t count)
{
    struct buffer *out = buffer_new(arena, 4096);
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%s%s", i ? "; " : "", texts[i]);
    return count ? out->at : NULL;
}

static struct position_line line_of(struct call *call, const struct answer *answer, const struct treaty_cell *cell,
    const char *state, const char *instrument, bool of_state, const char *called)
{
    const char *noun = of_state ? "instrument" : "state", *id = of_state ? instrument : state;
    return (struct position_line){
        .href = arena_format(call->arena, "/%s/%s", noun, id),
        .name = text_or(called, text_or(titles_find(answer->titles, noun, id), id)),
        .course_href = arena_format(call->arena, "/treaty/course?state=%s&instrument=%s&as_of=%s", state, instrument,
            answer_asked(answer, "as_of")),
        .class = class_of(cell->status),
        .status = choice_words(call, PART_STATUS, (int)cell->status),
        .action = choice_words(call, PART_ACTION, (int)cell->action),
        .signed_on = cell->signed_on,
        .deposited = cell->deposited,
        .in_force_from = cell->in_force_from,
        .computed = cell->computed == 1,
        .conflict = cell->conflict == 1,
        .doubtful = cell->certain != 1 && cell->status != TREATY_CELL_STATUS_UNKNOWN,
        .through =
            cell->through ? text_or(titles_find(answer->titles, "instrument", cell->through), cell->through) : NULL,
        .sources = joined(call->arena, cell->source, cell->source_count),
    };
}

static void fill_lines(struct position_page *page, struct call *call, const struct answer *answer,
    const struct treaty_position *reply, const struct treaty_book *book)
{
    const struct treaty_cell *cells = page->of_state ? reply->instruments : reply->states;
    size_t count = page->of_state ? reply->instruments_count : reply->states_count;
    const struct treaty_cell **order = NEW_ARRAY(call->arena, count + 1, const struct treaty_cell *);
    for (size_t i = 0; i < count; i++)
        order[i] = &cells[i];
    if (count)
        qsort(order, count, sizeof(*order), lines_in_order);
    page->rows = NEW_ARRAY(call->arena, answer->most + 1, struct position_line);
    for (size_t i = answer->from; i < count && page->rows_count < answer->most; i++) {
        const char *instrument = text_or(reply->instrument, order[i]->instrument);
        const char *called = book->treaties[book_treaty(book, instrument)].short_names[call->lang];
        page->rows[page->rows_count++] = line_of(call, answer, order[i], text_or(reply->state, order[i]->state),
            instrument, page->of_state, page->of_state ? called : NULL);
    }
}

static void add_tile(struct position_page *page, struct call *call, int64_t n, const char *key)
{
    page->tiles[page->tiles_count++] = (struct position_tile){n, word(call->lang, key)};
}

static int64_t count_of(const struct treaty_cell *cells, size_t count, enum treaty_cell_status status)
{
    int64_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += cells[i].status == status;
    return n;
}

/* ---- an instrument ---- */

static enum map_sign sign_of(const struct turn *turn)
{
    switch ((enum standing)turn->standing) {
    case STANDING_PARTY: return MAP_SOLID;
    case STANDING_PENDING:
    case STANDING_SIGNATORY: return MAP_HATCH;
    case STANDING_NONE: return turn->certain ? MAP_PLAIN : MAP_UNKNOWN;
    case STANDING_WITHDRAWN: return MAP_PLAIN;
    case STANDING_UNKNOWN: break;
    }
    return MAP_UNKNOWN;
}

static void draw_map(struct position_page *page, struct call *call, const struct map *map)
{
    static const struct {
        enum map_sign sign;
        const char *key;
    } lines[] = {{MAP_SOLID, "map.bound"}, {MAP_HATCH, "map.signed"}, {MAP_PLAIN, "map.neither"},
        {MAP_UNKNOWN, "map.unknown"}, {MAP_DOTS, "map.small"}, {MAP_DASHED, "map.dashed"}, {MAP_OPEN, "map.open"}};
    enum { LINES = sizeof lines / sizeof *lines };
    struct buffer *drawn = buffer_new(call->arena, RESPONSE_MOST);
    map_write(drawn, map);
    page->map = html_of(drawn);
    page->key = NEW_ARRAY(call->arena, LINES, struct map_key);
    for (int i = 0; i < LINES; i++) {
        struct buffer *swatch = buffer_new(call->arena, 4096);
        map_swatch(swatch, map, lines[i].sign);
        page->key[page->key_count++] = (struct map_key){html_of(swatch), word(call->lang, lines[i].key)};
    }
}

static void fill_instrument(struct position_page *page, struct call *call, const struct answer *answer,
    const struct treaty_position *reply, const struct treaty_book *book)
{
    uint32_t instrument = book_treaty(book, reply->instrument);
    day_number day = day_number_of(reply->as_of);
    struct map_place *places = NEW_ARRAY(call->arena, book->body_count + 1, struct map_place);
    struct map map = {.id = "parties", .places = places};
    int64_t counts[MAP_FILLS] = {0};
    for (uint32_t b = 0; b < book->body_count; b++) {
        if (!book->bodies[b].able)
            continue;
        struct turn turn = book_turn(book, instrument, b, day);
        places[map.count] = (struct map_place){.code = book->bodies[b].id, .fill = sign_of(&turn)};
        counts[places[map.count++].fill]++;
    }
    const char *name = text_or(titles_find(answer->titles, "instrument", reply->instrument), reply->instrument);
    map.title = SAY(call->arena, call->lang, "map.title", {"name", name, 0},
        {"date", date_words(call->arena, call->lang, reply->as_of), 0});
    map.desc = SAY(call->arena, call->lang, "map.desc", {"bound", NULL, counts[MAP_SOLID]},
        {"signed", NULL, counts[MAP_HATCH]}, {"neither", NULL, counts[MAP_PLAIN]},
        {"unknown", NULL, counts[MAP_UNKNOWN]});
    page->tiles = NEW_ARRAY(call->arena, 4, struct position_tile);
    add_tile(page, call, reply->parties, reply->in_force == 1 ? "position.bound" : "position.bound_not_in_force");
    add_tile(page, call, reply->signatories, "position.signed");
    add_tile(page, call, counts[MAP_PLAIN], "position.neither");
    if (counts[MAP_UNKNOWN])
        add_tile(page, call, counts[MAP_UNKNOWN], "position.not_known");
    page->caption = map.title;
    page->head = word(call->lang, "field.state");
    draw_map(page, call, &map);
}

/* ---- a State ---- */

static void fill_state(struct position_page *page, struct call *call, const struct answer *answer,
    const struct treaty_position *reply, const struct treaty_book *book)
{
    const struct treaty_cell *cells = reply->instruments;
    size_t count = reply->instruments_count;
    uint32_t state = book_body(book, reply->state);
    struct buffer *unknown = buffer_new(call->arena, 64 << 10);
    page->tiles = NEW_ARRAY(call->arena, 4, struct position_tile);
    add_tile(page, call, count_of(cells, count, TREATY_CELL_STATUS_PARTY), "position.in_force");
    add_tile(page, call, count_of(cells, count, TREATY_CELL_STATUS_PARTY_PENDING), "position.pending");
    add_tile(page, call, count_of(cells, count, TREATY_CELL_STATUS_SIGNATORY), "position.signed_only");
    for (uint32_t t = 0; t < book->treaty_count; t++) {
        const struct treaty *treaty = &book->treaties[t];
        struct turn turn = book_turn(book, t, state, day_number_of(reply->as_of));
        bool known = turn.standing != STANDING_UNKNOWN && (turn.standing != STANDING_NONE || turn.certain);
        if (known || treaty->reach != INSTRUMENT_REACH_UNIVERSAL)
            continue;
        buffer_format(unknown, "%s%s", page->unknown_count ? lang_comma(call->lang) : "",
            text_or(treaty->short_names[call->lang], treaty->id));
        page->unknown_count++;
    }
    page->unknown = page->unknown_count ? unknown->at : NULL;
    page->caption = SAY(call->arena, call->lang, "position.caption",
        {"name", text_or(titles_find(answer->titles, "state", reply->state), reply->state), 0},
        {"date", date_words(call->arena, call->lang, reply->as_of), 0});
    page->head = word(call->lang, "field.instrument");
}

static enum err position_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct treaty_position *reply = answer->reply;
    struct position_page *page = NEW(call->arena, struct position_page);
    const struct treaty_book *book;
    enum err err = treaty_book_kept(&book, answer->db, call);
    if (err)
        return err;
    page->of_state = reply->state != NULL;
    page->panel = answer->panel;
    page->feed_href = arena_format(call->arena, "/treaty/changes.atom?%s=%s", page->of_state ? "state" : "instrument",
        page->of_state ? reply->state : reply->instrument);
    *rows = page->of_state ? reply->instruments_count : reply->states_count;
    if (page->of_state)
        fill_state(page, call, answer, reply, book);
    else
        fill_instrument(page, call, answer, reply, book);
    fill_lines(page, call, answer, reply, book);
    position_page_html(out, call, page);
    return OK;
}

const struct look position_look = {.shape = &treaty_position_shape, .html = position_html};
