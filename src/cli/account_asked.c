#include "cli/account_asked.h"
#include "access/account.h"
#include "access/gate.h"
#include "base/text.h"
#include "record/operate.h"
#include <string.h>

static enum err find(struct user **out, struct session_of_command *session, const char *name)
{
    struct call *call = session->call;
    enum err err = user_by_login(out, session->db, call, name);
    if (err == ERR_NOT_FOUND)
        err = user_load(out, session->db, call, name);
    return err == ERR_NOT_FOUND ? fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", name) : err;
}

enum err account_named(struct user **out, struct session_of_command *session)
{
    const char *name = arguments_next(session->arguments);
    return name ? find(out, session, name) : fail_field(session->call, ERR_USAGE, "user_missing", NULL, NULL);
}

enum err account_asked(struct user **out, struct session_of_command *session, const struct right *with_others)
{
    const struct user *who = session->call->user;
    const char *name = arguments_next(session->arguments);
    if (!name)
        return fail_field(session->call, ERR_USAGE, "user_missing", NULL, NULL);
    bool own = text_is(name, who->id) || (who->id && text_is(name, who->login));
    return own || gate_right(who, with_others) ? find(out, session, name) : not_allowed(session->call);
}

enum err roles_given(struct scope *out, int *count, struct session_of_command *session)
{
    struct call *call = session->call;
    const char *text = option_text(session->arguments, "role");
    *count = 0;
    while (text && *text) {
        size_t n = strcspn(text, ",");
        if (*count == MOST_GRANTS)
            return fail_field(call, ERR_LIMIT, "too_many_scopes", "role", NULL);
        enum err err = role_grant_parse(&out[(*count)++], call, arena_copy(call->arena, text, n));
        if (err)
            return err;
        text += n + (text[n] == ',');
    }
    return OK;
}
