#include "access/office.h"
#include "access/may.h"
#include "codec/json.h"
#include "store/ledger.h"

enum { ENTRY_MOST = 64 << 10 };

/* Names in the store's "meta" table. */
static const char *const names[LANGS] = {
    [LANG_AR] = "office_ar",
    [LANG_EN] = "office_en",
    [LANG_ES] = "office_es",
    [LANG_FR] = "office_fr",
    [LANG_RU] = "office_ru",
    [LANG_ZH] = "office_zh",
};

enum err office_load(struct office *out, struct db *db, struct call *call)
{
    enum err err = OK;
    *out = (struct office){0};
    for (int lang = 0; lang < LANGS && !err; lang++) {
        char *name = NULL;
        err = store_meta_get(&name, db, call, names[lang]);
        err = err == ERR_NOT_FOUND ? OK : err;
        out->name[lang] = text_empty(name) ? NULL : name;
    }
    return err;
}

const char *office_name(const struct office *office, enum lang lang)
{
    const char *name = office->name[lang];
    for (int i = 0; !name && i < LANGS; i++)
        name = office->name[lang_instead[i]];
    return name;
}

static void tell_names(struct json *json, const struct office *office)
{
    json_object(json);
    for (int lang = 0; lang < LANGS; lang++)
        if (office->name[lang])
            json_member(json, lang_codes[lang], office->name[lang]);
    json_end(json);
}

static enum err record(struct db *db, struct call *call, const struct office *before, const struct office *after)
{
    struct buffer *out = buffer_new(call->arena, ENTRY_MOST);
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "changed");
    json_object(&json);
    json_name(&json, "name");
    json_array(&json);
    tell_names(&json, before);
    tell_names(&json, after);
    json_end(&json);
    json_end(&json);
    if (call->reason)
        json_member(&json, "reason", call->reason);
    json_end(&json);
    return ledger_add(db, call, "change", "office", "office", out->at);
}

static enum err change_work(struct db *db, struct call *call, void *arg)
{
    const struct office *after = arg;
    struct office before;
    bool same = true;
    enum err err = office_load(&before, db, call);
    for (int lang = 0; lang < LANGS && !err; lang++) {
        if (text_is(before.name[lang], after->name[lang]))
            continue;
        same = false;
        err = store_meta_set(db, call, names[lang], text_or(after->name[lang], ""));
    }
    return err || same ? err : record(db, call, &before, after);
}

enum err office_change(struct store *store, struct call *call, const struct office *office)
{
    struct office kept = {0};
    enum err err = may(call, is_keeper(call));
    if (err)
        return err;
    for (int lang = 0; lang < LANGS; lang++) {
        kept.name[lang] = text_empty(office->name[lang]) ? NULL : text_trim(call->arena, office->name[lang]);
        if (kept.name[lang] && utf8_length(kept.name[lang]) > OFFICE_NAME_MOST)
            err = fail_want(call, ERR_INVALID, "too_long", arena_format(call->arena, "name_%s", lang_codes[lang]), NULL,
                arena_format(call->arena, "%d", OFFICE_NAME_MOST));
    }
    return err ? err : store_write(store, call, change_work, &kept);
}
