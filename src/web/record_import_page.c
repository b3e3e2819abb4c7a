/*
 * A file into records, in two steps: it is checked and nothing is stored, then the person agrees and all of it is.
 *
 * Between the two a file without faults is kept in the store by its hash, and the form holds the hash with a proof of the
 * session: so that nobody reads, by importing it, a file that somebody else put there.
 */
#include "web/record_import_page.h"
#include "access/session.h"
#include "base/text.h"
#include "record/transfer.h"
#include "store/blob.h"
#include <string.h>

enum { FAULTS_SHOWN = 200, NAME_MOST = 500 };

struct importing {
    struct request *request;
    struct response *response;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct import_page *page;
    struct transfer_wish wish;
    struct transfer_report report;
};

/* ---- what the page says ---- */

static void fill_columns(struct importing *importing)
{
    struct call *call = importing->call;
    const struct record *record = importing->record;
    struct import_page *page = importing->page;
    page->columns = NEW_ARRAY(call->arena, (size_t)record->field_count + 1, struct import_column);
    for (int i = record->made_id ? 1 : 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->class == CLASS_SECRET || field->flags & FIELD_SYSTEM || i == record->state)
            continue;
        page->columns[page->columns_count++] = (struct import_column){
            .name = field->flags & FIELD_LANG ? arena_format(call->arena, "%s_ar … %s_zh", field->name, field->name)
                                              : field->name,
            .label = field_label(call, record, i),
            .required = field->flags & FIELD_REQUIRED,
        };
    }
}

static void fill_counts(struct importing *importing)
{
    struct call *call = importing->call;
    struct import_page *page = importing->page;
    const struct transfer_report *report = &importing->report;
    const struct import_count counts[] = {
        {word(call->lang, "import.rows"), report->rows},
        {word(call->lang, "import.added"), report->added},
        {word(call->lang, "import.changed"), report->changed},
        {word(call->lang, "import.same"), report->same},
        {word(call->lang, "import.bad"), report->bad},
    };
    page->counts_count = sizeof counts / sizeof *counts;
    page->counts = NEW_ARRAY(call->arena, page->counts_count, struct import_count);
    memcpy(page->counts, counts, sizeof counts);
}

/* One line for each fault. */
static void fill_faults(struct importing *importing)
{
    struct call *call = importing->call;
    struct import_page *page = importing->page;
    page->faults = NEW_ARRAY(call->arena, FAULTS_SHOWN, struct import_fault);
    for (const struct fault *fault = call->faults; fault && page->faults_count < FAULTS_SHOWN; fault = fault->next) {
        bool no_column = text_is(fault->key, "no_column"); /* its value is the name that the column has */
        page->faults[page->faults_count++] = (struct import_fault){
            .line = fault->line ? fault->line : UNKNOWN,
            .place = fault->column ? fault->column : UNKNOWN,
            .column = no_column ? fault->value
                : fault->noun   ? fault->field
                                : NULL,
            .value = no_column ? NULL : fault->value,
            .text = fault_text(call, fault),
        };
    }
    page->unshown = (int64_t)(call->fault_count - page->faults_count);
}

static enum err show(struct importing *importing)
{
    struct call *call = importing->call;
    struct request *request = importing->request;
    const struct record *record = importing->record;
    struct import_page *page = importing->page;
    struct form form;
    page->action = arena_format(call->arena, "/%s/import", record->noun);
    page->noun = noun_many(call, record);
    page->noun_href = arena_format(call->arena, "/%s", record->noun);
    page->pattern_href = arena_format(call->arena, "/%s.csv", record->noun);
    page->title = SAY(call->arena, call->lang, "import.title", {"noun", page->noun, 0});
    form_begin(&form, request, page->action, "");
    page->csrf = form.csrf;
    page->key = form.key;
    fill_columns(importing);
    fill_faults(importing);
    importing->response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    import_page_html(importing->response->body, call, page);
    return OK;
}

/* ---- the first step ---- */

/* By its first bytes: the name of a file says nothing for sure. */
static enum transfer format_of(const char *bytes, size_t size)
{
    if (size >= 4 && !memcmp(bytes, "PK\3\4", 4))
        return TRANSFER_XLSX;
    size_t at = size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < size && memchr(" \t\r\n", bytes[at], 4))
        at++;
    return at < size && (bytes[at] == '[' || bytes[at] == '{') ? TRANSFER_JSON : TRANSFER_CSV;
}

/* What a person can correct in the file. */
static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND ||
        err == ERR_LIMIT;
}

