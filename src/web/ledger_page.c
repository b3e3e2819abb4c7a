#include "web/ledger_page.h"
#include "access/account_list.h"
#include "access/schema.h"
#include "access/who.h"
#include "base/text.h"
#include "gen/access.h"
#include "record/ledger_view.h"
#include "record/system.h"
#include "web/job_page.h"
#include "web/job_runner.h"
#include "web/people.h"

enum { ENTRIES_A_PAGE = 50, FAULTS_SHOWN = 200 };

/* ---- lines ---- */

/* Accounts have their history with the account; what is no record has none of its own. */
static const char *history_of(struct call *call, const struct ledger_line *line)
{
    if (!line->id || !line->record)
        return NULL;
    if (line->account)
        return arena_format(call->arena, "/user/%s/history", line->account);
    return record_named(line->noun) ? arena_format(call->arena, "/%s/%s/history", line->noun, line->id) : NULL;
}

static void fill_line(struct entry_line *out, struct call *call, const struct ledger_line *line)
{
    *out = (struct entry_line){.seq = line->seq,
        .when = moment_words(call->arena, call->lang, line->at),
        .who = line->who_name,
        .what = ledger_action(call, line),
        .noun = word_of(call->lang, "record", NULL, line->noun),
        .row = text_empty(line->title) ? text_or(line->id, line->batch ? word(call->lang, "ledger.batch") : "")
                                       : line->title,
        .row_href = history_of(call, line),
        .withheld = line->withheld};
    if (line->batch && !line->withheld)
        out->row_href = arena_format(call->arena, "/ledger/%lld", (long long)line->seq);
}

void chain_state_fill(struct chain_state *out, struct call *call, const struct system_state *state)
{
    char hex[HASH_HEX];
    *out = (struct chain_state){.seq = state->head.seq,
        .hash = arena_text(call->arena, hash_text(hex, &state->head.hash)),
        .verified_at = moment_words(call->arena, call->lang, state->verified_at),
        .verified_seq = state->verified.report.head.seq,
        .faults = state->verified.report.faults};
    if (state->verified_job)
        out->verified_href = arena_format(call->arena, "%s/%s", verify_job.page, state->verified_job);
}

/* ---- the list ---- */

static enum err read_day(struct date *out, struct request *request, const char *name)
{
    const char *text = text_or(request_query(request, name), "");
    *out = (struct date){0};
    return !*text || date_parse(out, text) ? OK : fail_field(request->call, ERR_INVALID, "not_a_date", name, text);
}

static enum err read_ask(struct ledger_ask *ask, struct request *request, struct db *db)
{
    struct call *call = request->call;
    const char *noun = request_query(request, "noun"), *before = request_query(request, "before");
    *ask = (struct ledger_ask){.noun = text_empty(noun) ? NULL : noun, .most = ENTRIES_A_PAGE + 1};
    if (before && (!text_number(&ask->before, before) || ask->before < 1))
        return fail_field(call, ERR_INVALID, "not_a_number", "before", before);
    enum err err = ledger_who(&ask->who, db, call, request_query(request, "who"));
    if (!err)
        err = read_day(&ask->since, request, "since");
    return err ? err : read_day(&ask->until, request, "until");
}

static void offer_noun(struct ledger_page *page, struct call *call, const char *noun, const char *chosen)
{
    page->nouns[page->nouns_count++] =
        (struct form_option){noun, word_of(call->lang, "record", NULL, noun), text_is(noun, chosen)};
}

static void offer_nouns(struct ledger_page *page, struct request *request)
{
    static const char *const others[] = {"office", "hand_over", "person_key", "store", NULL};
    struct call *call = request->call;
    const char *chosen = text_or(request_query(request, "noun"), "");
    page->nouns = NEW_ARRAY(call->arena, (size_t)record_count + 20, struct form_option);
    page->nouns[page->nouns_count++] = (struct form_option){"", word(call->lang, "record.any"), !*chosen};
    for (int i = 0; i < record_count; i++)
        offer_noun(page, call, records[i]->noun, chosen);
    for (int i = 0; access_records[i]; i++)
        offer_noun(page, call, access_records[i]->noun, chosen);
    for (int i = 0; others[i]; i++)
        offer_noun(page, call, others[i], chosen);
}

static bool anybody(const struct user *candidate, const void *arg)
{
    (void)arg;
    return candidate != NULL;
}

