/* Commands about the store as a whole: init, demo, ledger verify. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "access/user.h"
#include "base/text.h"
#include "cli/store_commands.h"
#include "cli/table.h"
#include "codec/json.h"
#include "record/digest.h"
#include "record/facts.h"
#include "record/migrations.h"

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
    if (!err)
        buffer_format(session->out, "%s\n", SAY(call->arena, call->lang, demo ? "demo_made" : "store_made", {"value", session->url, 0}));
    return err;
}

static enum err run_init(struct session_of_command *session)
{
    return create(session, false);
}

static enum err run_demo(struct session_of_command *session)
{
    return create(session, true);
}

/* ---- ledger verify ---- */

struct findings {
    struct session_of_command *session;
    struct json *json;
    struct table *table;
};

static void found(const struct ledger_fault *fault, void *arg)
{
    struct findings *findings = arg;
    struct call *call = findings->session->call;
    if (findings->json) {
        json_object(findings->json);
        json_member(findings->json, "kind", fault->kind);
        json_member(findings->json, "table", fault->table);
        json_member(findings->json, "id", fault->id);
        json_member_number(findings->json, "seq", fault->seq);
        json_end(findings->json);
        return;
    }
    table_cell(findings->table, 0, arena_format(call->arena, "%lld", (long long)fault->seq));
    table_cell(findings->table, 1, arena_text(call->arena, text_or(fault->table, "")));
    table_cell(findings->table, 2, arena_text(call->arena, text_or(fault->id, "")));
    table_cell(findings->table, 3, word_of(call->lang, "ledger_fault", NULL, fault->kind));
    table_row(findings->table);
}

static enum err run_verify(struct session_of_command *session)
{
    struct call *call = session->call;
    struct ledger_report report;
    char hex[HASH_HEX];
    struct json json = json_begin(session->out);
    struct findings findings = {.session = session, .json = session->print == PRINT_JSON ? &json : NULL, .table = table_new(call->arena, 4)};
    static const char *const heads[] = {"ledger.entry", "ledger.table", "ledger.id", "ledger.fault"};
    for (int i = 0; i < 4; i++)
        table_head(findings.table, i, word(call->lang, heads[i]), i == 0);
    enum err err = arguments_done(session->arguments, call);
    if (err)
        return err;
    if (findings.json) {
        json_object(&json);
        json_name(&json, "faults");
        json_array(&json);
    }
    err = ledger_verify(&report, session->store, call, record_digests, NULL, found, &findings);
    if (err)
        return err;
    if (findings.json) {
        json_end(&json);
        json_member_number(&json, "entries", report.entries);
        json_member_number(&json, "rows", report.rows);
        json_member_number(&json, "head", report.head.seq);
        json_member(&json, "hash", hash_text(hex, &report.head.hash));
        json_member_bool(&json, "good", report.faults == 0);
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        if (report.faults)
            table_print(findings.table, session->out, 0);
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, report.faults ? "ledger_bad" : "ledger_good", {"n", NULL, report.faults ? report.faults : report.entries},
                {"rows", NULL, report.rows}, {"hash", hash_text(hex, &report.head.hash), 0}));
    }
    return report.faults ? fail(call, ERR_INVALID, "ledger_does_not_verify") : OK;
}

const struct command store_commands[] = {
    {"init", NULL, "", "help.init", NEEDS_URL, run_init},
    {"demo", NULL, "", "help.demo", NEEDS_URL, run_demo},
    {"ledger", "verify", "", "help.ledger_verify", NEEDS_STORE, run_verify},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
