#include "web/job_result.h"
#include "base/text.h"
#include "codec/csv.h"
#include "record/job_line.h"
#include "store/ledger.h"
#include "web/job_page.h"
#include "web/record_pages.h"

enum { FAULTS_A_PAGE = 100, ROWS_SHOWN = 50, CSV_AT_ONCE = 1000 };

/* ---- the title ---- */

const char *result_title(struct call *call, const struct many_seen *seen)
{
    const struct many_report *report = &seen->report;
    int64_t done = report->added + report->changed;
    bool refused = !seen->trial && !seen->stored;
    const char *what = seen->file_wrong  ? "wrong"
        : seen->stored                   ? "stored"
        : refused                        ? "refused"
        : report->bad && seen->is_import ? "bad"
        : done                           ? "ready"
                                         : "nothing";
    int64_t n = refused || (report->bad && seen->is_import) ? report->bad : done;
    if (seen->stored)
        n = done;
    return SAY(call->arena, call->lang,
        arena_format(call->arena, "%s.title_%s", seen->is_import ? "import" : "bulk", what), {"n", NULL, n});
}

/* ---- the counts ---- */

static void fill_counts(struct job_result *out, struct call *call, const struct many_seen *seen)
{
    const struct many_report *report = &seen->report;
    const struct result_count import[] = {
        {word(call->lang, "import.rows"), report->rows},
        {word(call->lang, "import.added"), report->added},
        {word(call->lang, "import.changed"), report->changed},
        {word(call->lang, "import.same"), report->same},
        {word(call->lang, "import.bad"), report->bad},
    };
    const struct result_count bulk[] = {
        {word(call->lang, "bulk.records"), report->rows},
        {word(call->lang, "import.changed"), report->changed},
        {word(call->lang, "import.same"), report->same},
        {word(call->lang, "bulk.refuses"), report->bad},
    };
    out->counts_count = seen->is_import ? sizeof import / sizeof *import : sizeof bulk / sizeof *bulk;
    out->counts = NEW_ARRAY(call->arena, out->counts_count, struct result_count);
    for (size_t i = 0; i < out->counts_count; i++)
        out->counts[i] = seen->is_import ? import[i] : bulk[i];
}

/* ---- rows that were refused ---- */

struct reading {
    struct job_result *out;
    const struct many_seen *seen;
    const struct job *job;
    int64_t last;
};

static enum err read_line(struct json_value **out, struct call *call, const char *line)
{
    return json_read(out, call, line, strlen(line), NULL);
}

static enum err take_fault(struct result_fault *out, struct call *call, const struct record *record, const char *line)
{
    struct json_value *json;
    struct many_refusal refusal;
    enum err err = read_line(&json, call, line);
    if (!err)
        err = refusal_read(&refusal, call, json);
    if (err)
        return err;
    const struct fault *fault = refusal.fault;
    const char *id = refusal.id;
    bool no_column = text_is(fault->key, "no_column"); /* its value is the name that the column has */
    *out = (struct result_fault){
        .line = fault->line ? fault->line : UNKNOWN,
        .place = fault->column ? fault->column : UNKNOWN,
        .column = no_column      ? fault->value
            : refusal.column     ? refusal.column
            : fault->noun && !id ? fault->field
                                 : NULL,
        .value = no_column ? NULL : refusal.value,
        .text = fault_text(call, fault),
        .href = id ? arena_format(call->arena, "/%s/%s", record->noun, id) : NULL,
        .name = id,
    };
    return OK;
}

static enum err each_fault(int64_t n, const char *line, struct call *call, void *arg)
{
    struct reading *reading = arg;
    reading->last = n;
    return take_fault(&reading->out->faults[reading->out->faults_count++], call, reading->seen->record, line);
}

static enum err fill_faults(struct reading *reading, struct db *db, struct call *call, int64_t after)
{
    struct job_result *out = reading->out;
    const char *path = arena_format(call->arena, "/job/%s", reading->job->id);
    int64_t all = reading->seen->lines[LINE_BAD];
    out->faults = NEW_ARRAY(call->arena, FAULTS_A_PAGE, struct result_fault);
    enum err err =
        job_said(db, call, reading->job->id, line_kinds[LINE_BAD], after, FAULTS_A_PAGE, each_fault, reading);
    out->faults_csv = arena_format(call->arena, "%s/rows.csv", path);
    if (after > 0)
        out->faults_first = path;
    if (reading->last < all && out->faults_count == FAULTS_A_PAGE)
        out->faults_next = arena_format(call->arena, "%s?after=%lld", path, (long long)reading->last);
    else if (reading->seen->report.bad > all)
        out->unsaid = reading->seen->report.bad - all;
    return err;
}

