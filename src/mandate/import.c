#include "mandate/import.h"
#include <string.h>
#include "base/text.h"
#include "mandate/keep.h"
#include "mandate/parse_many.h"
#include "store/blob.h"

struct import {
    struct many *many;
    const struct file_list *files;
    struct keeper keeper;
    enum err err;
};

/* What a worker leaves of a file: a plan for each resolution, or why there is none. */
struct planned {
    struct plan *plans;
    size_t count;
    const char *error, *looks_like;
};

/* ---- in the workers ---- */

static void plan_file(struct parse_job *job, const struct mandate_reading *reading, const char *path, void *arg)
{
    const struct import *import = arg;
    struct planned *planned = NEW(job->arena, struct planned);
    (void)path;
    *planned = (struct planned){.error = reading->error, .looks_like = reading->looks_like};
    planned->plans = NEW_ARRAY(job->arena, reading->count * 2 + 1, struct plan);
    for (size_t i = 0; i < reading->count; i++)
        for (const struct resolution *each = reading->at[i]; each; each = each->version)
            if (planned->count < reading->count * 2)
                plan_make(&planned->plans[planned->count++], job->arena, each, &import->keeper.asked);
    job->kept = planned;
}

/* ---- in the one that keeps ---- */

struct taking {
    struct import *import;
    const struct parse_job *job;
    const struct planned *planned;
    size_t at;
};

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static enum err take(struct db *db, struct call *call, void *arg)
{
    const struct taking *taking = arg;
    const struct parse_job *job = taking->job;
    const struct planned *planned = taking->planned;
    (void)db;
    if (!planned || !planned->count) {
        fail_want(call, ERR_INVALID, planned && planned->error ? planned->error : "mandate_too_large", NULL, "",
            planned ? planned->looks_like : "text");
        return ERR_INVALID;
    }
    if (job->size > BLOB_MOST)
        return fail_want(call, ERR_INVALID, "mandate_too_large", NULL, job->path, "text");
    return keep_text(&taking->import->keeper, call,
        &(struct kept_text){&planned->plans[taking->at], name_of(job->path), taking->at + 1, job->bytes, job->size});
}

static void place(struct many_refusal *refusal, struct fault *fault, void *arg)
{
    const struct taking *taking = arg;
    fault->file = taking->job->path;
    if (taking->planned && taking->planned->count)
        fault->noun = document_record.noun;
    refusal->value = taking->job->path;
}

static bool keep_file(const struct parse_job *job, size_t done, void *arg)
{
    struct import *import = arg;
    const struct planned *planned = job->kept;
    struct taking taking = {import, job, planned, 0};
    (void)done;
    do {
        import->err =
            many_take(import->many, import->keeper.db, import->keeper.call, &(struct many_row){take, place, &taking});
        taking.at++;
    } while (!import->err && planned && taking.at < planned->count);
    return !import->err;
}

static enum err import_all(struct db *db, struct call *call, void *arg)
{
    struct import *import = arg;
    struct parse_many parse = {import->files, plan_file, keep_file, import, BLOB_MOST};
    import->err = OK;
    enum err err = keep_begin(&import->keeper, import->many, db, call);
    if (!err)
        err = parse_many(&parse, call);
    if (!err)
        err = import->err;
    return err ? err : keep_end(&import->keeper);
}

enum err mandate_import(struct many *many, struct store *store, struct call *call, const struct file_list *files)
{
    struct import import = {.many = many, .files = files};
    if (!gate_verb_anywhere(call->user, &document_record, VERB_ADD))
        return not_allowed(call);
    many->total = (int64_t)files->count;
    return many_write(many, store, call, import_all, &import);
}
