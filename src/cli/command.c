/*
 * From the command line to the command: options that hold for all, the language, who acts, the store; then the command; then what it
 * printed, or what was wrong. The exit status is that of CONTRACT: 0 done, 1 refused, 2 usage, 3 could not be done.
 */
#include "cli/command.h"
#include "access/user.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/account_commands.h"
#include "cli/completion.h"
#include "cli/faults.h"
#include "cli/help.h"
#include "cli/ledger_commands.h"
#include "cli/operations.h"
#include "cli/permissions.h"
#include "cli/serve.h"
#include "cli/store_commands.h"
#include "cli/system_commands.h"
#include "cli/user_commands.h"
#include "cli/waiting_commands.h"
#include "cli/who.h"
#include "record/hand_over_rows.h"
#include "record/migrations.h"
#include "record/operate.h"
#include "store/record.h"
#include "web/folder.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_MEMORY = 1 << 30, MOST_OUTPUT = 512 << 20 };

static const struct command *const own_tables[] = {store_commands, waiting_commands, ledger_commands, system_commands,
    user_commands, account_commands, permission_commands, serve_commands, completion_commands, help_commands};

enum { OWN_TABLES = sizeof own_tables / sizeof *own_tables };

const struct command *const *command_tables;

/* For the life of the program: help and completion look at them, and who tests them when a command is over. */
static const struct command *const *all_tables(const struct folder *const *all)
{
    enum { FOLDERS_MOST = 32 };
    static const struct command *tables[OWN_TABLES + FOLDERS_MOST + 1];
    memcpy(tables, own_tables, sizeof own_tables);
    size_t count = OWN_TABLES;
    for (const struct folder *const *folder = all; *folder && count < OWN_TABLES + FOLDERS_MOST; folder++)
        if ((*folder)->commands)
            tables[count++] = (*folder)->commands;
    return tables;
}

/* The language of --lang, else of the environment (LC_ALL, LC_MESSAGES, LANG), else English. */
static enum lang language(struct arguments *arguments, struct call *call, enum err *err)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *asked = option_text(arguments, "lang");
    enum lang lang = LANG_EN;
    *err = OK;
    if (asked) {
        if (!lang_parse(&lang, asked))
            *err = fail_want(call, ERR_USAGE, "no_language", "lang", asked, "ar, en, es, fr, ru, zh");
        return lang;
    }
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) {
            char code[3] = {value[0], value[0] ? value[1] : 0, 0};
            if (lang_parse(&lang, code))
                return lang;
            break;
        }
    }
    return LANG_EN;
}

const char *standard_url(struct arena *arena)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data)
        return arena_format(arena, "%s/servanda/servanda.db", data);
    return arena_format(arena, "%s/.local/share/servanda/servanda.db", home ? home : "");
}

static const struct command *find_command(const char *noun, const char *verb, bool *two_words)
{
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++) {
            if (strcmp(command->noun, noun) != 0)
                continue;
            *two_words = command->verb != NULL;
            if (!command->verb || text_is(command->verb, verb))
                return command;
        }
    return NULL;
}

static bool is_record_verb(const char *verb)
{
    for (const char *const *v = record_verbs; *v; v++)
        if (text_is(*v, verb))
            return true;
    return false;
}

static enum err general_options(struct session_of_command *session)
{
    struct arguments *arguments = session->arguments;
    struct call *call = session->call;
    enum err err;
    call->lang = language(arguments, call, &err);
    if (!err)
        err = option_date(&session->as_of, arguments, call, "as-of");
    struct date on = {0};
    if (!err)
        err = option_date(&on, arguments, call, "on");
    if (date_known(on))
        session->as_of = on;
    if (!err)
        err = option_date(&session->known_on, arguments, call, "known-on");
    /* read for all, but only commands that look at them (session_as_of, session_known_on) take them */
    for (int i = 0; i < arguments->option_count; i++)
        if (text_is(arguments->options[i].name, "as-of") || text_is(arguments->options[i].name, "on") ||
            text_is(arguments->options[i].name, "known-on"))
            arguments->options[i].asked = false;
    session->url = option_text(arguments, "db");
    if (!session->url)
        session->url = standard_url(call->arena);
    if (option_flag(arguments, "json"))
        session->print = PRINT_JSON;
    else if (option_flag(arguments, "csv"))
        session->print = PRINT_CSV;
    call->reason = option_text(arguments, "reason");
    call->key = option_text(arguments, "key");
    return err;
}

struct date session_as_of(struct session_of_command *session)
{
    option_text(session->arguments, "as-of");
    option_text(session->arguments, "on");
    return session->as_of;
}

struct date session_known_on(struct session_of_command *session)
{
    option_text(session->arguments, "known-on");
    return session->known_on;
}

