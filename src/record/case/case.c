/* The rules of the records in case.decl. */
#include "gen/case.h"
#include "base/text.h"
#include "record/case/case.h"

enum err petition_is_possible(struct call *call, const struct petition_is_possible_facts *facts)
{
    if (!facts->from)
        return fail_of(call, "petition", "required", "from", NULL, NULL);
    if (facts->related && facts->before && text_is(facts->related->row.id, facts->before->row.id))
        return fail_of(call, "petition", "no_reference", "related", facts->related->row.id, "petition");
    if (facts->after->state == PETITION_STATE_FALLEN && facts->after->weight == 0)
        return fail_of(call, "petition", "number_range", "weight", "0", "1..");
    return OK;
}

/* A weight, or a lighter petition that is about it: what is read must be there. */
enum err petition_has_weight(struct call *call, const struct petition_has_weight_facts *facts)
{
    const struct petition *petition = facts->after;
    bool in_realm = false;
    if (facts->related && !text_is(facts->related->row.id, petition->related))
        return fail_of(call, "petition", "no_reference", "related", facts->related->row.id, "petition");
    for (size_t i = 0; i < facts->petition_by_from_count; i++)
        in_realm |= text_is(facts->petition_by_from[i]->row.id, petition->row.id);
    if (!in_realm)
        return fail_of(call, "petition", "no_reference", "from", petition->from, "realm");
    for (size_t i = 0; i < facts->petition_by_related_count; i++)
        if (facts->petition_by_related[i]->weight != UNKNOWN)
            return OK;
    return petition->weight == UNKNOWN ? fail_of(call, "petition", "required", "weight", NULL, NULL) : OK;
}

enum err petition_is_quiet(struct call *call, const struct petition_is_quiet_facts *facts)
{
    return facts->after->objected == 1 ? fail_of(call, "petition", "fixed", "objected", NULL, NULL) : OK;
}

/* ---- operations ---- */

static const SQL(all_petitions, "SELECT id, from_, subject, kind FROM petition ORDER BY id");

enum err petition_count_build(struct petition_count **out, struct arena *into, struct db *db, struct call *call)
{
    struct rows *rows;
    struct petition_count *count = *out = NEW(into, struct petition_count);
    petition_counts_built++;
    enum err err = db_query(&rows, db, call, &all_petitions, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows))
        count->petitions++;
    return rows_end(rows);
}

int petition_counts_built;

/* The first word of each subject of a realm (NULL: of all). */
static enum err first_words(
    struct petition_word_list *out, struct db *db, struct call *call, const char *realm, const char *kind)
{
    enum { MOST = 100 };
    struct rows *rows;
    struct petition_word *words = NEW_ARRAY(call->arena, MOST, struct petition_word);
    size_t count = 0;
    enum err err = db_query(&rows, db, call, &all_petitions, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows) && count < MOST) {
        if ((realm && !text_is(rows_text(rows, 1), realm)) || (kind && !text_is(rows_text(rows, 3), kind)))
            continue;
        const char **marks = NEW_ARRAY(call->arena, 2, const char *);
        marks[0] = rows_copy(rows, 0, call->arena);
        marks[1] = "!";
        words[count++] = (struct petition_word){
            .word = rows_copy(rows, 2, call->arena), .times = 1, .marks = marks, .marks_count = 2};
    }
    *out = (struct petition_word_list){words, count};
    return rows_end(rows);
}

enum err petition_sum(
    struct petition_sum *out, struct db *db, struct call *call, const struct petition_sum_asked *asked)
{
    struct petition_word_list words;
    const struct petition_count *all;
    enum err err = first_words(&words, db, call, asked->realm, NULL);
    if (!err)
        err = petition_count_kept(&all, db, call);
    if (err)
        return err;
    *out = (struct petition_sum){.realm = asked->realm,
        .on = asked->on,
        .count = (int64_t)all->petitions,
        .kind = PETITION_SUM_KIND_ODD,
        .urgent = words.items_count >= (size_t)asked->least,
        .words = words.items,
        .words_count = words.items_count};
    return OK;
}

enum err petition_words(
    struct petition_word_list *out, struct db *db, struct call *call, const struct petition_words_asked *asked)
{
    static const char *const kinds[] = {NULL, "plain", "urgent", "odd"};
    return first_words(out, db, call, NULL, kinds[asked->kind]);
}

enum err petition_stamp(
    struct petition_sum *out, struct store *store, struct call *call, const struct petition_stamp_asked *asked)
{
    struct input weight = {"weight", arena_format(call->arena, "%lld", (long long)asked->weight)};
    struct outcome outcome;
    *out = (struct petition_sum){.count = asked->weight, .urgent = UNKNOWN};
    return record_set(&outcome, store, call, record_named("petition"), asked->petition, 0, &weight, 1);
}
