/* Commands about the store as a whole: init, demo, check, backup, restore. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "access/user.h"
#include "base/text.h"
#include "cli/store_commands.h"
#include "cli/user_commands.h"
#include "codec/json.h"
#include "record/facts.h"
#include "record/migrations.h"
#include "store/backup.h"

/* The folders on the way to a file; those that are there stay. */
static enum err make_folders(struct call *call, const char *path)
{
    char *folder = arena_text(call->arena, path);
    for (char *c = folder + 1; *c; c++) {
        if (*c != '/')
            continue;
        *c = 0;
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return fail_want(call, ERR_SYSTEM, "folder_cannot_make", NULL, folder, strerror(errno));
        *c = '/';
    }
    return OK;
}

/* Every page of a demonstration says that it is one. */
static enum err mark_demo(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    return store_meta_set(db, call, "demo", "true");
}

static enum err create(struct session_of_command *session, bool demo)
{
    struct call *call = session->call;
    size_t count;
    const struct migration *migrations = all_migrations(call->arena, &count);
    enum err err = arguments_done(session->arguments, call);
    if (!err && !text_starts(session->url, "postgres"))
        err = make_folders(call, session->url);
    if (!err)
        err = store_open(&session->store, call, session->url, STORE_CREATE, migrations, count);
    if (err)
        return err;
    call->user = user_operator(call->arena, system_user(call->arena));
    call->who = call->user->who;
    err = facts_load(session->store, call, demo);
    if (!err && demo)
        err = store_write(session->store, call, mark_demo, NULL);
    if (err)
        return err;
    buffer_format(session->out, "%s\n",
        SAY(call->arena, call->lang, demo ? "demo_made" : "store_made", {"value", session->url, 0}));
    if (!demo)
        return OK;
    buffer_format(session->out, "%s\n", word(call->lang, "demo_logins"));
    return demo_users(session);
}

static enum err run_init(struct session_of_command *session)
{
    return create(session, false);
}

static enum err run_demo(struct session_of_command *session)
{
    return create(session, true);
}

/* In one transaction: a store that cannot be brought up to date stays as it is. */
static enum err run_migrate(struct session_of_command *session)
{
    struct call *call = session->call;
    size_t count;
    const struct migration *migrations = all_migrations(call->arena, &count);
    enum err err = arguments_done(session->arguments, call);
    bool older = false;
    if (!err) {
        err = store_open(&session->store, call, session->url, STORE_OPEN, migrations, count);
        older = err && call->faults && text_is(call->faults->key, "store_older");
    }
    if (older) {
        call_clear(call);
        err = store_open(&session->store, call, session->url, STORE_MIGRATE, migrations, count);
    }
    if (!err)
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, older ? "store_migrated" : "store_current", {"value", session->url, 0}));
    return err;
}

/* ---- check, backup, restore ---- */

static void problem(const char *kind, const char *what, void *arg)
{
    struct session_of_command *session = arg;
    if (session->print != PRINT_JSON)
        buffer_format(session->out, "%s: %s\n", word_of(session->call->lang, "problem", NULL, kind), what);
}

static enum err run_check(struct session_of_command *session)
{
    struct call *call = session->call;
    bool deep = option_flag(session->arguments, "deep");
    int64_t problems;
    enum err err = arguments_done(session->arguments, call);
    if (!err)
        err = store_check(&problems, session->store, call, deep, problem, session);
    if (err)
        return err;
    if (session->print == PRINT_JSON) {
        struct json json = json_begin(session->out);
        json_object(&json);
        json_member_number(&json, "problems", problems);
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, problems ? "check_bad" : "check_good", {"n", NULL, problems}));
    }
    return problems ? fail(call, ERR_INVALID, "check_says_no") : OK;
}

/* On a terminal, how far it is. */
bool show_progress(int64_t done, int64_t total, void *arg)
{
    (void)arg;
    if (isatty(STDERR_FILENO) && total > 0)
        fprintf(stderr, "\r%3d%%%s", (int)(done * 100 / total), done == total ? "\n" : "");
    return true;
}

static enum err run_backup(struct session_of_command *session)
{
    const char *file = arguments_next(session->arguments);
    enum err err = file ? arguments_done(session->arguments, session->call)
                        : fail_field(session->call, ERR_USAGE, "file_missing", NULL, NULL);
    if (!err)
        err = store_backup(session->store, session->call, file, show_progress, NULL);
    if (!err)
        buffer_format(session->out, "%s\n", file);
    return err;
}

static enum err run_restore(struct session_of_command *session)
{
    struct call *call = session->call;
    const char *file = arguments_next(session->arguments), *erased = option_text(session->arguments, "erased");
    struct restored restored;
    size_t count;
    const struct migration *migrations = all_migrations(call->arena, &count);
    enum err err =
        file ? arguments_done(session->arguments, call) : fail_field(call, ERR_USAGE, "file_missing", NULL, NULL);
    call->user = user_operator(call->arena, system_user(call->arena));
    call->who = call->user->who;
    if (!err && !text_starts(session->url, "postgres"))
        err = make_folders(call, session->url);
    if (!err)
        err = store_restore(&restored, call, file, session->url, erased, migrations, count);
    if (err)
        return err;
    buffer_format(session->out, "%s\n",
        SAY(call->arena, call->lang, "restored", {"n", NULL, restored.backup_head}, {"value", session->url, 0}));
    if (restored.lost_head > restored.backup_head)
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, "restored_lost", {"n", NULL, restored.lost_head - restored.backup_head}));
    if (restored.keys_missing)
        buffer_format(session->out, "%s\n", word(call->lang, "restored_no_keys"));
    return OK;
}

const struct command store_commands[] = {
    {"init", NULL, "", "help.init", NEEDS_URL, run_init},
    {"demo", NULL, "", "help.demo", NEEDS_URL, run_demo},
    {"migrate", NULL, "", "help.migrate", NEEDS_URL, run_migrate},
    {"check", NULL, "[--deep]", "help.check", NEEDS_STORE, run_check},
    {"backup", NULL, "FILE", "help.backup", NEEDS_STORE, run_backup},
    {"restore", NULL, "FILE [--erased FILE]", "help.restore", NEEDS_URL, run_restore},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
