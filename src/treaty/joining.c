#include "treaty/joining.h"

static bool is_bound(const struct turn *turn)
{
    return turn->standing == STANDING_PARTY || turn->standing == STANDING_PENDING;
}

static void add(uint32_t *list, size_t *count, uint32_t instrument)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i] == instrument)
            return;
    if (*count < FIRST_MOST)
        list[(*count)++] = instrument;
}

/* Older ones that must be joined, the oldest first. */
static void add_first(
    struct joining *out, const struct treaty_book *book, uint32_t instrument, uint32_t state, day_number day, int depth)
{
    const struct treaty *treaty = &book->treaties[instrument];
    for (size_t i = 0; i < treaty->tie_count && depth < FIRST_MOST; i++) {
        const struct tie_to *tie = &treaty->ties[i];
        struct turn older = book_turn(book, tie->to, state, day);
        if (is_bound(&older))
            continue;
        if (tie->joining == RELATION_JOINING_PARTY_FIRST || tie->joining == RELATION_JOINING_PARTY_AT_ONCE) {
            add_first(out, book, tie->to, state, day, depth + 1);
            add(out->first, &out->first_count, tie->to);
            out->certain &= older.certain;
        } else if (tie->joining == RELATION_JOINING_BRINGS_ALONG) {
            add(out->brings, &out->brings_count, tie->to);
        }
    }
}

bool joining_of(
    struct joining *out, const struct treaty_book *book, uint32_t instrument, uint32_t state, struct date deposit)
{
    const struct treaty *treaty = &book->treaties[instrument];
    const struct book_cell *cell = book_cell(book, instrument, state);
    day_number day = day_number_of(deposit);
    *out = (struct joining){.instrument = instrument, .now = book_turn(book, instrument, state, day)};
    if (!date_known(treaty->adopted) || day < day_number_of(treaty->adopted) || is_bound(&out->now))
        return false;
    bool has_signed = cell && cell->course.signed_by <= day;
    bool open = date_whole(treaty->closes) && (!date_whole(treaty->opens) || day >= day_number_of(treaty->opens)) &&
        day <= day_number_of(treaty->closes);
    out->way = has_signed ? TREATY_NEXT_WAY_RATIFY : open ? TREATY_NEXT_WAY_SIGN : TREATY_NEXT_WAY_ACCEDE;
    out->until = open ? treaty->closes : (struct date){0};
    out->certain = out->now.certain && out->now.standing != STANDING_UNKNOWN;
    add_first(out, book, instrument, state, day, 0);
    out->in_force_from = rule_entry(treaty->later, deposit, treaty->in_force);
    for (size_t i = 0; i < out->first_count; i++) {
        const struct treaty *older = &book->treaties[out->first[i]];
        struct date date = rule_entry(older->later, deposit, older->in_force);
        if (date_known(out->in_force_from) && date_compare(date, out->in_force_from) > 0)
            out->in_force_from = date; /* the newer one cannot bind before the older one does */
    }
    return true;
}
