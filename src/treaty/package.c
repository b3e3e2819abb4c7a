/* What it takes to become a party: treaty package. The rules are those of joining.h; what may be declared is read from the provisions. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "gen/treaty.h"
#include "treaty/answer.h"
#include "treaty/joining.h"
#include "treaty/load.h"

/* Declarations in the order in which a person has to think of them. */
static const struct {
    enum provision_category category;
    enum treaty_declaration_kind kind;
    enum treaty_declaration_need need;
} declarations[] = {
    {PROVISION_CATEGORY_NOTIFY_OPTIONAL_JURISDICTION, TREATY_DECLARATION_KIND_JURISDICTION_NOTICE,
        TREATY_DECLARATION_NEED_MUST},
    {PROVISION_CATEGORY_DECLARATION_PRODUCER_STATE, TREATY_DECLARATION_KIND_PRODUCER_STATE,
        TREATY_DECLARATION_NEED_MUST},
    {PROVISION_CATEGORY_DECLARATION_ANNEX_EXCLUSION, TREATY_DECLARATION_KIND_ANNEX_EXCLUSION,
        TREATY_DECLARATION_NEED_MAY},
    {PROVISION_CATEGORY_DECLARATION_FAMILY_EXEMPTION, TREATY_DECLARATION_KIND_FAMILY_EXEMPTION,
        TREATY_DECLARATION_NEED_MAY},
    {PROVISION_CATEGORY_DISPUTE_SETTLEMENT_RESERVATION, TREATY_DECLARATION_KIND_DISPUTE_OPTOUT,
        TREATY_DECLARATION_NEED_MAY},
    {PROVISION_CATEGORY_CONVENTION_AS_EXTRADITION_BASIS_OPTIONAL, TREATY_DECLARATION_KIND_EXTRADITION_BASIS,
        TREATY_DECLARATION_NEED_USEFUL},
};
enum { DECLARATIONS = sizeof declarations / sizeof *declarations };

static bool is_article(const struct treaty_provision *provision)
{
    return !text_is(provision->articles, "none");
}

/* Each kind once, with the articles of all rows of its category. */
static void tell_declarations(struct treaty_package *out, struct arena *arena, const struct treaty_provision_list *all)
{
    struct treaty_declaration *items = NEW_ARRAY(arena, DECLARATIONS + 1, struct treaty_declaration);
    out->declarations = items;
    for (int d = 0; d < DECLARATIONS; d++) {
        struct treaty_declaration item = {.kind = declarations[d].kind, .need = declarations[d].need};
        for (size_t i = 0; i < all->items_count; i++) {
            const struct treaty_provision *provision = &all->items[i];
            if ((int)provision->category != (int)declarations[d].category || !is_article(provision))
                continue;
            item.articles =
                item.articles ? arena_format(arena, "%s; %s", item.articles, provision->articles) : provision->articles;
            if (!item.mark || provision->mark == TREATY_PROVISION_MARK_UNVERIFIED)
                item.mark = (enum treaty_declaration_mark)provision->mark;
        }
        if (item.articles)
            items[out->declarations_count++] = item;
    }
}

/* As the law is written: what is an offence before who tries it, and both before how States help one another. */
static int provisions_in_order(const void *a, const void *b)
{
    const struct treaty_provision *x = a, *y = b;
    int order = (int)x->category - (int)y->category;
    return order ? order : strcmp(x->articles, y->articles);
}

static void tell_provisions(struct treaty_package *out, struct arena *arena, const struct treaty_provision_list *all)
{
    struct treaty_provision *items = NEW_ARRAY(arena, all->items_count + 1, struct treaty_provision);
    out->provisions = items;
    for (size_t i = 0; i < all->items_count; i++)
        if (is_article(&all->items[i]))
            items[out->provisions_count++] = all->items[i];
    if (out->provisions_count)
        qsort(items, out->provisions_count, sizeof *items, provisions_in_order);
}

/* Who signed ratifies, accepts or approves; who did not accedes. */
static enum err choose_act(struct treaty_package *out, struct call *call, const struct treaty_package_asked *asked)
{
    bool accedes = out->way == TREATY_PACKAGE_WAY_ACCEDE, wanted = asked->act == TREATY_PACKAGE_ASKED_ACT_ACCESSION;
    if (asked->act && out->way && accedes != wanted)
        return fail_field(call, ERR_INVALID, accedes ? "not_signed" : "signed_or_open", "act", NULL);
    out->act = asked->act ? (enum treaty_package_act)asked->act
        : accedes         ? TREATY_PACKAGE_ACT_ACCESSION
                          : TREATY_PACKAGE_ACT_RATIFICATION;
    return OK;
}

enum err treaty_package(
    struct treaty_package *out, struct db *db, struct call *call, const struct treaty_package_asked *asked)
{
    const struct treaty_book *book;
    struct treaty_provision_list provisions;
    struct joining joining;
    enum err err = treaty_book_kept(&book, db, call);
    if (!err)
        err = provisions_load(&provisions, db, call, asked->instrument);
    if (err)
        return err;
    uint32_t place = book_treaty(book, asked->instrument), state = book_body(book, asked->state);
    day_number day = day_number_of(asked->deposit);
    const struct treaty *treaty = &book->treaties[place];
    const struct book_cell *cell = book_cell(book, place, state);
    *out =
        (struct treaty_package){.status = (enum treaty_package_status)(book_turn(book, place, state, day).standing + 1),
            .signed_on = cell && cell->course.signed_by <= day ? cell->course.signature->date : (struct date){0},
            .depositary = treaty->depositaries,
            .depositary_count = treaty->depositary_count,
            .certain = UNKNOWN};
    if (book->bodies[state].able && joining_of(&joining, book, place, state, asked->deposit)) {
        out->way = (enum treaty_package_way)joining.way;
        out->until = joining.until;
        out->in_force_from = joining.in_force_from;
        out->certain = joining.certain;
        out->first = treaty_ids(&out->first_count, call->arena, book, joining.first, joining.first_count);
        out->brings = treaty_ids(&out->brings_count, call->arena, book, joining.brings, joining.brings_count);
    }
    tell_declarations(out, call->arena, &provisions);
    tell_provisions(out, call->arena, &provisions);
    return choose_act(out, call, asked);
}
