/* What the program can do, as it stands in the tables: overview, one command, manual page, completion. */
#include "base/text.h"
#include "cli/help.h"
#include "cli/operations.h"
#include "cli/table.h"
#include "record/reply.h"
#include <string.h>

/* `help` is the sentence itself. */
static void command_line(struct session_of_command *session, struct table *table, const char *noun, const char *verb,
    const char *arguments, const char *help)
{
    struct call *call = session->call;
    table_cell(table, 0,
        arena_format(call->arena, "  servanda %s%s%s%s%s", noun, verb ? " " : "", text_or(verb, ""),
            *arguments ? " " : "", arguments));
    table_cell(table, 1, help);
    table_row(table);
}

static enum err run_help(struct session_of_command *session)
{
    struct call *call = session->call;
    if (option_flag(session->arguments, "version")) {
        buffer_text(session->out, "servanda " VERSION "\n");
        return OK;
    }
    const char *noun = arguments_next(session->arguments);
    if (text_is(noun, "help"))
        noun = arguments_next(session->arguments);
    const struct record *record = noun ? record_named(noun) : NULL;
    struct table *table = table_new(call->arena, 2);
    if (!noun)
        buffer_format(session->out,
            "%s\n\n  servanda [--db FILE|postgres://…] [--lang ar|en|es|fr|ru|zh] [--as USER] NOUN VERB … "
            "[--json|--csv]\n\n",
            word(call->lang, "help.about"));
    for (const struct command *const *commands = command_tables; *commands; commands++)
        for (const struct command *command = *commands; command->noun; command++)
            if (!noun || strcmp(noun, command->noun) == 0)
                command_line(
                    session, table, command->noun, command->verb, command->arguments, word(call->lang, command->help));
    for (int i = 0; i < operation_count; i++)
        if (!noun || strcmp(noun, operations[i]->noun) == 0)
            command_line(session, table, operations[i]->noun, operations[i]->verb,
                operation_usage(call->arena, operations[i]), operation_title(call, operations[i]));
    for (const char *const *verb = record_verbs; *verb && (!noun || record); verb++)
        command_line(session, table, record ? record->noun : "NOUN", *verb,
            word(LANG_EN, arena_format(call->arena, "usage.%s", *verb)),
            word(call->lang, arena_format(call->arena, "help.%s", *verb)));
    table_print(table, session->out, 0);
    if (!noun) {
        buffer_format(session->out, "\n%s", word(call->lang, "help.nouns"));
        for (int i = 0; i < record_count; i++)
            buffer_format(session->out, "%s%s", i ? ", " : " ", records[i]->noun);
        buffer_byte(session->out, '\n');
    } else if (record) {
        struct table *fields = table_new(call->arena, 3);
        for (int i = 0; i < record->field_count; i++) {
            const struct field *field = &record->fields[i];
            struct buffer *kind = buffer_new(call->arena, 4096);
            buffer_text(kind, field->flags & FIELD_REQUIRED ? "! " : "  ");
            for (int c = 0; field->choices && field->choices[c]; c++)
                buffer_format(kind, "%s%s", c ? ", " : "", field->choices[c]);
            if (field->ref)
                buffer_text(kind, field->ref);
            if (field->form)
                buffer_text(kind, field->form);
            table_cell(
                fields, 0, arena_format(call->arena, "  %s%s", field->name, field->flags & FIELD_LANG ? "_LANG" : ""));
            table_cell(fields, 1, word_of(call->lang, "field", record->noun, field->name));
            table_cell(fields, 2, kind->at);
            table_row(fields);
        }
        buffer_format(session->out, "\n%s\n", record->about);
        table_print(fields, session->out, 0);
    } else if (!record && noun) {
        bool any = false;
        for (const struct command *const *commands = command_tables; *commands; commands++)
            for (const struct command *command = *commands; command->noun; command++)
                any |= strcmp(noun, command->noun) == 0;
        for (int i = 0; i < operation_count; i++)
            any |= strcmp(noun, operations[i]->noun) == 0;
        if (!any)
            return fail_field(call, ERR_USAGE, "no_command", NULL, noun);
    }
    return OK;
}

const struct command help_commands[] = {
    {"help", NULL, "[NOUN]", "help.help", NEEDS_NOTHING, run_help},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