static enum err unknown_command(struct call *call, const char *noun, const char *verb)
{
    const char *nearest = NULL;
    unsigned best = 3;
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++) {
            const char *said = verb && strcmp(command->noun, noun) == 0 ? verb : noun;
            const char *known = said == verb ? text_or(command->verb, "") : command->noun;
            unsigned distance = text_distance(known, said, 2);
            if (distance < best) {
                best = distance;
                nearest = said == verb ? arena_format(call->arena, "%s %s", command->noun, known) : known;
            }
        }
    for (int i = 0; i < operation_count; i++) {
        bool same_noun = verb && text_is(operations[i]->noun, noun);
        unsigned distance =
            text_distance(same_noun ? operations[i]->verb : operations[i]->noun, same_noun ? verb : noun, 2);
        if (distance < best) {
            best = distance;
            nearest = same_noun ? arena_format(call->arena, "%s %s", noun, operations[i]->verb) : operations[i]->noun;
        }
    }
    for (int i = 0; i < record_count; i++)
        if (text_distance(records[i]->noun, noun, 2) < best) {
            best = text_distance(records[i]->noun, noun, 2);
            nearest = records[i]->noun;
        }
    return fail_want(call, ERR_USAGE, nearest ? "no_command_near" : "no_command", NULL,
        verb ? arena_format(call->arena, "%s %s", noun, verb) : noun, nearest);
}

static enum err open_store(struct session_of_command *session)
{
    size_t count;
    const struct migration *migrations = all_migrations(session->call->arena, &count);
    enum err err = store_open(&session->store, session->call, session->url, STORE_OPEN, migrations, count);
    if (!err)
        err = store_reader(&session->db, session->store, session->call);
    if (!err)
        err = who_acts(session);
    return err;
}

static enum err dispatch(void *arg)
{
    struct session_of_command *session = arg;
    struct call *call = session->call;
    bool two_words = false;
    command_tables = all_tables(folders);
    enum err err = general_options(session);
    if (err)
        return err;
    const char *noun = "help"; /* also where a command was begun and --help stands behind it */
    if (session->arguments->word_count && !option_flag(session->arguments, "help") &&
        !option_flag(session->arguments, "version"))
        noun = arguments_next(session->arguments);
    else if (text_is(session->arguments->word_count ? session->arguments->words[0] : NULL, "help"))
        arguments_next(session->arguments);
    const char *verb = session->arguments->word_at < session->arguments->word_count
        ? session->arguments->words[session->arguments->word_at]
        : NULL;
    const struct command *command = find_command(noun, verb, &two_words);
    const struct record *record = record_named(noun);
    const struct operation *operation = command ? NULL : operation_named(noun, verb);
    if (!command && !operation && !(record && is_record_verb(verb)))
        return unknown_command(call, noun, verb);
    if (!command || two_words)
        arguments_next(session->arguments);
    if (!command || command->needs == NEEDS_STORE)
        err = open_store(session);
    if (!err && command && !gate_right(call->user, command->right))
        err = not_allowed(call);
    if (err)
        return err;
    if (operation)
        return operation_command(session, operation);
    return command ? command->run(session) : record_command(session, record, verb);
}

struct start {
    struct session_of_command *session;
    int argc;
    char **argv;
};

static enum err begin(void *arg)
{
    struct start *start = arg;
    struct session_of_command *session = start->session;
    session->out = buffer_new(session->call->arena, MOST_OUTPUT);
    enum err err = arguments_parse(session->arguments, session->call, start->argc, start->argv);
    return err ? err : dispatch(session);
}

static enum err print(void *arg)
{
    struct session_of_command *session = arg;
    const struct buffer *out = session->out;
    if ((out->size && fwrite(out->at, 1, out->size, stdout) != out->size) || fflush(stdout) != 0)
        return fail_system(session->call, "stdout", strerror(errno));
    return OK;
}

/* What was printed until it could go no further would be half an answer: it is kept back. */
int command_main(int argc, char **argv, const struct folder *const *all)
{
    struct arena *arena = arena_new(MOST_MEMORY);
    struct call call;
    struct arguments arguments = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told as a disk that is full */
    if (!arena) {
        fputs("servanda: out of memory\n", stderr);
        return err_status(ERR_NO_MEMORY);
    }
    folders_enter(all);
    hand_over_rows();
    call_init(&call, arena, LANG_EN, now_utc());
    call.user = &user_public;
    struct session_of_command session = {.call = &call, .arguments = &arguments};
    enum err err = arena_run(arena, begin, &(struct start){&session, argc, argv});
    enum err printed = err_status(err) < err_status(ERR_SYSTEM) ? arena_run(arena, print, &session) : OK;
    err = err ? err : printed;
    if (err)
        faults_print(&call, err, session.print == PRINT_JSON);
    struct store *open = session.store;
    arena_free(arena); /* lets go of what it holds of the store, which then closes */
    if (open)
        store_close(open);
    return err_status(err);
}