/* ---- rows that change ---- */

static enum err take_row(struct result_row *out, struct call *call, const struct record *record, const char *line)
{
    struct json_value *json;
    struct saved_line saved;
    enum err err = read_line(&json, call, line);
    if (!err)
        err = saved_read(&saved, call, record, json);
    if (err)
        return err;
    *out = (struct result_row){.name = text_or(saved.title, saved.id),
        .href = saved.id ? arena_format(call->arena, "/%s/%s", record->noun, saved.id) : NULL,
        .changes = NEW_ARRAY(call->arena, (size_t)saved.count + 1, struct result_change)};
    for (int i = 0; i < saved.count; i++)
        out->changes[out->changes_count++] = (struct result_change){
            .label = print_past_label(call, record, &saved.changes[i]),
            .before = print_past_value(call, record, &saved.changes[i], false),
            .after = print_past_value(call, record, &saved.changes[i], true),
        };
    return OK;
}

static enum err each_changed(int64_t n, const char *line, struct call *call, void *arg)
{
    struct reading *reading = arg;
    (void)n;
    return take_row(&reading->out->changed[reading->out->changed_count++], call, reading->seen->record, line);
}

static enum err each_added(int64_t n, const char *line, struct call *call, void *arg)
{
    struct reading *reading = arg;
    (void)n;
    struct result_row *row = &reading->out->added[reading->out->added_count++];
    enum err err = take_row(row, call, reading->seen->record, line);
    if (reading->seen->trial)
        row->href = NULL; /* it is not there yet */
    return err;
}

static enum err each_note(int64_t n, const char *line, struct call *call, void *arg)
{
    struct reading *reading = arg;
    (void)n;
    return take_fault(&reading->out->notes[reading->out->notes_count++], call, reading->seen->record, line);
}

static enum err fill_notes(struct reading *reading, struct db *db, struct call *call)
{
    struct job_result *out = reading->out;
    out->notes = NEW_ARRAY(call->arena, FAULTS_A_PAGE, struct result_fault);
    enum err err = job_said(db, call, reading->job->id, line_kinds[LINE_NOTED], 0, FAULTS_A_PAGE, each_note, reading);
    out->notes_more = reading->seen->lines[LINE_NOTED] - (int64_t)out->notes_count;
    return err;
}

static enum err fill_rows(struct reading *reading, struct db *db, struct call *call)
{
    struct job_result *out = reading->out;
    out->changed = NEW_ARRAY(call->arena, ROWS_SHOWN, struct result_row);
    out->added = NEW_ARRAY(call->arena, ROWS_SHOWN, struct result_row);
    enum err err = job_said(db, call, reading->job->id, line_kinds[LINE_CHANGED], 0, ROWS_SHOWN, each_changed, reading);
    if (!err)
        err = job_said(db, call, reading->job->id, line_kinds[LINE_ADDED], 0, ROWS_SHOWN, each_added, reading);
    out->changed_more = reading->seen->report.changed - (int64_t)out->changed_count;
    out->added_more = reading->seen->report.added - (int64_t)out->added_count;
    return err;
}

/* ---- where it stands in the ledger ---- */

static enum err fill_ledger(
    struct job_result *out, struct db *db, struct call *call, const struct job *job, const struct many_seen *seen)
{
    int64_t first, entries = seen->record->batch && seen->is_import ? 1 : seen->report.added + seen->report.changed;
    enum err err =
        ledger_first(&first, db, call, seen->ledger_after, seen->at, job->owner, seen->is_import ? "import" : "change");
    if (err || first == UNKNOWN)
        return err;
    out->ledger = entries == 1
        ? SAY(call->arena, call->lang, "frame.ledger", {"number", NULL, first})
        : SAY(call->arena, call->lang, "import.ledger_many", {"from", NULL, first}, {"to", NULL, first + entries - 1});
    return OK;
}

/* ---- agreeing ---- */

