/* Duties into the store, and those that a newer text of the series supersedes. */
#include <stdlib.h>
#include <string.h>
#include "mandate/keep.h"

static const SQL(duties_of_document, "SELECT id FROM duty WHERE document = $1 ORDER BY id");

/* Whether another text under the same symbol has laid them already. */
static bool are_laid(const struct keeper *keeper, const struct known_document *document)
{
    for (const struct known_document *each = known_by_symbol(keeper->known, document->symbol); each;
         each = each->same_symbol)
        if (text_is(each->symbol, document->symbol) && each->lays)
            return true;
    return false;
}

static enum err keep_duty(struct keeper *keeper, struct call *call, const struct plan_duty *planned,
    const struct kept_text *text, const struct known_document *document)
{
    struct duty row = planned->row;
    bool over = date_known(row.due) && date_compare(row.due, call->today) < 0;
    row.document = document->id;
    row.paragraph =
        arena_format(call->arena, "%s.%s", document->id, text->plan->pieces.at[planned->paragraph - 1].anchor);
    row.name = keep_cut(call->arena, &duty_record, "name", row.name);
    row.who = keep_cut(call->arena, &duty_record, "who", row.who);
    row.verb = keep_cut(call->arena, &duty_record, "verb", row.verb);
    row.what = keep_cut(call->arena, &duty_record, "what", row.what);
    row.recipient = keep_cut(call->arena, &duty_record, "recipient", row.recipient);
    row.due_text = keep_cut(call->arena, &duty_record, "due_text", row.due_text);
    row.condition = keep_cut(call->arena, &duty_record, "condition", row.condition);
    row.state = over ? DUTY_STATE_PAST : DUTY_STATE_OPEN;
    return keep_row(keeper, call, BATCH_DUTY, NULL, &row);
}

enum err keep_duties(
    struct keeper *keeper, struct call *call, const struct kept_text *text, struct known_document *document)
{
    enum err err = OK;
    if (are_laid(keeper, document))
        return OK;
    for (size_t i = 0; i < text->plan->duty_count && !err; i++) {
        err = keep_duty(keeper, call, &text->plan->duties[i], text, document);
        document->lays = true;
        document->recurs |= text->plan->duties[i].row.recurring == 1;
    }
    return err;
}

/* ---- what is superseded ---- */

static enum err supersede_one(struct keeper *keeper, struct call *call, const char *id, const struct known_document *by)
{
    struct duty *before, after;
    enum err err = duty_load(&before, keeper->db, call, id);
    if (err)
        return err;
    bool waits = before->state == DUTY_STATE_OPEN || before->state == DUTY_STATE_PAST;
    bool later = !date_known(before->due) || date_compare(before->due, by->date) > 0;
    if (before->recurring != 1 || !waits || !later)
        return OK;
    after = *before;
    after.state = DUTY_STATE_SUPERSEDED;
    after.superseded_by = by->id;
    after.ended_on = call->today;
    return keep_row(keeper, call, BATCH_DUTY, before, &after);
}

static enum err supersede(
    struct keeper *keeper, struct call *call, const struct known_document *older, const struct known_document *by)
{
    struct rows *rows;
    const char **ids = NULL;
    size_t count = 0, room = 0;
    enum err err = db_query(&rows, keeper->db, call, &duties_of_document, ARGS(arg_text(older->id)));
    while (!err && rows_next(rows)) {
        if (count == room) {
            size_t more = room ? room * 2 : 32;
            const char **grown = NEW_ARRAY(call->arena, more, const char *);
            if (count)
                memcpy(grown, ids, count * sizeof *grown);
            ids = grown;
            room = more;
        }
        ids[count++] = rows_copy(rows, 0, call->arena);
    }
    if (!err)
        err = rows_end(rows);
    for (size_t i = 0; i < count && !err; i++)
        err = supersede_one(keeper, call, ids[i], by);
    return err;
}

static int by_series_and_date(const void *a, const void *b)
{
    const struct known_document *x = *(struct known_document *const *)a, *y = *(struct known_document *const *)b;
    int order = strcmp(x->series, y->series);
    return order ? order : date_compare(x->date, y->date);
}

/* Each recurring duty of a text of a series ends where the next adopted text of the series begins. */
static enum err settle_series(struct keeper *keeper)
{
    const struct known *known = keeper->known;
    struct known_document **members = NEW_ARRAY(known->arena, known->count + 1, struct known_document *);
    size_t count = 0;
    enum err err = OK;
    for (size_t i = 0; i < known->count; i++)
        if (known->all[i]->series && !known->all[i]->out && !known->all[i]->set_aside &&
            known->all[i]->stage == DOCUMENT_STAGE_ADOPTED && date_known(known->all[i]->date))
            members[count++] = known->all[i];
    if (count)
        qsort(members, count, sizeof *members, by_series_and_date);
    for (size_t i = 0; i + 1 < count && !err; i++)
        if (members[i]->recurs && strcmp(members[i]->series, members[i + 1]->series) == 0 &&
            !text_is(members[i]->symbol, members[i + 1]->symbol))
            err = supersede(keeper, keeper->call, members[i], members[i + 1]);
    return err;
}

/* ---- drafts and what was adopted of them ---- */

enum { DAYS_TO_ADOPTION = 550 };

bool keep_is_adopted_of(const struct known_document *text, const struct known_document *draft)
{
    if (text->stage != DOCUMENT_STAGE_ADOPTED || text->title_key != draft->title_key || text->set_aside ||
        text->language != draft->language || text_is(text->symbol, draft->symbol) || !date_known(text->date) ||
        !date_known(draft->date))
        return false;
    int64_t days = date_days(date_last(text->date)) - date_days(date_first(draft->date));
    return days >= 0 && days <= DAYS_TO_ADOPTION && !text_is(text->organ, draft->organ);
}

static enum err pair_draft(struct keeper *keeper, struct known_document *draft)
{
    const struct known_document *found = NULL;
    struct document *before, after;
    if (!draft->title_key)
        return OK;
    for (const struct known_document *each = known_by_title(keeper->known, draft->title_key); each;
         each = each->same_title)
        if (keep_is_adopted_of(each, draft) && (!found || date_compare(each->date, found->date) < 0))
            found = each;
    if (!found)
        return OK;
    enum err err = document_load(&before, keeper->db, keeper->call, draft->id);
    if (err)
        return err;
    after = *before;
    after.adopted_as = draft->adopted_as = found->id;
    return keep_row(keeper, keeper->call, BATCH_DOCUMENT, before, &after);
}

enum err keep_settle(struct keeper *keeper)
{
    enum err err = OK;
    if (!keeper->touched_count)
        return OK;
    for (size_t i = 0; i < keeper->known->count && !err; i++)
        if (keeper->known->all[i]->stage == DOCUMENT_STAGE_DRAFT && !keeper->known->all[i]->adopted_as)
            err = pair_draft(keeper, keeper->known->all[i]);
    return err ? err : settle_series(keeper);
}