static enum err fill_filter(struct ledger_page *page, struct request *request, struct db *db)
{
    struct form_field who = {.name = "who"};
    page->who = request_query(request, "who");
    page->since = request_query(request, "since");
    page->until = request_query(request, "until");
    page->filtered = !text_empty(page->who) || !text_empty(page->since) || !text_empty(page->until) ||
        !text_empty(request_query(request, "noun"));
    offer_nouns(page, request);
    enum err err = account_picks(&who, db, request->call, anybody, NULL);
    page->picks = who.picks;
    return err;
}

static enum err show_list(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct ledger_ask ask;
    struct ledger_line *lines;
    struct system_state state;
    struct db *db;
    int count;
    struct ledger_page *page = NEW(call->arena, struct ledger_page);
    struct form proof;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = read_ask(&ask, request, db);
    if (!err)
        err = ledger_lines(&lines, &count, db, call, &ask);
    if (!err)
        err = system_state(&state, request->site->store, call);
    if (!err)
        err = fill_filter(page, request, db);
    if (err)
        return err;
    chain_state_fill(&page->chain, call, &state);
    page->entries = NEW_ARRAY(call->arena, ENTRIES_A_PAGE, struct entry_line);
    for (int i = 0; i < count && i < ENTRIES_A_PAGE; i++)
        fill_line(&page->entries[page->entries_count++], call, &lines[i]);
    if (count > ENTRIES_A_PAGE)
        page->next_href = request_query_with(
            request, "before", arena_format(call->arena, "%lld", (long long)lines[ENTRIES_A_PAGE - 1].seq), NULL);
    if (ask.before)
        page->first_href = page->filtered ? request_query_with(request, "before", NULL, NULL) : "/ledger";
    form_begin(&proof, request, "/ledger/verify", "");
    page->key = proof.key;
    page->csrf = request->csrf;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "ledger.title"));
    ledger_page_html(response->body, call, page);
    return OK;
}

/* ---- one entry ---- */

static void fill_members(struct entry_page *page, struct call *call, const struct ledger_detail *detail)
{
    page->members = NEW_ARRAY(call->arena, detail->member_count + 1, struct member_line);
    for (size_t i = 0; i < detail->member_count; i++)
        page->members[page->members_count++] =
            (struct member_line){detail->members[i].name, detail->members[i].before, detail->members[i].after};
    page->rows = NEW_ARRAY(call->arena, detail->row_count + 1, struct entry_line);
    for (size_t i = 0; i < detail->row_count; i++) {
        struct entry_line *row = &page->rows[page->rows_count++];
        fill_line(row, call, &detail->rows[i]);
        row->row_href = history_of(call, &detail->rows[i]);
        row->row = text_empty(detail->rows[i].title) ? detail->rows[i].id : detail->rows[i].title;
    }
    if (detail->rows_next)
        page->rows_href = arena_format(
            call->arena, "/ledger/%lld?after=%lld", (long long)detail->line.seq, (long long)detail->rows_next);
}

static enum err show_entry(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct ledger_detail *detail = NEW(call->arena, struct ledger_detail);
    int64_t seq, after = 0;
    if (!text_number(&seq, request_name(request, "seq")) || seq < 1)
        return fail(call, ERR_NOT_FOUND, "no_page");
    if (request_query(request, "after") && !text_number(&after, request_query(request, "after")))
        after = 0;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = ledger_detail(detail, db, call, seq, after);
    if (err)
        return err;
    struct entry_page *page = NEW(call->arena, struct entry_page);
    fill_line(&page->line, call, &detail->line);
    if (detail->line.batch)
        page->line.row_href = NULL;
    if (detail->line.record && !detail->line.batch)
        err = changes_fill(&page->lines, db, call, detail->line.record, &detail->past);
    if (err)
        return err;
    fill_members(page, call, detail);
    page->title = SAY(call->arena, call->lang, "ledger.entry_title", {"seq", NULL, seq});
    page->reason = detail->reason;
    page->hash = detail->hash;
    if (seq > 1)
        page->before_href = arena_format(call->arena, "/ledger/%lld", (long long)seq - 1);
    if (seq < request->ledger)
        page->after_href = arena_format(call->arena, "/ledger/%lld", (long long)seq + 1);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    entry_page_html(response->body, call, page);
    return OK;
}

/* ---- proving ---- */

