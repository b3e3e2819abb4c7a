/*
 * What shells need to know, written from the tables: `servanda completion bash|zsh|fish`.
 */
#include "base/text.h"
#include "cli/completion.h"
#include "store/record.h"
#include <string.h>

/* Every noun once, with its verbs between spaces; verbs of a record are those all records have. */
typedef void each_noun(struct buffer *out, const char *noun, const char *verbs);

/* Of all tables: several may have commands of one noun. */
static const char *verbs_of(struct arena *arena, const char *noun)
{
    struct buffer *verbs = buffer_new(arena, 4096);
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++)
            if (strcmp(command->noun, noun) == 0 && command->verb)
                buffer_format(verbs, "%s%s", verbs->size ? " " : "", command->verb);
    return verbs->at;
}

static bool is_first(const struct command *of)
{
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++)
            if (strcmp(command->noun, of->noun) == 0)
                return command == of;
    return false;
}

static void nouns(struct session_of_command *session, each_noun *each)
{
    struct arena *arena = session->call->arena;
    struct buffer *of_records = buffer_new(arena, 4096);
    for (const char *const *verb = record_verbs; *verb; verb++)
        buffer_format(of_records, "%s%s", of_records->size ? " " : "", *verb);
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++)
            if (is_first(command))
                each(session->out, command->noun, verbs_of(arena, command->noun));
    for (int i = 0; i < record_count; i++)
        each(session->out, records[i]->noun, of_records->at);
}

static void bash_case(struct buffer *out, const char *noun, const char *verbs)
{
    buffer_format(out, "        %s) words=\"%s\" ;;\n", noun, verbs);
}

static void only_noun(struct buffer *out, const char *noun, const char *verbs)
{
    (void)verbs;
    buffer_format(out, " %s", noun);
}

static void write_bash(struct session_of_command *session)
{
    struct buffer *out = session->out;
    buffer_text(out,
        "# Completion of servanda for bash; written by `servanda completion bash`.\n"
        "_servanda() {\n    local word=${COMP_WORDS[COMP_CWORD]} words\n"
        "    case $COMP_CWORD in\n    1) words=\"");
    nouns(session, only_noun);
    buffer_text(out, "\" ;;\n    2)\n        case ${COMP_WORDS[1]} in\n");
    nouns(session, bash_case);
    buffer_text(out,
        "        esac ;;\n    *) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -F _servanda servanda\n");
}

static void zsh_case(struct buffer *out, const char *noun, const char *verbs)
{
    buffer_format(out, "    %s) choices=(%s) ;;\n", noun, verbs);
}

static void write_zsh(struct session_of_command *session)
{
    struct buffer *out = session->out;
    buffer_text(out,
        "#compdef servanda\n# Written by `servanda completion zsh`.\nlocal -a choices\ncase $CURRENT in\n2) choices=(");
    nouns(session, only_noun);
    buffer_text(out, ") ;;\n3)\n    case $words[2] in\n");
    nouns(session, zsh_case);
    buffer_text(out, "    esac ;;\n*) _files; return ;;\nesac\ncompadd -- $choices\n");
}

static void fish_line(struct buffer *out, const char *noun, const char *verbs)
{
    buffer_format(out, "complete -c servanda -n '__fish_use_subcommand' -f -a %s\n", noun);
    if (*verbs)
        buffer_format(out, "complete -c servanda -n '__fish_seen_subcommand_from %s' -f -a '%s'\n", noun, verbs);
}

static enum err run_completion(struct session_of_command *session)
{
    const char *shell = arguments_next(session->arguments);
    enum err err = arguments_done(session->arguments, session->call);
    if (err)
        return err;
    if (text_is(shell, "bash"))
        write_bash(session);
    else if (text_is(shell, "zsh"))
        write_zsh(session);
    else if (text_is(shell, "fish"))
        nouns(session, fish_line);
    else
        return fail_want(session->call, ERR_USAGE, "no_shell", NULL, text_or(shell, ""), "bash, zsh, fish");
    return OK;
}

const struct command completion_commands[] = {
    {"completion", NULL, "bash|zsh|fish", "help.completion", NEEDS_NOTHING, run_completion},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
