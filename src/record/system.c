#include "record/system.h"
#include "access/account_list.h"
#include "base/text.h"

static enum err read_verified(struct system_state *out, struct db *db, struct call *call)
{
    struct job job;
    enum err err = job_latest(&job, db, call, verify_job.name);
    if (err || !job.id || !job.result)
        return err;
    out->verified_at = job.ended;
    out->verified_job = job.id;
    return verified_read(&out->verified, call, job.result);
}

enum err system_state(struct system_state *out, struct store *store, struct call *call)
{
    struct db *db;
    char since[MOMENT_TEXT];
    *out = (struct system_state){0};
    moment_text(since, call->now - FAILED_DAYS * INT64_C(86400) * 1000000);
    enum err err = store_health(&out->store, store, call);
    if (!err)
        err = store_reader(&db, store, call);
    if (!err)
        err = ledger_head(&out->head, db, call);
    if (!err)
        err = read_verified(out, db, call);
    if (!err)
        err = job_count(&out->jobs, db, call, since);
    if (!err)
        err = sessions_open(&out->sessions, db, call);
    return err;
}

/* One figure behind the point, below ten of a unit. */
char *size_words(struct arena *arena, enum lang lang, int64_t bytes)
{
    static const char *const units[] = {
        "size.bytes", "size.kilobytes", "size.megabytes", "size.gigabytes", "size.terabytes"};
    int unit = 0;
    int64_t tenths = bytes > INT64_MAX / 10 ? INT64_MAX : bytes * 10;
    while (tenths >= 10000 && unit < 4) {
        tenths /= 1000;
        unit++;
    }
    const char *text = number_text(arena, lang, tenths / 10);
    if (unit && tenths < 100 && tenths % 10)
        text = arena_format(arena, "%lld%s%lld", (long long)(tenths / 10),
            lang == LANG_EN || lang == LANG_ZH ? "." : ",", (long long)(tenths % 10));
    return SAY(arena, lang, units[unit], {"size", text, 0});
}