static enum err add_verify(struct db *db, struct call *call, void *arg)
{
    return job_begin(arg, db, call, verify_job.name, NULL, NULL);
}

static enum err begin_verify(struct request *request, struct response *response)
{
    struct call *call = request->call;
    char *id = NULL;
    unsigned long ended = job_runner_ended(request->site->jobs);
    form_take_key(request);
    enum err err = store_write(request->site->store, call, add_verify, &id);
    if (err && form_was_sent(call)) {
        call_clear(call);
        response_see(request, response, "/job");
        return OK;
    }
    if (!err)
        job_see(request, response, id, ended);
    return err;
}

/* A proof is of the office and not of who asked for it: whoever may prove may read it. */
static enum err show_proof(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct job job;
    struct db *db;
    struct verified verified;
    struct proof_page *page = NEW(call->arena, struct proof_page);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = job_load(&job, db, call, request_name(request, "job"));
    if (!err && (!text_is(job.kind, verify_job.name) || !job.result || !text_is(job.status, "done")))
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (!err)
        err = verified_read(&verified, call, job.result);
    if (!err)
        err = who_words(&page->who, db, call, job.owner);
    if (err)
        return err;
    char hex[HASH_HEX];
    const struct ledger_report *report = &verified.report;
    page->good = report->faults == 0;
    page->seals = report->seals;
    page->title = page->good ? word(call->lang, "ledger.good_title")
                             : SAY(call->arena, call->lang, "ledger.bad_title", {"n", NULL, report->faults});
    page->text = word(call->lang, page->good ? "ledger.good_text" : "ledger.bad_text");
    page->ended = moment_words(call->arena, call->lang, job.ended);
    page->entries = report->entries;
    page->rows = report->rows;
    page->head = report->head.seq;
    page->hash = arena_text(call->arena, hash_text(hex, &report->head.hash));
    page->faults = NEW_ARRAY(call->arena, FAULTS_SHOWN, struct proof_fault);
    for (size_t i = 0; i < verified.fault_count; i++)
        page->may_vouch |= text_is(verified.faults[i].kind, "entry_unsealed");
    for (size_t i = 0; i < verified.fault_count && i < FAULTS_SHOWN; i++)
        page->faults[page->faults_count++] = (struct proof_fault){verified.faults[i].seq,
            word_of(call->lang, "ledger_fault", NULL, verified.faults[i].kind),
            word_of(call->lang, "record", NULL, text_or(verified.faults[i].table, "")), verified.faults[i].id};
    page->may_vouch = page->may_vouch && gate_right(call->user, &right_ledger_vouch);
    page->unshown = report->faults - (int64_t)page->faults_count;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    proof_page_html(response->body, call, page);
    return OK;
}

/* ---- vouching ---- */

static enum err show_vouch(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct form_page *page = NEW(call->arena, struct form_page);
    page->kick = word(call->lang, "ledger.title");
    page->kick_href = "/ledger";
    page->title = word(call->lang, "ledger.vouch");
    page->text = word(call->lang, "ledger.vouch_text");
    page->warning = word(call->lang, "ledger.vouch_warning");
    form_begin(&page->form, request, "/ledger/vouch", page->title);
    page->form.cancel_href = "/ledger";
    form_add_reason(&page->form);
    return form_page_show(page, request, response);
}

static enum err vouch(struct request *request, struct response *response)
{
    struct call *call = request->call;
    int64_t from;
    call->reason = request_form(request, "reason");
    form_take_key(request);
    enum err err = ledger_vouch(&from, request->site->store, call);
    if (!err && !from)
        err = fail(call, ERR_CONFLICT, "ledger_all_sealed");
    return form_answer(request, response, err, "/ledger", show_vouch);
}

const struct route ledger_routes[] = {
    {METHOD_GET, "/ledger", show_list, ROUTE_SLOW, &right_ledger_see},
    {METHOD_GET, "/ledger/vouch", show_vouch, 0, &right_ledger_vouch},
    {METHOD_POST, "/ledger/vouch", vouch, ROUTE_SLOW, &right_ledger_vouch},
    {METHOD_GET, "/ledger/{seq}", show_entry, 0, &right_ledger_see},
    {METHOD_POST, "/ledger/verify", begin_verify, 0, &right_ledger_verify},
    {METHOD_GET, "/ledger/verify/{job}", show_proof, 0, &right_ledger_verify},
    {0},
};
