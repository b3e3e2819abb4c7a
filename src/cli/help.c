/* servanda help: what there is, and one noun in full. */
#include "base/text.h"
#include "cli/help.h"
#include "cli/operations.h"
#include "cli/table.h"
#include <string.h>

/* Names and sentences side by side, a line free between nouns. */
static void overview(struct buffer *out, struct call *call, struct help_list list)
{
    struct table *table = table_new(call->arena, 2);
    for (size_t i = 0; i < list.count; i++) {
        const struct help_entry *entry = &list.at[i];
        bool alone = !entry->verb && (i + 1 == list.count || !text_is(list.at[i + 1].noun, entry->noun));
        if (i && !alone && !text_is(list.at[i - 1].noun, entry->noun))
            table_row(table);
        table_cell(table, 0,
            arena_format(call->arena, "  %s%s%s", entry->noun, entry->verb ? " " : "", text_or(entry->verb, "")));
        table_cell(table, 1, entry->about);
        table_row(table);
    }
    table_print(table, out, 0);
}

/* `verb`: of one only, where there is one of that name. */
static void in_full(struct buffer *out, struct call *call, struct help_list list, const char *verb)
{
    bool one = false;
    for (size_t i = 0; verb && i < list.count; i++)
        one |= text_is(list.at[i].verb, verb);
    for (size_t i = 0; i < list.count; i++)
        if (!one || text_is(list.at[i].verb, verb))
            buffer_format(out, "  %s\n      %s\n", help_usage(call, &list.at[i]), list.at[i].about);
}

static void fields(struct buffer *out, struct call *call, const struct record *record)
{
    struct table *table = table_new(call->arena, 3);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        table_cell(
            table, 0, arena_format(call->arena, "  %s%s", field->name, field->flags & FIELD_LANG ? "_LANG" : ""));
        table_cell(table, 1, word_of(call->lang, "field", record->noun, field->name));
        table_cell(table, 2,
            arena_format(
                call->arena, "%s%s", field->flags & FIELD_REQUIRED ? "! " : "  ", help_field_kind(call, record, i)));
        table_row(table);
    }
    buffer_format(out, "\n%s\n", record->about);
    table_print(table, out, 0);
}

static void everything(struct buffer *out, struct call *call)
{
    buffer_format(out,
        "%s\n\n  servanda [--db FILE|postgres://…] [--lang ar|en|es|fr|ru|zh] [--as USER] NOUN VERB … "
        "[--json|--csv]\n\n",
        word(call->lang, "help.about"));
    overview(out, call, help_entries(call, NULL));
    buffer_byte(out, '\n');
    overview(out, call, help_record_entries(call, "NOUN"));
    buffer_format(out, "\n%s", word(call->lang, "help.nouns"));
    for (int i = 0; i < record_count; i++)
        buffer_format(out, "%s%s", i ? ", " : " ", records[i]->noun);
    buffer_format(out, "\n\n%s\n", word(call->lang, "help.more"));
}

static enum err run_help(struct session_of_command *session)
{
    struct call *call = session->call;
    if (option_flag(session->arguments, "version")) {
        buffer_text(session->out, "servanda " VERSION "\n");
        return OK;
    }
    if (option_flag(session->arguments, "man")) {
        manual_page(session->out, call);
        return OK;
    }
    const char *noun = arguments_next(session->arguments);
    if (!noun) {
        everything(session->out, call);
        return OK;
    }
    const struct record *record = record_named(noun);
    struct help_list list = help_entries(call, noun);
    if (!record && !list.count)
        return fail_field(call, ERR_USAGE, "no_command", NULL, noun);
    const char *verb = arguments_next(session->arguments);
    in_full(session->out, call, list, verb);
    if (record) {
        in_full(session->out, call, help_record_entries(call, noun), verb);
        fields(session->out, call, record);
    }
    return OK;
}

const struct command help_commands[] = {
    {"help", NULL, "[NOUN [VERB]]", "help.help", NEEDS_NOTHING, run_help},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
