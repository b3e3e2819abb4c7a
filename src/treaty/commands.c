#include "treaty/commands.h"
#include "base/text.h"
#include "cli/faults.h"
#include "cli/table.h"
#include "codec/json.h"
#include "treaty/import.h"
#include "treaty/package_file.h"

static const char *choice_word(const struct shape *shape, int part, int choice)
{
    return shape->parts[part].field.choices[choice - 1];
}

static const char *standing_word(enum standing standing)
{
    return choice_word(&treaty_cell_shape, 2, (int)standing + 1);
}

static void date_member(struct json *json, const char *name, struct date date)
{
    char text[DATE_TEXT];
    json_member(json, name, date_known(date) ? date_text(text, date) : NULL);
}

static void print_json(struct session_of_command *session, const struct import_report *report, bool dry_run)
{
    struct json json = json_begin(session->out);
    json_object(&json);
    json_member_number(&json, "rows", report->actions.rows);
    json_member_number(&json, "added", report->actions.added);
    json_member_number(&json, "changed", report->actions.changed);
    json_member_number(&json, "same", report->actions.same);
    json_member_number(&json, "bad", report->actions.bad);
    json_name(&json, "held");
    json_array(&json);
    for (size_t i = 0; i < report->held_count; i++) {
        json_object(&json);
        json_member_number(&json, "line", report->held[i].line);
        json_member(&json, "name", report->held[i].name);
        json_member(&json, "instrument", report->held[i].instrument);
        json_member(&json, "nearest", report->held[i].nearest);
        json_end(&json);
    }
    json_end(&json);
    json_name(&json, "changes");
    json_array(&json);
    for (size_t i = 0; i < report->changes_count; i++) {
        json_object(&json);
        json_member(&json, "state", report->changes[i].state);
        json_member(&json, "instrument", report->changes[i].instrument);
        json_member(&json, "before", standing_word(report->changes[i].before));
        json_member(&json, "after", standing_word(report->changes[i].after));
        json_end(&json);
    }
    json_end(&json);
    json_name(&json, "doubts");
    json_array(&json);
    for (size_t i = 0; i < report->doubts_count; i++) {
        json_object(&json);
        json_member_number(&json, "line", report->doubts[i].line ? report->doubts[i].line : UNKNOWN);
        json_member(&json, "kind", choice_word(&treaty_doubt_shape, 0, (int)report->doubts[i].kind));
        json_member(&json, "state", report->doubts[i].state);
        json_member(&json, "instrument", report->doubts[i].instrument);
        date_member(&json, "date", report->doubts[i].date);
        json_end(&json);
    }
    json_end(&json);
    json_member_bool(&json, "dry_run", dry_run);
    json_end(&json);
    buffer_byte(session->out, '\n');
}

static const char *label(struct session_of_command *session, const char *name)
{
    return word_of(session->call->lang, "field", "treaty_import", name);
}

static const char *line_words(struct session_of_command *session, int line)
{
    return line ? number_text(session->call->arena, session->call->lang, line) : NULL;
}

static void print_held(struct session_of_command *session, const struct import_report *report)
{
    struct table *table = table_new(session->call->arena, 4);
    static const char *const heads[] = {"line", "name_told", "instrument", "nearest"};
    for (int i = 0; i < 4; i++)
        table_head(table, i, label(session, heads[i]), i == 0);
    for (size_t i = 0; i < report->held_count; i++) {
        table_cell(table, 0, line_words(session, report->held[i].line));
        table_cell(table, 1, report->held[i].name);
        table_cell(table, 2, report->held[i].instrument);
        table_cell(table, 3, report->held[i].nearest);
        table_row(table);
    }
    buffer_format(session->out, "\n%s\n", label(session, "held"));
    table_print(table, session->out, terminal_width());
}

