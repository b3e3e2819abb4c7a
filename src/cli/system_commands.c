#include "cli/system_commands.h"
#include "access/gate.h"
#include "access/job_kind.h"
#include "access/office.h"
#include "access/who.h"
#include "base/text.h"
#include "cli/listing.h"
#include "gen/access.h"
#include "record/many_job.h"
#include "record/system.h"

enum { JOBS_LISTED = 100 };

/* ---- the system ---- */

/* Flags, numbers, text: in the order of the columns. */
static void print_state(
    struct session_of_command *session, const struct system_state *state, const struct office *office)
{
    static const struct column columns[] = {{"version", "system.version", 0}, {"office", "system.office", 0},
        {"engine", "system.engine", 0}, {"engine_version", "system.engine_version", 0}, {"size", NULL, COLUMN_NUMBER},
        {NULL, "system.size", 0}, {"disk_free", NULL, COLUMN_NUMBER}, {NULL, "system.disk_free", 0},
        {"migration", "system.migration", COLUMN_NUMBER}, {"backup_at", "system.backup_at", COLUMN_MOMENT},
        {"backup_head", "system.backup_head", COLUMN_NUMBER}, {"head", "system.head", COLUMN_NUMBER},
        {"hash", "system.hash", 0}, {"verified_at", "system.verified_at", COLUMN_MOMENT},
        {"verified_head", NULL, COLUMN_NUMBER}, {"verified_faults", "system.verified_faults", COLUMN_NUMBER},
        {"sessions", "system.sessions", COLUMN_NUMBER}, {"jobs_waiting", "system.jobs_waiting", COLUMN_NUMBER},
        {"jobs_running", "system.jobs_running", COLUMN_NUMBER}, {"jobs_failed", "system.jobs_failed", COLUMN_NUMBER}};
    struct call *call = session->call;
    const struct store_health *store = &state->store;
    const char *unknown = word(call->lang, "unknown");
    char hex[HASH_HEX];
    bool verified = state->verified_at != NULL;
    struct listing listing = listing_one(session, columns, sizeof columns / sizeof *columns);
    listing_text(&listing, VERSION);
    listing_text(&listing, office_name(office, call->lang));
    listing_text(&listing, store->engine);
    listing_text(&listing, store->engine_version);
    listing_number(&listing, store->size);
    listing_text(&listing, size_words(call->arena, call->lang, store->size));
    listing_number(&listing, store->disk_free);
    listing_text(
        &listing, store->disk_free == UNKNOWN ? unknown : size_words(call->arena, call->lang, store->disk_free));
    listing_number(&listing, store->migration_count ? store->migrations[store->migration_count - 1].number : UNKNOWN);
    listing_text(&listing, session->print == PRINT_TEXT ? text_or(store->backup_at, unknown) : store->backup_at);
    listing_number(&listing, store->backup_head);
    listing_number(&listing, state->head.seq);
    listing_text(&listing, arena_text(call->arena, hash_text(hex, &state->head.hash)));
    listing_text(&listing, session->print == PRINT_TEXT ? text_or(state->verified_at, unknown) : state->verified_at);
    listing_number(&listing, verified ? state->verified.report.head.seq : UNKNOWN);
    listing_number(&listing, verified ? state->verified.report.faults : UNKNOWN);
    listing_number(&listing, state->sessions);
    listing_number(&listing, state->jobs.waiting);
    listing_number(&listing, state->jobs.running);
    listing_number(&listing, state->jobs.failed);
    listing_end(&listing);
}

static enum err run_show(struct session_of_command *session)
{
    struct system_state state;
    struct office office;
    enum err err = arguments_done(session->arguments, session->call);
    if (!err)
        err = system_state(&state, session->store, session->call);
    if (!err)
        err = office_load(&office, session->db, session->call);
    if (!err)
        print_state(session, &state, &office);
    return err;
}

