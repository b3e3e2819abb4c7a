#include "cli/record_files.h"
#include "base/text.h"
#include "cli/faults.h"
#include "codec/json.h"
#include "record/bulk.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_MOST = 256 << 20, BETWEEN = 200000 /* microseconds */ };

/* ---- how far it is ---- */

struct progress {
    struct call *call;
    bool shown; /* somebody is there to see it */
    bool said;
    int64_t last;
};

static void progress_begin(struct progress *progress, struct session_of_command *session)
{
    *progress = (struct progress){
        .call = session->call, .shown = isatty(STDERR_FILENO) && session->print != PRINT_JSON, .last = now_utc()};
}

static void progress_clear(struct progress *progress)
{
    if (progress->said)
        fputs("\r\033[K", stderr);
    progress->said = false;
}

static void progress_tell(struct progress *progress, int64_t rows)
{
    int64_t now = progress->shown ? now_utc() : 0;
    if (now - progress->last < BETWEEN)
        return;
    progress_clear(progress);
    progress->last = now;
    progress->said = true;
    fputs(SAY(progress->call->arena, progress->call->lang, "rows_so_far", {"n", NULL, rows}), stderr);
    fflush(stderr);
}

/* ---- out ---- */

static enum err send_piece(struct file_writer *file, struct call *call, const struct buffer *piece)
{
    if (file)
        return file_add(file, piece->at, piece->size);
    return fwrite(piece->at, 1, piece->size, stdout) == piece->size ? OK : fail_system(call, "stdout", "write");
}

enum err records_out(struct session_of_command *session, const struct record *record, const struct list_wish *wish,
    const char *path, enum transfer format)
{
    struct call *call = session->call;
    struct progress progress;
    struct export *export;
    struct file_writer *file = NULL;
    struct buffer *piece = buffer_new(call->arena, PIECE_MOST);
    bool more = true;
    enum err err = store_read_begin(session->db, call); /* one moment for the whole file */
    if (err)
        return err;
    progress_begin(&progress, session);
    if (path)
        err = file_begin(&file, call, path);
    if (!err)
        err = export_begin(&export, session->db, call, record, wish, format);
    while (more && !err) {
        buffer_clear(piece);
        err = export_more(&more, export, piece);
        if (!err)
            err = send_piece(file, call, piece);
        if (!err)
            progress_tell(&progress, export_rows(export));
    }
    progress_clear(&progress);
    store_read_end(session->db);
    return err || !file ? err : file_end(file);
}

static enum transfer format_of(const struct record *record, const char *path, enum print print)
{
    bool table = path && (text_ends(path, ".csv") || text_ends(path, ".json") || text_ends(path, ".xlsx"));
    if (record && !table && own_files_of(record))
        return TRANSFER_OWN;
    if (path && text_ends(path, ".xlsx"))
        return TRANSFER_XLSX;
    if ((path && text_ends(path, ".json")) || (!path && print == PRINT_JSON))
        return TRANSFER_JSON;
    return TRANSFER_CSV;
}

enum err run_export(struct session_of_command *session, const struct record *record)
{
    const char *path = option_text(session->arguments, "output");
    const struct input *where;
    struct list_wish wish = {0};
    wish.where_count = session_inputs(session, &where);
    wish.where = where;
    enum err err = kept_under_a_name(session, record, &wish);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : records_out(session, record, &wish, path, format_of(NULL, path, session->print));
}

/* ---- in, and many at once ---- */

struct told {
    struct many many; /* first, so that a callback finds the rest */
    struct progress progress;
};

static bool goes_on(struct many *many)
{
    progress_tell(&((struct told *)many)->progress, many->report.rows);
    return true;
}

static void told_begin(struct told *told, struct session_of_command *session)
{
    told->many.dry_run = option_flag(session->arguments, "dry-run");
    told->many.skip_bad = option_flag(session->arguments, "skip-bad");
    told->many.goes_on = goes_on;
    progress_begin(&told->progress, session);
}

static void print_report(struct session_of_command *session, const struct many *many, const char *key)
{
    struct call *call = session->call;
    const struct many_report *report = &many->report;
    if (report->bad) /* passed over as asked, but said */
        faults_print(call, ERR_INVALID, session->print == PRINT_JSON);
    if (session->print == PRINT_JSON) {
        struct json json = json_begin(session->out);
        json_object(&json);
        many_report_members(&json, report);
        json_member_bool(&json, "dry_run", many->dry_run);
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, key, {"n", NULL, report->rows}, {"added", NULL, report->added},
                {"changed", NULL, report->changed}, {"same", NULL, report->same}, {"bad", NULL, report->bad}));
    }
}

enum err run_import(struct session_of_command *session, const struct record *record)
{
    const char *path = arguments_next(session->arguments);
    struct told told = {0};
    told_begin(&told, session);
    struct transfer_wish wish = {.file = path, .format = format_of(record, path, PRINT_CSV)};
    enum err err = path ? OK : fail_field(session->call, ERR_USAGE, "file_missing", NULL, NULL);
    if (!err && wish.format == TRANSFER_OWN) {
        const char **more = NEW_ARRAY(session->call->arena, MOST_WORDS, const char *);
        wish.more = more;
        while ((path = arguments_next(session->arguments)) != NULL)
            more[wish.more_count++] = path;
    }
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (err)
        return err;
    err = transfer_in(&told.many, session->store, session->call, record, &wish);
    progress_clear(&told.progress);
    if (!err)
        print_report(session, &told.many, told.many.dry_run ? "import_would" : "import_did");
    return err;
}

/* `--where status=territory --where ldc=true note=...`: the rows, then what they become. */
enum err run_bulk(struct session_of_command *session, const struct record *record)
{
    struct call *call = session->call;
    struct arguments *arguments = session->arguments;
    struct input *where = NEW_ARRAY(call->arena, (size_t)arguments->option_count + 1, struct input);
    const struct input *inputs;
    int n = 0;
    for (int i = 0; i < arguments->option_count; i++) {
        const char *sign =
            strcmp(arguments->options[i].name, "where") == 0 ? strchr(arguments->options[i].value, '=') : NULL;
        if (sign) {
            arguments->options[i].asked = true;
            where[n++] = (struct input){
                arena_copy(call->arena, arguments->options[i].value, (size_t)(sign - arguments->options[i].value)),
                sign + 1};
        }
    }
    struct told told = {0};
    told_begin(&told, session);
    int count = session_inputs(session, &inputs);
    struct bulk_wish wish = {
        .list = &(struct list_wish){.where = where, .where_count = n}, .inputs = inputs, .count = count};
    enum err err = n ? arguments_done(arguments, call) : fail_field(call, ERR_USAGE, "option_value", "where", NULL);
    if (err)
        return err;
    err = record_bulk(&told.many, session->store, call, record, &wish);
    progress_clear(&told.progress);
    if (err)
        return err;
    if (told.many.report.bad)
        faults_print(call, ERR_INVALID, false);
    buffer_format(session->out, "%s\n",
        SAY(call->arena, call->lang, told.many.dry_run ? "bulk_would" : "bulk_did",
            {"n", NULL, told.many.report.changed}));
    return OK;
}
