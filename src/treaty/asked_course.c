/* What happened over time, and what is open: treaty changes, signed, next, gaps, curve, doubts. */
#include "gen/treaty.h"
#include "base/text.h"
#include "treaty/answer.h"
#include "treaty/doubts.h"
#include "treaty/joining.h"
#include "treaty/load.h"

/* What a question is narrowed to, and who belongs to the group that it names. */
struct scope_asked {
    const struct treaty_book *book;
    struct narrowed narrowed;
    struct members members;
    bool grouped;
};

static enum err scope_load(struct scope_asked *out, struct db *db, struct call *call, const char *instrument,
    const char *state, const char *group, struct date day)
{
    enum err err = treaty_book_kept(&out->book, db, call);
    if (err)
        return err;
    out->narrowed = narrow(out->book, instrument, state);
    out->grouped = group != NULL;
    return members_load(&out->members, db, call, out->book, group, day);
}

static bool in_scope(const struct scope_asked *scope, const struct book_cell *cell)
{
    return cell_counts(scope->book, cell) && narrow_has(&scope->narrowed, cell) &&
        (!scope->grouped || scope->members.has[cell->state]);
}

/* ---- what changed ---- */

static int changes_in_order(const void *a, const void *b)
{
    const struct treaty_change *x = a, *y = b;
    int order = date_compare(x->on, y->on);
    if (!order)
        order = strcmp(x->instrument, y->instrument);
    return order ? order : strcmp(x->state, y->state);
}

/* A turn in which the standing itself changed. */
static bool is_change(const struct course *course, uint32_t i, day_number from, day_number to)
{
    return i > 0 && course->turns[i].from > from && course->turns[i].from <= to &&
        course->turns[i].standing != course->turns[i - 1].standing;
}

static size_t count_changes(const struct scope_asked *scope, day_number from, day_number to)
{
    size_t count = 0;
    for (size_t c = 0; c < scope->book->cell_count; c++)
        for (uint32_t i = 0; i < scope->book->cells[c].course.turn_count; i++)
            count += in_scope(scope, &scope->book->cells[c]) && is_change(&scope->book->cells[c].course, i, from, to);
    return count;
}

static struct treaty_change change_told(const struct treaty_book *book, const struct book_cell *cell, uint32_t i)
{
    const struct turn *turn = &cell->course.turns[i];
    return (struct treaty_change){.on = day_date(turn->from),
        .state = book->bodies[cell->state].id,
        .instrument = book->treaties[cell->instrument].id,
        .before = (enum treaty_change_before)(turn[-1].standing + 1),
        .after = (enum treaty_change_after)(turn->standing + 1),
        .action = turn->act && turn->standing != STANDING_UNKNOWN ? (enum treaty_change_action)turn->act->kind : 0,
        .certain = turn->certain,
        .source = cell->sources,
        .source_count = cell->source_count};
}

enum err treaty_changes(
    struct treaty_change_list *out, struct db *db, struct call *call, const struct treaty_changes_asked *asked)
{
    struct scope_asked scope;
    day_number from = day_number_of(asked->from), to = day_number_of(asked->to);
    if (from > to)
        return fail_field(call, ERR_INVALID, "end_before_start", "to", NULL);
    enum err err = scope_load(&scope, db, call, asked->instrument, asked->state, asked->group, asked->to);
    if (err)
        return err;
    struct treaty_change *items = NEW_ARRAY(call->arena, count_changes(&scope, from, to) + 1, struct treaty_change);
    *out = (struct treaty_change_list){items, 0};
    for (size_t c = 0; c < scope.book->cell_count; c++) {
        const struct book_cell *cell = &scope.book->cells[c];
        for (uint32_t i = 0; i < cell->course.turn_count && in_scope(&scope, cell); i++)
            if (is_change(&cell->course, i, from, to))
                items[out->items_count++] = change_told(scope.book, cell, i);
    }
    qsort(items, out->items_count, sizeof *items, changes_in_order);
    return OK;
}

/* ---- signed and not ratified ---- */

