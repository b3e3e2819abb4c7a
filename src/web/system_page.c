#include "web/system_page.h"
#include "access/account_list.h"
#include "access/job_kind.h"
#include "access/office.h"
#include "access/who.h"
#include "base/text.h"
#include "gen/access.h"
#include "record/permissions.h"
#include "record/system.h"
#include "web/answer.h"
#include "web/office_name.h"

enum { JOBS_SHOWN = 8, BACKUP_DAYS = 7, VERIFY_DAYS = 31, ATTENTION_MOST = 8, ACCOUNTS_COUNTED = 1000 };

static const int64_t day = INT64_C(86400) * 1000000, little_disk = INT64_C(2) << 30;

/* ---- what needs attention ---- */

static void need(struct system_page *page, struct attention_line line)
{
    if (page->attention_count < ATTENTION_MOST)
        page->attention[page->attention_count++] = line;
}

static bool is_older(const struct call *call, const char *moment, int days)
{
    int64_t at;
    return !moment || !moment_parse(&at, moment) || call->now - at > days * day;
}

static void look_for_trouble(struct system_page *page, struct call *call, const struct system_state *state)
{
    const struct store_health *store = &state->store;
    page->attention = NEW_ARRAY(call->arena, ATTENTION_MOST, struct attention_line);
    if (state->verified_at && state->verified.report.faults)
        need(page,
            (struct attention_line){
                .text = SAY(call->arena, call->lang, "ledger.bad_title", {"n", NULL, state->verified.report.faults}),
                .href = page->chain.verified_href,
                .link = word(call->lang, "system.see"),
                .bad = true});
    if (store->disk_free != UNKNOWN && store->disk_free < little_disk)
        need(page,
            (struct attention_line){
                .text = SAY(call->arena, call->lang, "system.disk_short", {"size", page->disk_free, 0}), .bad = true});
    if (is_older(call, store->backup_at, BACKUP_DAYS))
        need(page,
            (struct attention_line){.text = store->backup_at
                    ? SAY(call->arena, call->lang, "system.backup_old", {"when", page->backup_at, 0})
                    : word(call->lang, "system.backup_never"),
                .command = "servanda backup FILE"});
    if (is_older(call, state->verified_at, VERIFY_DAYS))
        need(page,
            (struct attention_line){
                .text = word(call->lang, state->verified_at ? "system.verify_old" : "system.verify_never"),
                .href = "/ledger",
                .link = word(call->lang, "ledger.title")});
    if (state->jobs.failed)
        need(page,
            (struct attention_line){
                .text = SAY(call->arena, call->lang, "system.jobs_failed_in_days", {"n", NULL, state->jobs.failed}),
                .href = "/job",
                .link = word(call->lang, "job.many")});
    if (!page->office && !page->demo)
        need(page,
            (struct attention_line){.text = word(call->lang, "system.office_missing"),
                .href = page->may_change ? "/system/office" : NULL,
                .link = word(call->lang, "system.office_title")});
    page->title = page->attention_count
        ? SAY(call->arena, call->lang, "system.attention", {"n", NULL, (int64_t)page->attention_count})
        : word(call->lang, "system.well");
}

/* ---- the page ---- */

static void fill_state(struct system_page *page, struct call *call, const struct system_state *state)
{
    const struct store_health *store = &state->store;
    page->version = VERSION;
    page->engine = arena_format(call->arena, "%s %s", text_is(store->engine, "sqlite") ? "SQLite" : "PostgreSQL",
        text_or(store->engine_version, ""));
    page->size = size_words(call->arena, call->lang, store->size);
    page->disk_free = store->disk_free == UNKNOWN ? NULL : size_words(call->arena, call->lang, store->disk_free);
    page->backup_at = moment_words(call->arena, call->lang, store->backup_at);
    page->backup_head = store->backup_head == UNKNOWN ? 0 : store->backup_head;
    page->sessions = state->sessions;
    page->jobs_waiting = state->jobs.waiting;
    page->jobs_running = state->jobs.running;
    page->jobs_failed = state->jobs.failed;
    page->migrations = NEW_ARRAY(call->arena, store->migration_count + 1, struct migration_line);
    for (size_t i = 0; i < store->migration_count; i++) {
        const struct migration_done *one = &store->migrations[i];
        page->migrations[page->migrations_count++] =
            (struct migration_line){one->number, one->name, moment_words(call->arena, call->lang, one->at)};
        page->migration = one->number;
    }
    chain_state_fill(&page->chain, call, state);
}