/* office=NAME in the language of the command, office_fr=NAME in another; "" takes it away. */
static enum err run_set(struct session_of_command *session)
{
    struct call *call = session->call;
    struct office office;
    enum err err = office_load(&office, session->db, call);
    bool any = false;
    for (int lang = 0; lang < LANGS && !err; lang++) {
        const char *name = option_text(session->arguments, arena_format(call->arena, "office_%s", lang_codes[lang]));
        if (!name && lang == (int)call->lang)
            name = option_text(session->arguments, "office");
        any |= name != NULL;
        office.name[lang] = name ? name : office.name[lang];
    }
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && !any)
        err = fail_want(call, ERR_USAGE, "setting_missing", NULL, NULL, "office=NAME, office_fr=NAME");
    return err ? err : office_change(session->store, call, &office);
}

/* ---- long work ---- */

static const struct column job_columns[] = {{"id", "job.id", 0}, {"kind", NULL, 0}, {NULL, "job.kind", 0},
    {"owner", NULL, 0}, {NULL, "job.owner", 0}, {"status", NULL, 0}, {NULL, "job.status", 0},
    {"created", "job.created", COLUMN_MOMENT}, {"ended", "job.ended", COLUMN_MOMENT}, {"done", NULL, COLUMN_NUMBER},
    {"total", NULL, COLUMN_NUMBER}, {"result", NULL, 0}};

static enum err print_job(const struct job *job, struct call *call, void *arg)
{
    struct listing *listing = arg;
    const char *owner;
    enum err err = who_words(&owner, listing->session->db, call, job->owner);
    listing_text(listing, job->id);
    listing_text(listing, job->kind);
    listing_text(listing, job_words(call, job));
    listing_text(listing, job->owner);
    listing_text(listing, owner);
    listing_text(listing, job->status);
    listing_text(listing, word_of(call->lang, "job.status", NULL, job->status));
    listing_text(listing, job->created);
    listing_text(listing, job->ended);
    listing_number(listing, job->done);
    listing_number(listing, job->total);
    listing_text(listing, job->result);
    return err;
}

static enum err keep_job(const struct job *job, struct call *call, void *arg)
{
    struct job **end = arg;
    *(*end)++ = *job;
    return OK;
}

static enum err run_jobs(struct session_of_command *session)
{
    struct call *call = session->call;
    struct job *jobs = NEW_ARRAY(call->arena, JOBS_LISTED, struct job), *end = jobs;
    const char *owner = user_has(call->user, ROLE_administrator) ? NULL : call->who;
    enum err err = arguments_done(session->arguments, call);
    if (!err)
        err = job_list(session->db, call, owner, JOBS_LISTED, keep_job, &end);
    if (err)
        return err;
    struct listing listing = listing_begin(session, job_columns, sizeof job_columns / sizeof *job_columns);
    for (const struct job *job = jobs; job < end && !err; job++)
        err = print_job(job, call, &listing);
    listing_end(&listing);
    return err;
}

static enum err job_asked(struct job *out, struct session_of_command *session)
{
    struct call *call = session->call;
    const char *id = arguments_next(session->arguments);
    if (!id)
        return fail_field(call, ERR_USAGE, "id_missing", NULL, NULL);
    enum err err = arguments_done(session->arguments, call);
    return err ? err : job_of(out, session->db, call, id);
}

static enum err run_job(struct session_of_command *session)
{
    struct job job;
    enum err err = job_asked(&job, session);
    if (err)
        return err;
    struct listing listing = listing_one(session, job_columns, sizeof job_columns / sizeof *job_columns);
    err = print_job(&job, session->call, &listing);
    listing_end(&listing);
    if (!err && session->print == PRINT_TEXT && job.result)
        buffer_format(session->out, "%s\n", job.result);
    return err;
}

static enum err run_job_stop(struct session_of_command *session)
{
    struct job job;
    enum err err = job_asked(&job, session);
    return err ? err : job_stop(session->store, session->call, job.id);
}

const struct command system_commands[] = {
    {"system", "show", "", "help.system_show", NEEDS_STORE, run_show, &right_system_see},
    {"system", "set", "office=NAME [office_LANG=NAME …]", "help.system_set", NEEDS_STORE, run_set,
        &right_system_change},
    {"job", "list", "", "help.job_list", NEEDS_STORE, run_jobs, &right_job_see},
    {"job", "show", "ID", "help.job_show", NEEDS_STORE, run_job, &right_job_see},
    {"job", "stop", "ID", "help.job_stop", NEEDS_STORE, run_job_stop, &right_job_see},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL, NULL},
};
