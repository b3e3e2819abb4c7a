#include "treaty/book.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* ---- places ---- */

uint32_t book_treaty(const struct treaty_book *book, const char *id)
{
    size_t low = 0, high = id ? book->treaty_count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(book->treaties[middle].id, id);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_PLACE;
}

uint32_t book_body(const struct treaty_book *book, const char *id)
{
    size_t low = 0, high = id ? book->body_count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(book->bodies[middle].id, id);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_PLACE;
}

static struct book_cell *find_cell(const struct treaty_book *book, uint32_t instrument, uint32_t state)
{
    const struct treaty *treaty = &book->treaties[instrument];
    size_t low = treaty->first_cell, high = low + treaty->cell_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (book->cells[middle].state == state)
            return &book->cells[middle];
        if (book->cells[middle].state < state)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct book_cell *book_cell(const struct treaty_book *book, uint32_t instrument, uint32_t state)
{
    return find_cell(book, instrument, state);
}

/* ---- making it ---- */

static int compare(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static uint64_t key_of(uint32_t instrument, uint32_t state)
{
    return (uint64_t)instrument << 32 | state;
}

static int acts_in_order(const void *a, const void *b)
{
    const struct act *x = a, *y = b;
    int order = compare(key_of(x->instrument, x->state), key_of(y->instrument, y->state));
    if (!order)
        order = date_compare(x->date, y->date);
    if (!order)
        order = (int)x->kind - (int)y->kind;
    return order ? order : strcmp(text_or(x->source, ""), text_or(y->source, ""));
}

static int listed_in_order(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    int order = compare(key_of(x->instrument, x->state), key_of(y->instrument, y->state));
    return order ? order : strcmp(text_or(x->source, ""), text_or(y->source, ""));
}

static int ties_in_order(const void *a, const void *b)
{
    const struct tie_to *x = a, *y = b;
    return compare(key_of(x->from, x->to), key_of(y->from, y->to));
}

static int keys_in_order(const void *a, const void *b)
{
    return compare(*(const uint64_t *)a, *(const uint64_t *)b);
}

static void give_ties(struct treaty_book *book)
{
    if (book->tie_count)
        qsort(book->ties, book->tie_count, sizeof *book->ties, ties_in_order);
    for (size_t i = 0; i < book->tie_count; i++) {
        struct treaty *treaty = &book->treaties[book->ties[i].from];
        if (!treaty->tie_count++)
            treaty->ties = &book->ties[i];
    }
}

/* Whom an instrument may reach through another: nobody has to have acted on this one. */
static bool reaches(const struct tie_to *tie, uint32_t instrument, uint32_t *reached)
{
    bool brings = tie->joining == RELATION_JOINING_BRINGS_ALONG && tie->from == instrument;
    bool later = tie->later_amended && tie->to == instrument;
    *reached = brings ? tie->to : tie->from;
    return brings || later;
}

/* Which cells there are: where somebody acted, where a list names somebody, where another instrument may reach. */
static size_t all_keys(uint64_t **out, const struct treaty_book *book, struct arena *arena)
{
    size_t count = 0, kept = 0, own;
    size_t room = (book->act_count + book->listed_count) * (1 + book->tie_count);
    uint64_t *keys = *out = NEW_ARRAY(arena, room + 1, uint64_t);
    for (size_t i = 0; i < book->act_count; i++)
        if (!i || acts_in_order(&book->acts[i - 1], &book->acts[i]) != 0)
            keys[count++] = key_of(book->acts[i].instrument, book->acts[i].state);
    for (size_t i = 0; i < book->listed_count; i++)
        keys[count++] = key_of(book->listed[i].instrument, book->listed[i].state);
    own = count;
    for (size_t i = 0; i < own; i++)
        for (size_t t = 0; t < book->tie_count; t++) {
            uint32_t reached;
            if (reaches(&book->ties[t], (uint32_t)(keys[i] >> 32), &reached))
                keys[count++] = key_of(reached, (uint32_t)keys[i]);
        }
    qsort(keys, count, sizeof *keys, keys_in_order);
    for (size_t i = 0; i < count; i++)
        if (!kept || keys[kept - 1] != keys[i])
            keys[kept++] = keys[i];
    return kept;
}

static void fill_cells(struct treaty_book *book, const uint64_t *keys)
{
    size_t act = 0, listed = 0;
    for (size_t i = 0; i < book->cell_count; i++) {
        struct book_cell *cell = &book->cells[i];
        *cell = (struct book_cell){.instrument = (uint32_t)(keys[i] >> 32),
            .state = (uint32_t)keys[i],
            .acts = book->acts + act,
            .listed = book->listed + listed};
        while (act < book->act_count && key_of(book->acts[act].instrument, book->acts[act].state) == keys[i])
            act++;
        while (listed < book->listed_count &&
            key_of(book->listed[listed].instrument, book->listed[listed].state) == keys[i])
            listed++;
        cell->act_count = (uint32_t)(book->acts + act - cell->acts);
        cell->listed_count = (uint32_t)(book->listed + listed - cell->listed);
        struct treaty *treaty = &book->treaties[cell->instrument];
        if (!treaty->cell_count++)
            treaty->first_cell = (uint32_t)i;
    }
}

static void own_course(struct treaty_book *book, struct arena *arena, struct book_cell *cell)
{
    const struct treaty *treaty = &book->treaties[cell->instrument];
    course_make(&cell->course, arena,
        &(struct course_asked){.adopted = treaty->adopted,
            .general = treaty->in_force,
            .later = treaty->later,
            .notice = treaty->notice,
            .table = treaty->table,
            .acts = cell->acts,
            .count = cell->act_count,
            .listed = cell->listed_count > 0});
}

/*
 * Who joins the older instrument when the amendment is in force joins it as amended, where nothing else is said (Vienna Convention on
 * the Law of Treaties, art. 40(5)): bound by the amendment from the same day on, which is not certain.
 */
static void join_as_amended(
    struct book_cell *amendment, const struct book_cell *older, const struct treaty *amending, struct arena *arena)
{
    struct course later = older->course;
    if (!date_whole(amending->in_force))
        return;
    day_number since = day_number_of(amending->in_force);
    later.turns = NEW_ARRAY(arena, later.turn_count, struct turn);
    bool any = false;
    for (uint32_t i = 0; i < later.turn_count; i++) {
        struct turn turn = older->course.turns[i];
        bool bound = turn.standing == STANDING_PARTY || turn.standing == STANDING_PENDING;
        bool after = bound && turn.act && date_known(turn.act->date) && day_number_of(turn.act->date) >= since;
        any |= after;
        later.turns[i] = after ? turn : (struct turn){.from = turn.from, .in_force_from = DAY_UNKNOWN};
        later.turns[i].certain = false;
        later.turns[i].computed = after;
    }
    if (any)
        course_join(&amendment->course, arena, &later, older->instrument);
}

static bool is_silent(const struct book_cell *cell)
{
    for (uint32_t i = 0; i < cell->course.turn_count; i++)
        if (cell->course.turns[i].standing != STANDING_NONE)
            return false;
    return cell->act_count == 0 && cell->listed_count == 0;
}

static int newest_last(const void *a, const void *b, void *book)
{
    const struct tie_to *x = *(const struct tie_to *const *)a, *y = *(const struct tie_to *const *)b;
    const struct treaty *treaties = ((const struct treaty_book *)book)->treaties;
    int order = date_compare(treaties[x->from].adopted, treaties[y->from].adopted);
    return order ? order : ties_in_order(x, y);
}

/* What one instrument does to the standing of the same body in another. Newer ones bring first, older ones end first. */
static void follow_ties(struct treaty_book *book, struct arena *arena)
{
    const struct tie_to **order = NEW_ARRAY(arena, book->tie_count + 1, const struct tie_to *);
    for (size_t t = 0; t < book->tie_count; t++)
        order[t] = &book->ties[t];
    qsort_r(order, book->tie_count, sizeof *order, newest_last, book);
    for (size_t t = book->tie_count; t-- > 0;) {
        const struct tie_to *tie = order[t];
        const struct treaty *newer = &book->treaties[tie->from];
        for (uint32_t i = 0; i < newer->cell_count; i++) {
            struct book_cell *cell = &book->cells[newer->first_cell + i],
                             *older = find_cell(book, tie->to, cell->state);
            if (!older)
                continue;
            if (tie->joining == RELATION_JOINING_BRINGS_ALONG)
                course_join(&older->course, arena, &cell->course, tie->from);
            if (tie->later_amended)
                join_as_amended(cell, older, newer, arena);
        }
    }
    for (size_t t = 0; t < book->tie_count; t++) {
        const struct tie_to *tie = order[t];
        const struct treaty *newer = &book->treaties[tie->from];
        for (uint32_t i = 0; i < newer->cell_count && tie->ends_with; i++) {
            struct book_cell *cell = &book->cells[newer->first_cell + i];
            const struct book_cell *older = find_cell(book, tie->to, cell->state);
            if (older)
                course_end_with(&cell->course, arena, &older->course, tie->to);
        }
    }
}

static void index_bodies(struct treaty_book *book, struct arena *arena)
{
    book->by_body = NEW_ARRAY(arena, book->cell_count + 1, uint32_t);
    book->first_of = NEW_ARRAY(arena, book->body_count + 2, uint32_t);
    for (size_t i = 0; i < book->cell_count; i++)
        book->first_of[book->cells[i].state + 2]++;
    for (size_t b = 2; b < book->body_count + 2; b++)
        book->first_of[b] += book->first_of[b - 1];
    for (size_t i = 0; i < book->cell_count; i++)
        book->by_body[book->first_of[book->cells[i].state + 1]++] = (uint32_t)i;
}

static void add_source(const char **out, uint32_t *count, const char *source)
{
    for (uint32_t i = 0; i < *count; i++)
        if (text_is(out[i], source))
            return;
    if (source)
        out[(*count)++] = source;
}

static void give_sources(struct treaty_book *book, struct arena *arena, struct book_cell *cell)
{
    const struct body *body = &book->bodies[cell->state];
    const struct book_cell *cells[1 + sizeof body->predecessors / sizeof *body->predecessors] = {cell};
    size_t room = cell->act_count + cell->listed_count, n = 1;
    for (size_t i = 0; i < body->predecessor_count; i++)
        if ((cells[n] = book_cell(book, cell->instrument, body->predecessors[i])) != NULL) {
            room += cells[n]->act_count + cells[n]->listed_count;
            n++;
        }
    const char **sources = NEW_ARRAY(arena, room + 1, const char *);
    for (size_t c = 0; c < n; c++) {
        for (uint32_t i = 0; i < cells[c]->act_count; i++)
            add_source(sources, &cell->source_count, cells[c]->acts[i].source);
        for (uint32_t i = 0; i < cells[c]->listed_count; i++)
            add_source(sources, &cell->source_count, cells[c]->listed[i].source);
    }
    cell->sources = sources;
}

void book_make(struct treaty_book *book, struct arena *arena)
{
    uint64_t *keys;
    if (book->act_count)
        qsort(book->acts, book->act_count, sizeof *book->acts, acts_in_order);
    if (book->listed_count)
        qsort(book->listed, book->listed_count, sizeof *book->listed, listed_in_order);
    give_ties(book);
    book->cell_count = all_keys(&keys, book, arena);
    book->cells = NEW_ARRAY(arena, book->cell_count + 1, struct book_cell);
    fill_cells(book, keys);
    for (size_t i = 0; i < book->cell_count; i++)
        own_course(book, arena, &book->cells[i]);
    follow_ties(book, arena);
    for (size_t i = 0; i < book->cell_count; i++)
        book->cells[i].silent = is_silent(&book->cells[i]);
    for (size_t i = 0; i < book->cell_count; i++)
        give_sources(book, arena, &book->cells[i]);
    index_bodies(book, arena);
}

/* ---- asking it ---- */

bool treaty_table_whole(const struct treaty *treaty, day_number day)
{
    return treaty->table.whole &&
        (!date_known(treaty->table.until) || day <= (day_number)date_days(date_last(treaty->table.until)));
}

struct turn book_turn(const struct treaty_book *book, uint32_t instrument, uint32_t state, day_number day)
{
    const struct book_cell *cell = book_cell(book, instrument, state);
    const struct treaty *treaty = &book->treaties[instrument];
    if (cell && !cell->silent)
        return *course_on(&cell->course, day);
    bool before = date_known(treaty->adopted) && day < day_number_of(treaty->adopted);
    return (struct turn){.in_force_from = DAY_UNKNOWN, .certain = before || treaty_table_whole(treaty, day)};
}

bool cell_counts(const struct treaty_book *book, const struct book_cell *cell)
{
    return !cell->silent && !book->bodies[cell->state].former;
}

bool treaty_in_force(const struct treaty *treaty, day_number day)
{
    return date_known(treaty->in_force) && day >= (day_number)date_days(date_last(treaty->in_force));
}

struct tally book_tally(const struct treaty_book *book, uint32_t instrument, day_number day)
{
    const struct treaty *treaty = &book->treaties[instrument];
    struct tally tally = {0};
    for (uint32_t i = 0; i < treaty->cell_count; i++) {
        const struct book_cell *cell = &book->cells[treaty->first_cell + i];
        if (!cell_counts(book, cell))
            continue;
        enum standing standing = course_on(&cell->course, day)->standing;
        bool has_signed = cell->course.signed_by <= day;
        tally.parties += standing == STANDING_PARTY;
        tally.pending += standing == STANDING_PENDING;
        tally.withdrawn += standing == STANDING_WITHDRAWN;
        tally.unknown += standing == STANDING_UNKNOWN;
        tally.signatures += has_signed;
        tally.signatories += has_signed && standing != STANDING_PARTY;
        tally.deposits += cell->course.deposited_by <= day;
    }
    return tally;
}

/* As often as amendments amend amendments; a row that makes a circle does not hold anybody up. */
enum { AMENDED_MOST = 8 };

uint32_t book_root(const struct treaty_book *book, uint32_t instrument)
{
    for (int depth = 0; depth < AMENDED_MOST; depth++) {
        const struct treaty *treaty = &book->treaties[instrument];
        uint32_t older = NO_PLACE;
        for (size_t i = 0; i < treaty->tie_count; i++)
            if (treaty->ties[i].kind == RELATION_KIND_AMENDS)
                older = treaty->ties[i].to;
        if (older == NO_PLACE)
            break;
        instrument = older;
    }
    return instrument;
}

/* ---- families ---- */

/* The oldest of those to which ties lead, one by one. */
uint32_t book_family(const struct treaty_book *book, uint32_t instrument)
{
    for (int depth = 0; depth < AMENDED_MOST && book->treaties[instrument].tie_count; depth++) {
        const struct treaty *treaty = &book->treaties[instrument];
        uint32_t oldest = treaty->ties[0].to;
        for (size_t i = 1; i < treaty->tie_count; i++)
            if (date_compare(book->treaties[treaty->ties[i].to].adopted, book->treaties[oldest].adopted) < 0)
                oldest = treaty->ties[i].to;
        instrument = oldest;
    }
    return instrument;
}

static int families_in_order(const void *a, const void *b, void *arg)
{
    const struct treaty_book *book = arg;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b, fx = book_family(book, x), fy = book_family(book, y);
    int order = date_compare(book->treaties[fx].adopted, book->treaties[fy].adopted);
    if (!order)
        order = (fx > fy) - (fx < fy);
    if (!order)
        order = (x != fx) - (y != fy);
    if (!order)
        order = date_compare(book->treaties[x].adopted, book->treaties[y].adopted);
    return order ? order : (x > y) - (x < y);
}

void book_families(uint32_t *places, const struct treaty_book *book)
{
    for (uint32_t t = 0; t < book->treaty_count; t++)
        places[t] = t;
    if (book->treaty_count)
        qsort_r(places, book->treaty_count, sizeof *places, families_in_order, (void *)(uintptr_t)book);
}