static int signed_in_order(const void *a, const void *b)
{
    const struct treaty_signed *x = a, *y = b;
    int order = date_compare(x->signed_on, y->signed_on);
    if (!order)
        order = strcmp(x->instrument, y->instrument);
    return order ? order : strcmp(x->state, y->state);
}

static int64_t whole_years(struct date from, struct date to)
{
    int64_t years = to.year - from.year;
    return date_compare(date_add_months(from, (int)years * 12), to) > 0 ? years - 1 : years;
}

static void tell_signed(struct treaty_signed_list *out, struct treaty_signed *items, const struct scope_asked *scope,
    const struct book_cell *cell, struct date as_of)
{
    day_number day = day_number_of(as_of);
    const struct turn *turn = course_on(&cell->course, day);
    bool bound =
        turn->standing == STANDING_PARTY || turn->standing == STANDING_PENDING || turn->standing == STANDING_WITHDRAWN;
    if (cell->course.signed_by > day || bound)
        return;
    struct date date = cell->course.signature->date;
    items[out->items_count++] = (struct treaty_signed){.state = scope->book->bodies[cell->state].id,
        .instrument = scope->book->treaties[cell->instrument].id,
        .signed_on = date,
        .years = date_whole(date) ? whole_years(date, as_of) : UNKNOWN,
        .days = date_whole(date) ? date_days(as_of) - date_days(date) : UNKNOWN,
        .certain = turn->certain,
        .source = cell->sources,
        .source_count = cell->source_count};
}

enum err treaty_signed(
    struct treaty_signed_list *out, struct db *db, struct call *call, const struct treaty_signed_asked *asked)
{
    struct scope_asked scope;
    enum err err = scope_load(&scope, db, call, asked->instrument, asked->state, asked->group, asked->as_of);
    if (err)
        return err;
    struct treaty_signed *items = NEW_ARRAY(call->arena, scope.book->cell_count + 1, struct treaty_signed);
    *out = (struct treaty_signed_list){items, 0};
    for (size_t c = 0; c < scope.book->cell_count; c++)
        if (in_scope(&scope, &scope.book->cells[c]))
            tell_signed(out, items, &scope, &scope.book->cells[c], asked->as_of);
    qsort(items, out->items_count, sizeof *items, signed_in_order);
    return OK;
}

/* ---- what could be joined ---- */

enum err treaty_next(
    struct treaty_next_list *out, struct db *db, struct call *call, const struct treaty_next_asked *asked)
{
    const struct treaty_book *book;
    struct joining joining;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    uint32_t state = book_body(book, asked->state);
    struct treaty_next *items = NEW_ARRAY(call->arena, book->treaty_count + 1, struct treaty_next);
    *out = (struct treaty_next_list){items, 0};
    for (uint32_t t = 0; t < book->treaty_count && book->bodies[state].able; t++) {
        if (asked->reach && (int)book->treaties[t].reach != (int)asked->reach)
            continue;
        if (!joining_of(&joining, book, t, state, asked->deposit))
            continue;
        struct treaty_next *item = &items[out->items_count++];
        *item = (struct treaty_next){.instrument = book->treaties[t].id,
            .status = (enum treaty_next_status)(joining.now.standing + 1),
            .way = joining.way,
            .until = joining.until,
            .depositary = book->treaties[t].depositaries,
            .depositary_count = book->treaties[t].depositary_count,
            .in_force_from = joining.in_force_from,
            .certain = joining.certain};
        item->first = treaty_ids(&item->first_count, call->arena, book, joining.first, joining.first_count);
        item->brings = treaty_ids(&item->brings_count, call->arena, book, joining.brings, joining.brings_count);
    }
    return OK;
}

/* ---- gaps of a group ---- */