static void print_changes(struct session_of_command *session, const struct import_report *report)
{
    struct call *call = session->call;
    struct table *table = table_new(call->arena, 4);
    static const char *const heads[] = {"state", "instrument", "before", "after"};
    for (int i = 0; i < 4; i++)
        table_head(table, i, label(session, heads[i]), false);
    for (size_t i = 0; i < report->changes_count; i++) {
        table_cell(table, 0, report->changes[i].state);
        table_cell(table, 1, report->changes[i].instrument);
        table_cell(table, 2, word_of(call->lang, "choice", "status", standing_word(report->changes[i].before)));
        table_cell(table, 3, word_of(call->lang, "choice", "status", standing_word(report->changes[i].after)));
        table_row(table);
    }
    buffer_format(session->out, "\n%s\n", label(session, "changes"));
    table_print(table, session->out, terminal_width());
}

static void print_doubts(struct session_of_command *session, const struct import_report *report)
{
    struct call *call = session->call;
    struct table *table = table_new(call->arena, 5);
    static const char *const heads[] = {"line", "state", "instrument", "date", "kind"};
    for (int i = 0; i < 5; i++)
        table_head(table, i, label(session, heads[i]), i == 0);
    for (size_t i = 0; i < report->doubts_count; i++) {
        const struct import_doubt *doubt = &report->doubts[i];
        table_cell(table, 0, line_words(session, doubt->line));
        table_cell(table, 1, doubt->state);
        table_cell(table, 2, doubt->instrument);
        table_cell(table, 3, date_known(doubt->date) ? date_words(call->arena, call->lang, doubt->date) : NULL);
        table_cell(
            table, 4, word_of(call->lang, "choice", "kind", choice_word(&treaty_doubt_shape, 0, (int)doubt->kind)));
        table_row(table);
    }
    buffer_format(session->out, "\n%s\n", label(session, "doubts"));
    table_print(table, session->out, terminal_width());
}

static void print_report(struct session_of_command *session, const struct import_report *report, bool dry_run)
{
    struct call *call = session->call;
    buffer_format(session->out, "%s\n",
        SAY(call->arena, call->lang, dry_run ? "import_would" : "import_did", {"n", NULL, report->actions.rows},
            {"added", NULL, report->actions.added}, {"changed", NULL, report->actions.changed},
            {"same", NULL, report->actions.same}, {"bad", NULL, report->actions.bad}));
    if (report->held_count)
        print_held(session, report);
    if (report->changes_count)
        print_changes(session, report);
    if (report->doubts_count)
        print_doubts(session, report);
}

static enum err run_import(struct session_of_command *session)
{
    struct import_report report;
    const char *file = arguments_next(session->arguments);
    const struct import_wish wish = {.file = file,
        .instrument = option_text(session->arguments, "instrument"),
        .source = option_text(session->arguments, "source"),
        .dry_run = option_flag(session->arguments, "dry-run"),
        .skip_bad = option_flag(session->arguments, "skip-bad")};
    enum err err = file ? arguments_done(session->arguments, session->call)
                        : fail_field(session->call, ERR_USAGE, "file_missing", NULL, NULL);
    if (!err)
        err = treaty_import(&report, session->store, session->db, session->call, &wish);
    if (err)
        return err;
    if (report.actions.bad) /* passed over as asked, but said */
        faults_print(session->call, ERR_INVALID, session->print == PRINT_JSON);
    if (session->print == PRINT_JSON)
        print_json(session, &report, wish.dry_run);
    else
        print_report(session, &report, wish.dry_run);
    return OK;
}

const struct command treaty_commands[] = {
    {"treaty", "import", "FILE.csv [--instrument ID] [--source ID] [--dry-run] [--skip-bad]", "help.treaty_import",
        NEEDS_STORE, run_import},
    {"treaty", "draft", "--state STATE --instrument ID [--deposit DATE] [--act ACT] -o FILE.docx|FILE.pdf",
        "help.treaty_draft", NEEDS_STORE, run_draft},
    {0},
};
