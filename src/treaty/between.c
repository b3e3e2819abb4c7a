#include "treaty/between.h"
#include "base/text.h"

struct pair {
    const struct treaty_book *book;
    struct arena *arena;
    uint32_t a, b;
    day_number day;
};

enum shared { SHARED_NO, SHARED_YES, SHARED_MAYBE };

/* Whether both are parties; certain only when both standings are. */
static enum shared both_bound(const struct pair *pair, uint32_t instrument, bool *certain)
{
    struct turn x = book_turn(pair->book, instrument, pair->a, pair->day);
    struct turn y = book_turn(pair->book, instrument, pair->b, pair->day);
    bool party_x = x.standing == STANDING_PARTY, party_y = y.standing == STANDING_PARTY;
    bool maybe_x = party_x || x.standing == STANDING_UNKNOWN, maybe_y = party_y || y.standing == STANDING_UNKNOWN;
    *certain = x.certain && y.certain;
    return party_x && party_y ? SHARED_YES : maybe_x && maybe_y ? SHARED_MAYBE : SHARED_NO;
}

static bool objected(const struct pair *pair, uint32_t instrument)
{
    for (size_t i = 0; i < pair->book->objection_count; i++) {
        const struct objected *it = &pair->book->objections[i];
        bool of_pair =
            (it->state == pair->a && it->against == pair->b) || (it->state == pair->b && it->against == pair->a);
        if (it->instrument != instrument || !of_pair || !it->ends_relations)
            continue;
        bool made = !date_known(it->made) || day_number_of(it->made) <= pair->day;
        bool gone = date_known(it->withdrawn) && day_number_of(it->withdrawn) <= pair->day;
        if (made && !gone)
            return true;
    }
    return false;
}

static void add_with(struct bond *bond, uint32_t instrument)
{
    if (bond->with_count < BOND_WITH_MOST)
        bond->with[bond->with_count++] = instrument;
}

/* Who joined the older text by joining the amendment, or after it, is bound by the older one too towards those who did not. */
static bool joined_amended(const struct pair *pair, const struct tie_to *tie)
{
    struct turn x = book_turn(pair->book, tie->to, pair->a, pair->day),
                y = book_turn(pair->book, tie->to, pair->b, pair->day);
    struct turn new_x = book_turn(pair->book, tie->from, pair->a, pair->day);
    struct turn new_y = book_turn(pair->book, tie->from, pair->b, pair->day);
    return x.through || y.through || new_x.through || new_y.through;
}

/* What a newer instrument does to an older one between the two. */
static void look_at_newer(struct bond *bond, const struct pair *pair, const struct tie_to *tie)
{
    bool certain;
    enum shared shared = both_bound(pair, tie->from, &certain);
    struct turn x = book_turn(pair->book, tie->from, pair->a, pair->day);
    struct turn y = book_turn(pair->book, tie->from, pair->b, pair->day);
    bool one = x.standing == STANDING_PARTY || y.standing == STANDING_PARTY;
    bool newer_text = tie->kind != RELATION_KIND_SUPPLEMENTS && bond->stands != TREATY_BOND_STANDS_DISPLACED;
    if (newer_text && (shared == SHARED_MAYBE || (shared == SHARED_NO && one && !certain)))
        bond->certain = false; /* the newer text may govern: that the other did not join is not known */
    if (shared == SHARED_YES && tie->kind == RELATION_KIND_PREVAILS) {
        if (bond->stands != TREATY_BOND_STANDS_DISPLACED)
            bond->with_count = 0;
        bond->stands = TREATY_BOND_STANDS_DISPLACED;
        bond->law =
            arena_format(pair->arena, "%s art. %s", pair->book->treaties[tie->from].id, text_or(tie->articles, "-"));
        bond->certain &= certain;
        add_with(bond, tie->from);
    } else if (bond->stands == TREATY_BOND_STANDS_DISPLACED) {
        return;
    } else if (shared == SHARED_YES && tie->kind == RELATION_KIND_AMENDS) {
        bond->stands = TREATY_BOND_STANDS_AS_AMENDED;
        bond->law = "VCLT art. 40(4)";
        bond->certain &= certain;
        add_with(bond, tie->from);
    } else if (shared == SHARED_YES && tie->read_as_one) {
        add_with(bond, tie->from);
    } else if (one && tie->kind == RELATION_KIND_AMENDS && bond->stands == TREATY_BOND_STANDS_APPLIES) {
        bond->law = joined_amended(pair, tie) ? "VCLT art. 40(5)(b)" : "VCLT arts. 40(4), 30(4)(b)";
    }
}

static bool look_at(struct bond *bond, const struct pair *pair, uint32_t instrument)
{
    const struct treaty_book *book = pair->book;
    const struct treaty *treaty = &book->treaties[instrument];
    bool certain;
    enum shared shared = both_bound(pair, instrument, &certain);
    *bond = (struct bond){.instrument = instrument, .certain = certain};
    if (shared == SHARED_NO) {
        struct turn x = book_turn(book, instrument, pair->a, pair->day),
                    y = book_turn(book, instrument, pair->b, pair->day);
        bool one = x.standing == STANDING_PARTY || y.standing == STANDING_PARTY, older_certain;
        for (size_t i = 0; i < treaty->tie_count && one; i++)
            if (treaty->ties[i].kind != RELATION_KIND_SUPPLEMENTS &&
                both_bound(pair, treaty->ties[i].to, &older_certain) == SHARED_YES) {
                bond->stands = TREATY_BOND_STANDS_NOT_BETWEEN;
                bond->law = "VCLT arts. 34, 30(4)(b)";
                add_with(bond, treaty->ties[i].to);
            }
        return bond->stands;
    }
    if (shared == SHARED_MAYBE) {
        bond->stands = TREATY_BOND_STANDS_NOT_KNOWN;
        bond->certain = false;
        return true;
    }
    if (objected(pair, instrument)) {
        bond->stands = TREATY_BOND_STANDS_NOT_BETWEEN;
        bond->law = "VCLT arts. 20(4)(b), 21(3)";
        return true;
    }
    bond->stands = TREATY_BOND_STANDS_APPLIES;
    bond->law = "VCLT art. 26";
    for (size_t i = 0; i < book->tie_count; i++)
        if (book->ties[i].to == instrument)
            look_at_newer(bond, pair, &book->ties[i]);
    return true;
}

size_t bonds_between(
    struct bond **out, struct arena *arena, const struct treaty_book *book, uint32_t a, uint32_t b, day_number day)
{
    const struct pair pair = {book, arena, a, b, day};
    size_t count = 0;
    *out = NEW_ARRAY(arena, book->treaty_count + 1, struct bond);
    for (uint32_t i = 0; i < book->treaty_count; i++)
        count += look_at(&(*out)[count], &pair, i);
    return count;
}