enum err treaty_gaps(
    struct treaty_gap_list *out, struct db *db, struct call *call, const struct treaty_gaps_asked *asked)
{
    struct scope_asked scope;
    enum err err = scope_load(&scope, db, call, NULL, NULL, asked->group, asked->as_of);
    if (err)
        return err;
    struct treaty_gap *items = NEW_ARRAY(call->arena, scope.book->treaty_count + 1, struct treaty_gap);
    uint32_t *places = NEW_ARRAY(call->arena, scope.book->treaty_count + 1, uint32_t);
    *out = (struct treaty_gap_list){items, 0};
    book_families(places, scope.book);
    for (uint32_t t = 0; t < scope.book->treaty_count && scope.members.count; t++) {
        const struct treaty *treaty = &scope.book->treaties[places[t]];
        if ((asked->reach && (int)treaty->reach != (int)asked->reach) ||
            date_compare(treaty->adopted, asked->as_of) > 0)
            continue;
        items[out->items_count] =
            gap_of(call->arena, scope.book, &scope.members, places[t], day_number_of(asked->as_of));
        items[out->items_count++].group = asked->group;
    }
    return OK;
}

/* ---- the curve ---- */

enum err treaty_curve(
    struct treaty_year_list *out, struct db *db, struct call *call, const struct treaty_curve_asked *asked)
{
    enum { YEARS_MOST = 1000 };
    const struct treaty_book *book;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    uint32_t place = book_treaty(book, asked->instrument);
    struct date from = date_known(asked->from) ? asked->from : book->treaties[place].adopted;
    int years = date_known(from) ? asked->to.year - from.year + 1 : 0;
    if (years > YEARS_MOST)
        return fail_field(call, ERR_INVALID, "too_many_years", "from", NULL);
    struct treaty_year *items = NEW_ARRAY(call->arena, (size_t)(years > 0 ? years : 0) + 1, struct treaty_year);
    *out = (struct treaty_year_list){items, 0};
    for (int i = 0; i < years; i++) {
        struct date end = date_of(from.year + i, 12, 31);
        struct date on = date_compare(end, asked->to) > 0 ? asked->to : end;
        struct tally tally = book_tally(book, place, day_number_of(on));
        items[out->items_count++] = (struct treaty_year){on, tally.parties, tally.signatures, tally.deposits};
    }
    return OK;
}

/* ---- doubts ---- */

static const char *doubt_words(struct call *call, const struct treaty_book *book, const struct doubt *doubt)
{
    if (doubt->than)
        return arena_format(call->arena, "%s (%s) / %s (%s)", date_words(call->arena, call->lang, doubt->than->date),
            text_or(doubt->than->source, "-"), date_words(call->arena, call->lang, doubt->act->date),
            text_or(doubt->act->source, "-"));
    if (date_known(doubt->expected))
        return date_words(call->arena, call->lang, doubt->expected);
    if (doubt->kind != TREATY_DOUBT_KIND_NO_PARENT)
        return NULL;
    return book->treaties[book->treaties[doubt->cell->instrument].ties[0].to].id;
}

enum err treaty_doubts(
    struct treaty_doubt_list *out, struct db *db, struct call *call, const struct treaty_doubts_asked *asked)
{
    enum { MOST = 10000 };
    const struct treaty_book *book;
    size_t count = 0;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    struct narrowed narrowed = narrow(book, asked->instrument, asked->state);
    struct doubt *doubts = NEW_ARRAY(call->arena, MOST, struct doubt);
    for (size_t c = 0; c < book->cell_count; c++)
        if (narrow_has(&narrowed, &book->cells[c]))
            count = doubts_of(doubts, MOST, count, book, &book->cells[c]);
    struct treaty_doubt *items = NEW_ARRAY(call->arena, count + 1, struct treaty_doubt);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct treaty_doubt){.kind = doubts[i].kind,
            .state = book->bodies[doubts[i].cell->state].id,
            .instrument = book->treaties[doubts[i].cell->instrument].id,
            .date = doubts[i].act ? (date_known(doubts[i].act->date) ? doubts[i].act->date : doubts[i].act->effective)
                                  : (struct date){0},
            .found = doubt_words(call, book, &doubts[i]),
            .source = doubts[i].cell->sources,
            .source_count = doubts[i].cell->source_count};
    }
    *out = (struct treaty_doubt_list){items, count};
    return OK;
}
