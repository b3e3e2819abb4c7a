#include "record/user_field.h"
#include "base/id.h"
#include "base/text.h"

enum err user_field_read(
    const char **out, struct db *db, struct call *call, const struct record *record, int field, const char *text)
{
    struct user *user = NULL;
    *out = text_empty(text) ? NULL : text_trim(call->arena, text);
    if (!*out || id_is(*out))
        return OK; /* whether it is there is asked with the other references */
    enum err err = user_by_login(&user, db, call, *out);
    if (err == ERR_NOT_FOUND || (!err && !gate_account(call->user, user->id)))
        return fail_of(call, record->noun, "no_account", record->fields[field].name, *out, NULL);
    if (!err)
        *out = user->id;
    return err;
}

enum err user_field_check(struct db *db, struct call *call, const struct record *record, int field, const char *id)
{
    bool there = false;
    enum err err = gate_account(call->user, id) ? user_is_there(&there, db, call, id) : OK;
    return err || there ? err : fail_of(call, record->noun, "no_account", record->fields[field].name, id, NULL);
}

enum err user_field_name(const char **out, struct db *db, struct call *call, const char *id)
{
    *out = NULL;
    return id && gate_account(call->user, id) ? user_names(out, db, call, &id, 1) : OK;
}
