/* An instrument by region, and what it is to others: treaty regions, treaty ties. */
#include "gen/treaty.h"
#include "treaty/answer.h"
#include "treaty/load.h"

enum err treaty_regions(
    struct treaty_gap_list *out, struct db *db, struct call *call, const struct treaty_regions_asked *asked)
{
    const struct treaty_book *book;
    const char *const *regions;
    size_t count;
    enum err err = treaty_book_kept(&book, db, call);
    if (!err)
        err = regions_load(&regions, &count, db, call);
    if (err)
        return err;
    struct treaty_gap *items = NEW_ARRAY(call->arena, count + 1, struct treaty_gap);
    *out = (struct treaty_gap_list){items, 0};
    for (size_t i = 0; i < count && !err; i++) {
        struct members members;
        err = members_load(&members, db, call, book, regions[i], asked->as_of);
        if (err || !members.count)
            continue;
        items[out->items_count] =
            gap_of(call->arena, book, &members, book_treaty(book, asked->instrument), day_number_of(asked->as_of));
        items[out->items_count++].group = regions[i];
    }
    return err;
}

enum err treaty_ties(
    struct treaty_tie_list *out, struct db *db, struct call *call, const struct treaty_ties_asked *asked)
{
    const struct treaty_book *book;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    uint32_t place = book_treaty(book, asked->instrument);
    struct treaty_tie *items = NEW_ARRAY(call->arena, book->tie_count + 1, struct treaty_tie);
    *out = (struct treaty_tie_list){items, 0};
    for (size_t i = 0; i < book->tie_count; i++) {
        const struct tie_to *tie = &book->ties[i];
        if (tie->from != place && tie->to != place)
            continue;
        items[out->items_count++] = (struct treaty_tie){.instrument = book->treaties[tie->from].id,
            .kind = (enum treaty_tie_kind)tie->kind,
            .to = book->treaties[tie->to].id,
            .joining = (enum treaty_tie_joining)tie->joining,
            .read_as_one = tie->read_as_one,
            .ends_with = tie->ends_with,
            .articles = tie->articles};
    }
    return OK;
}
