#include "mandate/commands.h"
#include "mandate/command_parts.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "gen/mandate.h"
#include "mandate/parse_many.h"
#include "mandate/write_json.h"
#include "mandate/write_outline.h"

enum { MOST_BYTES = 256 << 20, SHOWN_EVERY = 64 };

struct parse_run {
    struct session_of_command *session;
    bool array, progress;
    int width;
    size_t files, elements, refused;
    enum err err;
};

/* The sentence for what was refused: made from words only, so that workers may. */
static const char *why(struct arena *arena, enum lang lang, const struct mandate_reading *reading)
{
    const char *key = arena_format(arena, "fault.%s", reading->error);
    return SAY(arena, lang, key, {"value", "", 0}, {"want", reading->looks_like, 0});
}

static void write_file(struct parse_job *job, const struct mandate_reading *reading, const char *path, void *arg)
{
    const struct parse_run *run = arg;
    enum lang lang = run->session->call->lang;
    struct json json = json_begin(job->out);
    bool as_json = run->session->print == PRINT_JSON;
    job->refused = reading->count == 0;
    job->read = reading->count;
    if (!reading->count && as_json)
        write_refusal(&json, path, why(job->arena, lang, reading), reading->looks_like);
    else if (!reading->count)
        buffer_format(job->out, "%s: %s\n\n", path, why(job->arena, lang, reading));
    for (size_t i = 0; i < reading->count; i++) {
        if (i > 0 && as_json)
            buffer_text(job->out, ",\n");
        struct json one = json_begin(job->out);
        if (as_json)
            write_resolution(&one, job->arena, reading->at[i], path, reading->count > 1 ? i + 1 : 0);
        else
            write_outline(job->out, job->arena, lang, reading->at[i], path, run->width);
    }
}

/* Straight to the standard output: thousands of files do not wait for the last one. */
static bool put(struct parse_run *run, const char *bytes, size_t size)
{
    if (fwrite(bytes, 1, size, stdout) == size)
        return true;
    run->err = fail_system(run->session->call, "stdout", "write");
    return false;
}

static bool print_file(const struct parse_job *job, size_t done, void *arg)
{
    struct parse_run *run = arg;
    bool as_json = run->session->print == PRINT_JSON;
    if (as_json && done == 1 && (run->array || job->read != 1)) {
        run->array = true;
        if (!put(run, "[\n", 2))
            return false;
    }
    if (as_json && run->elements && !put(run, ",\n", 2))
        return false;
    run->elements += job->read + job->refused;
    run->refused += job->refused;
    if (job->out->full) {
        run->err = fail_want(run->session->call, ERR_LIMIT, "mandate_too_large", NULL, job->path, "text");
        return false;
    }
    if (run->progress && (done % SHOWN_EVERY == 0 || done == run->files))
        fprintf(stderr, "\r%zu/%zu%s", done, run->files, done == run->files ? "\n" : "");
    return put(run, job->out->at, job->out->size);
}

static enum err run_parse(struct session_of_command *session)
{
    struct call *call = session->call;
    struct file_list files = {0};
    struct parse_run run = {.session = session, .width = terminal_width()};
    struct parse_many many = {&files, write_file, print_file, &run, MOST_BYTES};
    enum err err = OK;
    size_t named = 0;
    for (const char *path; !err && (path = arguments_next(session->arguments)) != NULL; named++) {
        size_t before = files.count;
        err = files_named(&files, call, path);
        run.array = run.array || named > 0 || files.count != before + 1 || !text_is(files.paths[before], path);
    }
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && !named)
        err = fail_field(call, ERR_USAGE, "file_missing", NULL, NULL);
    if (err)
        return err;
    run.files = files.count;
    run.progress = files.count > 1 && isatty(STDERR_FILENO);
    err = parse_many(&many, call);
    if (!err)
        err = run.err;
    if (!err && session->print == PRINT_JSON) {
        const char *end = run.array ? files.count ? "\n]\n" : "[]\n" : "\n";
        put(&run, end, strlen(end));
        err = run.err;
    }
    if (!err && run.refused)
        err = fail_want(call, ERR_INVALID, "mandate_refused", NULL, arena_format(call->arena, "%zu", run.refused),
            arena_format(call->arena, "%zu", run.files));
    return err;
}

/* Texts are files of their own that documents are imported from. */
static enum err run_import(struct session_of_command *session)
{
    return record_command(session, &document_record, "import");
}

const struct command mandate_commands[] = {
    {"mandate", "parse", "[--json] PATH…", "help.mandate_parse", NEEDS_NOTHING, run_parse},
    {"mandate", "diff", "A B", "help.mandate_diff", NEEDS_NOTHING, mandate_diff_run},
    {"mandate", "export", "--akn FILE", "help.mandate_export", NEEDS_NOTHING, mandate_export_run},
    {"mandate", "import", "[--dry-run] [--skip-bad] PATH…", "help.mandate_import", NEEDS_STORE, run_import},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