static enum err show_refusal(struct importing *importing)
{
    importing->page->refused = true;
    importing->page->verdict = word(importing->call->lang, "import.refused");
    importing->response->status = 422;
    if (importing->report.rows)
        fill_counts(importing);
    return show(importing);
}

static void take_bytes(struct importing *importing, const char *bytes, size_t size, const char *name)
{
    importing->wish.bytes = bytes;
    importing->wish.size = size;
    importing->wish.format = format_of(bytes, size);
    importing->wish.file = importing->page->file = text_empty(name) ? word(importing->call->lang, "import.file") : name;
}

struct keeping {
    const struct transfer_wish *wish;
    struct hash hash;
};

static enum err keep_file(struct db *db, struct call *call, void *arg)
{
    struct keeping *keeping = arg;
    return blob_put(&keeping->hash, db, call, keeping->wish->bytes, keeping->wish->size);
}

static enum err check_file(struct importing *importing, const struct upload *file)
{
    struct call *call = importing->call;
    struct import_page *page = importing->page;
    struct store *store = importing->request->site->store;
    struct keeping keeping = {.wish = &importing->wish};
    char hex[HASH_HEX];
    take_bytes(importing, file->bytes, file->size, file->name);
    importing->wish.dry_run = true;
    enum err err = transfer_in(&importing->report, store, call, importing->record, &importing->wish);
    if (is_refusal(err))
        return show_refusal(importing);
    bool nothing = importing->report.added + importing->report.changed == 0;
    if (!err && !nothing)
        err = store_write(store, call, keep_file, &keeping);
    if (err)
        return err;
    page->verdict = word(call->lang, nothing ? "import.nothing" : "import.ready");
    if (!nothing)
        page->checked = session_proof(call->arena, importing->request->token, hash_text(hex, &keeping.hash));
    fill_counts(importing);
    return show(importing);
}

/* ---- the second step ---- */

static enum err load_file(struct importing *importing, const struct hash *hash)
{
    struct call *call = importing->call;
    int64_t size;
    enum err err = blob_size(&size, importing->db, call, hash);
    if (err)
        return err;
    struct buffer *bytes = buffer_new(call->arena, BLOB_MOST + 1);
    while (!err && (int64_t)bytes->size < size) {
        char *piece;
        size_t piece_size;
        err = blob_piece(&piece, &piece_size, importing->db, call, hash, (int64_t)bytes->size);
        if (!err && !piece_size)
            err = fail_system(call, "blob_piece", "a file in the store is shorter than it says");
        buffer_add(bytes, piece, piece_size);
    }
    const char *name = request_form(importing->request, "file_name");
    take_bytes(importing, bytes->at, bytes->size, name && strlen(name) <= NAME_MOST ? name : NULL);
    return err;
}

static enum err store_file(struct importing *importing, const char *checked)
{
    struct call *call = importing->call;
    struct request *request = importing->request;
    struct hash hash;
    const char *hex = arena_copy(call->arena, checked, strcspn(checked, "."));
    if (!session_proof_right(request->token, checked) || !hash_parse(&hash, hex))
        return fail(call, ERR_USAGE, "bad_form");
    enum err err = load_file(importing, &hash);
    if (err)
        return err;
    form_take_key(request);
    err = transfer_in(&importing->report, request->site->store, call, importing->record, &importing->wish);
    if (err == ERR_CONFLICT && call->faults && text_is(call->faults->key, "store_repeated")) {
        response_see(request, importing->response, arena_format(call->arena, "/%s", importing->record->noun));
        return OK;
    }
    if (is_refusal(err)) /* somebody changed what it refers to, meanwhile */
        return show_refusal(importing);
    if (err)
        return err;
    importing->page->stored = true;
    importing->page->verdict = word(call->lang, "import.stored");
    fill_counts(importing);
    return show(importing);
}

enum err record_import_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct importing importing = {.request = request, .response = response, .call = call};
    importing.page = NEW(call->arena, struct import_page);
    enum err err = record_asked(&importing.record, &importing.db, request);
    if (err)
        return err;
    if (!request->session || !gate_verb_anywhere(call->user, importing.record, VERB_ADD))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    if (request->method != METHOD_POST)
        return show(&importing);
    const char *checked = request_form(request, "checked");
    const struct upload *file = request_file(request, "file");
    if (checked)
        return store_file(&importing, checked);
    if (file && file->size)
        return check_file(&importing, file);
    fail_field(call, ERR_INVALID, "no_file", NULL, NULL);
    return show_refusal(&importing);
}