static enum err fill_agreement(
    struct job_result *out, struct request *request, struct db *db, const struct job *job, const struct many_seen *seen)
{
    struct call *call = request->call;
    const char *kind = seen->is_import ? "import" : "bulk";
    int64_t n = seen->report.added + seen->report.changed;
    struct form form;
    char *after;
    enum err err = job_after(&after, db, call, job->id);
    if (err)
        return err;
    if (after) {
        out->note = word(call->lang, "import.agreed");
        out->see_href = arena_format(call->arena, "/job/%s", after);
        return OK;
    }
    if (seen->stored || !n || seen->file_wrong) {
        out->note = seen->report.bad || seen->file_wrong ? word(call->lang, "import.correct") : NULL;
        out->note = seen->stored || !seen->is_import ? NULL : out->note;
        return OK;
    }
    out->note = word(call->lang, "import.not_yet");
    form_begin(&form, request, "", "");
    out->key = form.key;
    out->agree_href = arena_format(call->arena, "/job/%s/agree", job->id);
    out->discard_href = arena_format(call->arena, "/job/%s/stop", job->id);
    out->discard = word(call->lang, seen->is_import ? "import.discard" : "bulk.discard");
    out->skip = seen->report.bad > 0;
    out->agree = SAY(call->arena, call->lang, arena_format(call->arena, out->skip ? "%s.agree_skip" : "%s.agree", kind),
        {"n", NULL, n});
    out->reason_required = !seen->is_import;
    out->reason = request_form(request, "reason");
    for (const struct fault *fault = call->faults; fault; fault = fault->next)
        if (text_is(fault->field, "reason"))
            out->reason_fault = fault_text(call, fault);
    return OK;
}

enum err result_fill(struct job_result *out, struct request *request, struct db *db, const struct job *job,
    const struct many_seen *seen, bool own, int64_t after)
{
    struct call *call = request->call;
    const char *noun = seen->record->noun;
    *out = (struct job_result){.is_import = seen->is_import,
        .trial = seen->trial || !seen->stored,
        .file = own ? seen->file : NULL,
        .csrf = request->csrf,
        .noun = noun_many(call, seen->record),
        .noun_href = arena_format(call->arena, "/%s", noun),
        .again_href = seen->is_import ? arena_format(call->arena, "/import/%s", noun) : NULL};
    if (!seen->ended_well)
        return OK;
    if (!seen->file_wrong)
        fill_counts(out, call, seen);
    enum err err = seen->stored ? fill_ledger(out, db, call, job, seen) : OK;
    enum verb verb = seen->is_import ? VERB_ADD : VERB_CHANGE;
    out->only_for_owner = !own || !gate_verb_anywhere(call->user, seen->record, verb);
    if (err || out->only_for_owner)
        return err;
    struct reading reading = {.out = out, .seen = seen, .job = job, .last = after};
    err = fill_agreement(out, request, db, job, seen);
    if (!err)
        err = fill_faults(&reading, db, call, after);
    if (!err && !after)
        err = fill_notes(&reading, db, call);
    return err || after ? err : fill_rows(&reading, db, call);
}

/* ---- as a file ---- */

struct writing {
    struct csv_writer csv;
    const struct record *record;
    bool is_import;
    int64_t last;
    int count;
};

static enum err write_line(int64_t n, const char *line, struct call *call, void *arg)
{
    struct writing *writing = arg;
    struct result_fault fault;
    enum err err = take_fault(&fault, call, writing->record, line);
    if (err)
        return err;
    if (writing->is_import) {
        csv_number(&writing->csv, fault.line);
        csv_text(&writing->csv, fault.column);
        csv_text(&writing->csv, fault.value);
    } else {
        csv_text(&writing->csv, fault.name);
    }
    csv_text(&writing->csv, fault.text);
    csv_end_row(&writing->csv);
    writing->last = n;
    writing->count++;
    return OK;
}

enum err result_csv(struct buffer *out, struct db *db, struct call *call, const struct job *job)
{
    struct many_seen seen;
    struct writing writing = {.csv = csv_begin(out, true, true)};
    enum err err = many_seen(&seen, call, job);
    if (err == ERR_NOT_FOUND)
        return fail(call, ERR_NOT_FOUND, "no_page");
    writing.record = seen.record;
    writing.is_import = seen.is_import;
    static const char *const of_import[] = {"line", "column", "value", "problem"}, *const of_bulk[] = {"id", "problem"};
    const char *const *heads = seen.is_import ? of_import : of_bulk;
    for (int i = 0; i < (seen.is_import ? 4 : 2); i++)
        csv_text(&writing.csv, heads[i]);
    csv_end_row(&writing.csv);
    do {
        writing.count = 0;
        err = err ? err
                  : job_said(db, call, job->id, line_kinds[LINE_BAD], writing.last, CSV_AT_ONCE, write_line, &writing);
    } while (!err && writing.count == CSV_AT_ONCE);
    return err;
}
