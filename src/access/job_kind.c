#include "access/job_kind.h"
#include "base/text.h"
#include "codec/fault_json.h"
#include <string.h>

enum { ARG_MOST = 4 << 20 };

static struct job_kind *kinds;

void job_kind_register(struct job_kind *kind)
{
    for (const struct job_kind *known = kinds; known; known = known->next)
        if (known == kind)
            return;
    kind->next = kinds;
    kinds = kind;
}

const struct job_kind *job_kind_named(const char *name)
{
    for (const struct job_kind *kind = kinds; kind; kind = kind->next)
        if (text_is(kind->name, name))
            return kind;
    return NULL;
}

/* ---- beginning ---- */

enum err job_begin(char **id, struct db *db, struct call *call, const char *kind, const char *wish, const char *follows)
{
    struct buffer *arg = buffer_new(call->arena, ARG_MOST);
    struct json json = json_begin(arg);
    json_object(&json);
    json_member(&json, "lang", lang_codes[call->lang]);
    json_name(&json, "roles");
    json_array(&json);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (user_has(call->user, (enum role)role))
            json_text(&json, role_name((enum role)role));
    json_end(&json);
    json_member(&json, "reason", call->reason);
    if (wish) {
        json_name(&json, "wish");
        json_raw(&json, wish);
    }
    json_end(&json);
    return arg->full ? fail(call, ERR_LIMIT, "too_large") : job_add_in(id, db, call, kind, arg->at, follows);
}

enum err job_arg_read(struct job_arg *out, struct call *call, const char *arg)
{
    struct json_value *json;
    enum role role;
    *out = (struct job_arg){.lang = LANG_EN, .roles = ROLE_BIT(ROLE_public)};
    enum err err = json_read(&json, call, arg, strlen(arg), NULL);
    if (err)
        return err;
    const struct json_value *roles = json_get(json, "roles");
    for (const struct json_value *each = roles ? roles->first : NULL; each; each = each->next)
        if (each->text && role_parse(&role, each->text))
            out->roles |= ROLE_BIT(role);
    const char *lang = json_get_text(json, "lang");
    if (lang && !lang_parse(&out->lang, lang))
        out->lang = LANG_EN;
    out->reason = json_get_text(json, "reason");
    out->wish = json_get(json, "wish");
    return OK;
}

/* ---- looking ---- */

enum err job_of(struct job *out, struct db *db, struct call *call, const char *id)
{
    enum err err = job_load(out, db, call, id);
    if (!err && !text_is(out->owner, call->who) && !user_has(call->user, ROLE_administrator))
        err = fail_field(call, ERR_NOT_FOUND, "not_found", "job", id);
    return err;
}

bool job_is_over(const struct job *job)
{
    return !text_is(job->status, "waiting") && !text_is(job->status, "running");
}

enum err job_failure(const struct fault **out, struct call *call, const struct job *job)
{
    struct json_value *json;
    struct fault *fault;
    *out = NULL;
    if (!text_is(job->status, "failed") || !job->result)
        return OK;
    enum err err = json_read(&json, call, job->result, strlen(job->result), NULL);
    if (!err && json_get(json, "error"))
        err = fault_read(&fault, call, json_get(json, "error"));
    else
        fault = NULL;
    if (!err)
        *out = fault;
    return err;
}
