/* What is laid on whom, as it stood on a day: mandate duties. */
#include "gen/mandate.h"
#include "base/fold.h"
#include "base/text.h"
#include <string.h>

/* What was adopted by the day, of texts that stand; who and when are looked at row by row. */
static const SQL(duties_told,
    "SELECT d.id, o.symbol, p.number, p.cited_as, d.who, d.verb, d.what, d.recipient, d.due_text, d.due_from, "
    "d.due_to, d.due,"
    " d.recurring, d.state, d.resources, d.kind, d.due_mark, d.document, d.paragraph, d.ended_on"
    " FROM duty d JOIN document o ON o.id = d.document JOIN paragraph p ON p.id = d.paragraph"
    " WHERE (CAST($1 AS TEXT) IS NULL OR d.document = $1)"
    " AND (CAST($2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM series_member m WHERE m.series = $2"
    " AND m.document = d.document AND (m.belongs IS NULL OR m.belongs)))"
    " AND (CAST($3 AS TEXT) IS NULL OR d.kind = $3)"
    " AND (o.date IS NULL OR o.date <= $4) AND (o.set_aside IS NULL OR NOT o.set_aside)"
    " ORDER BY o.date NULLS FIRST, o.symbol NULLS FIRST, d.document, d.place");

struct telling {
    struct call *call;
    const struct mandate_duties_asked *asked;
    const char *who; /* folded */
    struct duty_told *items;
    size_t count, room;
};

static struct date date_at(struct rows *rows, int column)
{
    struct date date = {0};
    const char *text = rows_text(rows, column);
    return text && date_parse(&date, text) ? date : (struct date){0};
}

static int choice_at(struct rows *rows, int column, const char *field)
{
    const char *const *choices = duty_record.fields[field_named(&duty_record, field)].choices,
                      *word = rows_text(rows, column);
    for (int i = 0; word && choices[i]; i++)
        if (strcmp(choices[i], word) == 0)
            return i + 1;
    return 0;
}

/* As it stood: what ended later had not ended, and what is over now was not over. */
static enum duty_told_status status_on(struct date day, enum duty_state state, struct date ended, struct date due)
{
    bool later = date_known(ended) && date_compare(ended, day) > 0;
    if (state == DUTY_STATE_PAST || later)
        return date_known(due) && date_compare(due, day) < 0 && state == DUTY_STATE_PAST ? DUTY_TOLD_STATUS_PAST
                                                                                         : DUTY_TOLD_STATUS_OPEN;
    return (enum duty_told_status)state;
}

static bool is_wanted(const struct telling *telling, struct rows *rows, struct date due)
{
    const struct mandate_duties_asked *asked = telling->asked;
    struct date from = date_at(rows, 9), to = date_at(rows, 10);
    if (date_known(asked->from) &&
        (!date_known(due) || date_compare(date_last(date_known(to) ? to : due), asked->from) < 0))
        return false;
    if (date_known(asked->to) &&
        (!date_known(due) || date_compare(date_first(date_known(from) ? from : due), asked->to) > 0))
        return false;
    const char *who = rows_text(rows, 4);
    return !telling->who || (who && strstr(fold_text(telling->call->arena, who), telling->who));
}

/* The number as it is written, or else the place: "op 3". */
static const char *paragraph_of(struct call *call, struct rows *rows)
{
    const char *number = rows_text(rows, 2), *cited = rows_text(rows, 3), *symbol = rows_text(rows, 1);
    size_t skip = symbol && cited && text_starts(cited, symbol) ? strlen(symbol) + 1 : 0;
    return arena_text(call->arena, number ? number : cited && strlen(cited) > skip ? cited + skip : "");
}

static void tell(struct telling *telling, struct rows *rows)
{
    struct arena *arena = telling->call->arena;
    struct date due = date_at(rows, 11);
    if (!is_wanted(telling, rows, due))
        return;
    if (telling->count == telling->room) {
        size_t room = telling->room ? telling->room * 2 : 64;
        struct duty_told *grown = NEW_ARRAY(arena, room, struct duty_told);
        if (telling->count)
            memcpy(grown, telling->items, telling->count * sizeof *grown);
        telling->items = grown;
        telling->room = room;
    }
    struct duty_term *term = NEW(arena, struct duty_term);
    *term = (struct duty_term){rows_copy(rows, 8, arena), date_at(rows, 9), date_at(rows, 10)};
    telling->items[telling->count++] = (struct duty_told){.symbol = rows_copy(rows, 1, arena),
        .paragraph = paragraph_of(telling->call, rows),
        .who = rows_copy(rows, 4, arena),
        .verb = rows_copy(rows, 5, arena),
        .what = rows_copy(rows, 6, arena),
        .to = rows_copy(rows, 7, arena),
        .due = term,
        .due_count = term->text || date_known(term->from) || date_known(term->to),
        .recurring = rows_number(rows, 12) == 1,
        .status =
            status_on(telling->asked->as_of, (enum duty_state)choice_at(rows, 13, "state"), date_at(rows, 19), due),
        .resources = (enum duty_told_resources)choice_at(rows, 14, "resources"),
        .kind = (enum duty_told_kind)choice_at(rows, 15, "kind"),
        .mark = (enum duty_told_mark)choice_at(rows, 16, "due_mark"),
        .document = rows_copy(rows, 17, arena),
        .at = rows_copy(rows, 18, arena),
        .duty = rows_copy(rows, 0, arena)};
}

enum err mandate_duties(
    struct duty_told_list *out, struct db *db, struct call *call, const struct mandate_duties_asked *asked)
{
    static const char *const kinds[] = {NULL, "report", "agenda", "expiry", "task"};
    char day[DATE_TEXT];
    struct rows *rows;
    struct telling telling = {.call = call, .asked = asked};
    telling.who = text_empty(asked->who) ? NULL : fold_text(call->arena, asked->who);
    enum err err = db_query(&rows, db, call, &duties_told,
        ARGS(arg_text(asked->document), arg_text(asked->series), arg_text(kinds[asked->kind]),
            arg_text(date_text(day, asked->as_of))));
    while (!err && rows_next(rows))
        tell(&telling, rows);
    *out = (struct duty_told_list){telling.items, telling.count};
    return err ? err : rows_end(rows);
}
