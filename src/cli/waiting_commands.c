#include "cli/waiting_commands.h"
#include "access/token.h"
#include "base/text.h"
#include "cli/table.h"
#include "codec/json.h"
#include "record/tend.h"
#include "record/waiting.h"

/* ---- what waits ---- */

static void print_waiting(struct session_of_command *session, const struct waiting_list *list)
{
    struct call *call = session->call;
    static const char *const heads[] = {
        "waiting.clock", "waiting.step", "waiting.what", "waiting.whose", "waiting.waits_for", NULL};
    enum { ID = 5, COLUMNS };
    struct table *table = table_new(call->arena, COLUMNS);
    for (int i = 0; heads[i]; i++)
        table_head(table, i, word(call->lang, heads[i]), false);
    table_head(table, ID, "id", false);
    for (int i = 0; i < list->count; i++) {
        const struct waiting *item = &list->items[i];
        bool dated = date_known(item->reading.due);
        table_cell(table, 0, dated ? clock_words(call, item->step, &item->reading) : NULL);
        table_cell(table, 1, waiting_words(call, item));
        table_cell(table, 2, item->title);
        table_cell(table, 3, item->scope);
        table_cell(table, 4, waiting_whom(call, item));
        table_cell(table, ID, arena_format(call->arena, "%s %s", item->view.record->noun, view_id(&item->view)));
        table_row(table);
    }
    buffer_format(session->out, "%s\n", waiting_sentence(call, list));
    if (list->count)
        table_print(table, session->out, terminal_width());
    if (list->next)
        buffer_format(session->out, "%s\n", SAY(call->arena, call->lang, "waiting.goes_on", {"after", list->next, 0}));
}

static enum err run_waiting(struct session_of_command *session)
{
    struct call *call = session->call;
    struct waiting_list list;
    int64_t most;
    struct waiting_wish wish = {
        .all = option_flag(session->arguments, "all"), .after = option_text(session->arguments, "after")};
    bool calendar = option_flag(session->arguments, "ical");
    enum err err = option_number(&most, session->arguments, call, "most", session->print == PRINT_JSON ? 1000 : 50);
    wish.most = (int)(most > 1000 ? 1000 : most);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && calendar)
        return waiting_calendar(session->out, session->db, call, NULL);
    if (!err)
        err = waiting_list(&list, session->db, call, &wish);
    if (err)
        return err;
    if (session->print == PRINT_JSON)
        waiting_json(session->out, call, &list);
    else
        print_waiting(session, &list);
    return OK;
}

/* ---- the address of a calendar ---- */

static enum err run_address(struct session_of_command *session)
{
    char token[SECRET_TEXT];
    const char *name = option_text(session->arguments, "for");
    enum err err = arguments_done(session->arguments, session->call);
    if (!err)
        err = token_add_calendar(
            token, session->store, session->call, text_or(name, word(session->call->lang, "waiting.calendar")));
    if (!err)
        buffer_format(session->out, "/desk/calendar.ics?key=%s\n", token);
    return err;
}

static enum err run_addresses(struct session_of_command *session)
{
    struct call *call = session->call;
    struct api_token *tokens;
    int count = 0;
    enum err err = arguments_done(session->arguments, call);
    if (!err && !call->user->id)
        err = fail(call, ERR_LOGIN, "login");
    if (!err)
        err = token_list(&tokens, &count, session->db, call, call->user->id);
    struct table *table = table_new(call->arena, 3);
    for (int i = 0; i < count && !err; i++) {
        if (!tokens[i].calendar || tokens[i].withdrawn)
            continue;
        table_cell(table, 0, tokens[i].id);
        table_cell(table, 1, tokens[i].name);
        table_cell(table, 2, tokens[i].expires);
        table_row(table);
    }
    if (!err)
        table_print(table, session->out, terminal_width());
    return err;
}

static enum err run_withdraw(struct session_of_command *session)
{
    const char *id = arguments_next(session->arguments);
    enum err err = id ? arguments_done(session->arguments, session->call)
                      : fail_field(session->call, ERR_USAGE, "id_missing", "api_token", NULL);
    return err ? err : token_withdraw(session->store, session->call, id);
}

/* ---- what the program does by itself ---- */

static void report_json(struct session_of_command *session, const struct tend_report *report)
{
    struct json json = json_begin(session->out);
    json_object(&json);
    json_member_number(&json, "taken", report->taken);
    json_member_number(&json, "stopped", report->stopped);
    json_name(&json, "list");
    json_array(&json);
    for (int i = 0; i < report->stopped && i < MOST_STOPPED; i++) {
        json_object(&json);
        json_member(&json, "noun", report->list[i].noun);
        json_member(&json, "id", report->list[i].id);
        json_member(&json, "step", report->list[i].step);
        json_member(&json, "why", report->list[i].why);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(session->out, '\n');
}

/* The server does it every hour; where none runs, a timer of the system can. */
static enum err run_tend(struct session_of_command *session)
{
    struct call *call = session->call;
    struct tend_report *report = NEW(call->arena, struct tend_report);
    enum err err = arguments_done(session->arguments, call);
    if (!err && !user_has(call->user, ROLE_administrator))
        err = fail(call, ERR_FORBIDDEN, "forbidden");
    if (!err)
        err = tend(report, session->store, call);
    if (err)
        return err;
    if (session->print == PRINT_JSON) {
        report_json(session, report);
        return OK;
    }
    buffer_format(session->out, "%s\n", SAY(call->arena, call->lang, "tend.taken", {"n", NULL, report->taken}));
    for (int i = 0; i < report->stopped && i < MOST_STOPPED; i++)
        buffer_format(session->out, "%s %s: %s\n", report->list[i].noun, report->list[i].id,
            text_or(report->list[i].why, report->list[i].step));
    return OK;
}

const struct command waiting_commands[] = {
    {"waiting", "address", "[--for NAME]", "help.waiting_address", NEEDS_STORE, run_address},
    {"waiting", "addresses", "", "help.waiting_addresses", NEEDS_STORE, run_addresses},
    {"waiting", "withdraw", "ID", "help.waiting_withdraw", NEEDS_STORE, run_withdraw},
    {"waiting", NULL, "[--all] [--most N] [--after X] [--ical]", "help.waiting", NEEDS_STORE, run_waiting},
    {"tend", NULL, "", "help.tend", NEEDS_STORE, run_tend},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