static enum err count_accounts(int64_t *out, struct db *db, struct call *call)
{
    struct account_line *lines;
    int count;
    enum err err =
        account_list(&lines, &count, db, call, &(struct account_wish){.state = ACCOUNT_ON, .most = ACCOUNTS_COUNTED});
    *out = count;
    return err;
}

static enum err show_system(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct system_state state;
    struct db *db;
    struct system_page *page = NEW(call->arena, struct system_page);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = system_state(&state, request->site->store, call);
    if (!err)
        err = count_accounts(&page->accounts, db, call);
    if (!err)
        err = job_list_lines(&page->jobs, &page->jobs_count, db, call, NULL, JOBS_SHOWN);
    if (err)
        return err;
    page->office = site_office(request);
    page->store_id = store_id(request->site->store);
    page->demo = request->site->demo;
    page->may_change = gate_right(call->user, &right_system_change);
    fill_state(page, call, &state);
    look_for_trouble(page, call, &state);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "nav.system"));
    system_page_html(response->body, call, page);
    return OK;
}

/* ---- who may do what ---- */

static enum err show_permissions(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct permission *permissions;
    int count = permissions_list(&permissions, call->arena);
    struct permissions_page *page = NEW(call->arena, struct permissions_page);
    page->columns = ROLE_COUNT + 1;
    page->roles = NEW_ARRAY(call->arena, ROLE_COUNT, struct role_head);
    for (int role = 0; role < ROLE_COUNT; role++)
        page->roles[page->roles_count++].label = word_of(call->lang, "role", NULL, role_name((enum role)role));
    page->lines = NEW_ARRAY(call->arena, (size_t)count + 1, struct permission_line);
    for (int i = 0; i < count; i++) {
        const struct permission *one = &permissions[i];
        struct permission_line *line = &page->lines[page->lines_count++];
        *line = (struct permission_line){
            .verb = permission_verb(call, one), .cells = NEW_ARRAY(call->arena, ROLE_COUNT, struct permission_cell)};
        if (i == 0 || !text_is(one->noun, permissions[i - 1].noun))
            line->group = permission_noun(call, one);
        for (int role = 0; role < ROLE_COUNT; role++)
            line->cells[line->cells_count++].text = one->extent[role] ? extent_words(call, one->extent[role]) : NULL;
    }
    frame_begin(&page->frame, request, word(call->lang, "permissions.title"));
    page->frame.as_of = (struct date){0};
    permissions_page_html(response->body, call, page);
    return OK;
}

/* ---- the office ---- */

static enum err show_office(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct office office;
    struct db *db;
    struct form_page *page = NEW(call->arena, struct form_page);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = office_load(&office, db, call);
    if (err)
        return err;
    page->kick = word(call->lang, "nav.system");
    page->kick_href = "/system";
    page->title = word(call->lang, "system.office_title");
    page->text = word(call->lang, "system.office_text");
    form_begin(&page->form, request, "/system/office", word(call->lang, "form.save"));
    page->form.cancel_href = "/system";
    form_add_languages(
        &page->form, (struct form_field){.name = "name", .label = word(call->lang, "system.office_name")}, office.name);
    return form_page_show(page, request, response);
}

static enum err change_office(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct office office = {0};
    if (request->method != METHOD_POST)
        return show_office(request, response);
    for (int lang = 0; lang < LANGS; lang++)
        office.name[lang] = request_form(request, arena_format(call->arena, "name_%s", lang_codes[lang]));
    form_take_key(request);
    return form_answer(request, response, office_change(request->site->store, call, &office), "/system", show_office);
}

const struct route system_routes[] = {
    {METHOD_GET, "/system", show_system, 0, &right_system_see},
    {METHOD_GET, "/system/office", change_office, 0, &right_system_change},
    {METHOD_POST, "/system/office", change_office, 0, &right_system_change},
    {METHOD_GET, "/system/permissions", show_permissions, 0, &right_permission_see},
    {0},
};
