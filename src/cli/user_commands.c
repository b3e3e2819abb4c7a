/*
 * Accounts at the command line. Passwords are read from the terminal or the first line of standard input, never from the
 * command line, where others on the machine could see them.
 */
#include "cli/user_commands.h"
#include "access/account.h"
#include "access/hand_over.h"
#include "access/stand_in.h"
#include "access/token.h"
#include "base/text.h"
#include "cli/table.h"
#include "cli/who.h"
#include "codec/json.h"
#include <string.h>

enum { MOST_GRANTS = 32, MOST_LISTED = 1000 };

/* The account with that login or id. */
static enum err user_named(struct user **out, struct session_of_command *session)
{
    struct call *call = session->call;
    const char *name = arguments_next(session->arguments);
    if (!name)
        return fail_field(call, ERR_USAGE, "user_missing", NULL, NULL);
    enum err err = user_by_login(out, session->db, call, name);
    if (err == ERR_NOT_FOUND)
        err = user_load(out, session->db, call, name);
    return err == ERR_NOT_FOUND ? fail_field(call, ERR_NOT_FOUND, "not_found", "user", name) : err;
}

/* "officer,focal_point:XAA": roles with the State, entity or donor they are for. */
static enum err roles_given(struct scope *out, int *count, struct session_of_command *session)
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

static enum err run_add(struct session_of_command *session)
{
    struct call *call = session->call;
    struct scope roles[MOST_GRANTS];
    char *id, *password = NULL;
    struct account account = {.login = arguments_next(session->arguments), .roles = roles};
    account.name = option_text(session->arguments, "name");
    account.email = option_text(session->arguments, "email");
    account.language = option_text(session->arguments, "language");
    bool without = option_flag(session->arguments, "no-password");
    enum err err = account.login ? roles_given(roles, &account.role_count, session)
                                 : fail_field(call, ERR_USAGE, "user_missing", NULL, NULL);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && !without)
        err = secret_read(&password, call, word(call->lang, "prompt.new_password"));
    account.password = password;
    if (!err)
        err = user_add(&id, session->store, call, &account);
    if (!err)
        buffer_format(session->out, "%s\n", id);
    return err;
}

static enum err run_roles(struct session_of_command *session)
{
    struct scope roles[MOST_GRANTS];
    struct user *user;
    int count;
    enum err err = user_named(&user, session);
    if (!err)
        err = roles_given(roles, &count, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : user_set_roles(session->store, session->call, user->id, roles, count);
}

static enum err run_password(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *user;
    char *password;
    enum err err = user_named(&user, session);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = secret_read(&password, call, word(call->lang, "prompt.new_password"));
    return err ? err : user_set_password(session->store, call, user->id, password);
}

static enum err switch_account(struct session_of_command *session, bool disabled)
{
    struct user *user;
    enum err err = user_named(&user, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : user_disable(session->store, session->call, user->id, disabled);
}

static enum err run_disable(struct session_of_command *session)
{
    return switch_account(session, true);
}

static enum err run_enable(struct session_of_command *session)
{
    return switch_account(session, false);
}

static enum err run_erase(struct session_of_command *session)
{
    struct user *user;
    enum err err = user_named(&user, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : user_erase(session->store, session->call, user->id);
}

static enum err run_token(struct session_of_command *session)
{
    struct call *call = session->call;
    struct scope roles[MOST_GRANTS];
    struct user *user;
    int count;
    int64_t days;
    unsigned bits = 0;
    char token[SECRET_TEXT];
    const char *name = option_text(session->arguments, "for");
    enum err err = user_named(&user, session);
    if (!err)
        err = roles_given(roles, &count, session);
    for (int i = 0; i < count && !err; i++)
        bits |= 1u << roles[i].role;
    if (!err)
        err = option_number(&days, session->arguments, call, "days", 0);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = token_add(token, session->store, call, user->id, text_or(name, "command line"), bits, (int)days);
    if (!err)
        buffer_format(session->out, "%s\n", token);
    return err;
}

static enum err run_stand_in(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *absent, *deputy;
    struct date since, until;
    char *id;
    enum err err = user_named(&absent, session);
    if (!err)
        err = user_named(&deputy, session);
    if (!err)
        err = option_date(&since, session->arguments, call, "since");
    if (!err)
        err = option_date(&until, session->arguments, call, "until");
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = stand_in_add(
            &id, session->store, call, absent->id, deputy->id, date_known(since) ? since : call->today, until);
    if (!err)
        buffer_format(session->out, "%s\n", id);
    return err;
}

/* What would go to whom, or has gone. */
static void tell_handed_over(
    struct session_of_command *session, const struct handed_over *moved, int count, bool dry_run)
{
    struct call *call = session->call;
    struct json json = json_begin(session->out);
    struct table *table = table_new(call->arena, 2);
    int64_t sum = 0;
    if (session->print == PRINT_JSON)
        json_object(&json);
    for (int i = 0; i < count; i++) {
        sum += moved[i].moved;
        if (session->print == PRINT_JSON)
            json_member_number(&json, moved[i].noun, moved[i].moved);
        if (!moved[i].moved)
            continue;
        table_cell(table, 0, word_of(call->lang, "records", NULL, moved[i].noun));
        table_cell(table, 1, number_text(call->arena, call->lang, moved[i].moved));
        table_row(table);
    }
    if (session->print == PRINT_JSON) {
        json_end(&json);
        buffer_byte(session->out, '\n');
        return;
    }
    buffer_format(session->out, "%s\n",
        SAY(call->arena, call->lang, dry_run ? "hand_over_would" : "hand_over_did", {"n", NULL, sum}));
    table_print(table, session->out, 0);
}

static enum err run_hand_over(struct session_of_command *session)
{
    struct user *from, *to;
    struct handed_over *moved;
    int count;
    bool dry_run = option_flag(session->arguments, "dry-run");
    enum err err = user_named(&from, session);
    if (!err)
        err = user_named(&to, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = hand_over(&moved, &count, session->store, session->call, from->id, to->id, dry_run);
    if (!err)
        tell_handed_over(session, moved, count, dry_run);
    return err;
}

static const char *roles_text(struct arena *arena, const struct user *user)
{
    struct buffer *out = buffer_new(arena, 4096);
    for (unsigned role = ROLE_public + 1; role < ROLE_COUNT; role++) {
        if (!user_has(user, (enum role)role))
            continue;
        bool scoped = false;
        for (int i = 0; i < user->scope_count; i++)
            if (user->scopes[i].role == (enum role)role) {
                buffer_format(out, "%s%s:%s", out->size ? "," : "", role_name((enum role)role), user->scopes[i].id);
                scoped = true;
            }
        if (!scoped)
            buffer_format(out, "%s%s", out->size ? "," : "", role_name((enum role)role));
    }
    return out->at;
}

static enum err run_list(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user **users;
    int count;
    enum err err = arguments_done(session->arguments, call);
    if (!err && !user_has(call->user, ROLE_administrator) && !user_has(call->user, ROLE_auditor))
        err = fail(call, ERR_FORBIDDEN, "forbidden");
    if (!err)
        err = user_list(&users, &count, session->db, call, NULL, MOST_LISTED);
    if (err)
        return err;
    struct json json = json_begin(session->out);
    struct table *table = table_new(call->arena, 4);
    static const char *const heads[] = {"user.login", "user.name", "user.roles", "user.state"};
    for (int i = 0; i < 4; i++)
        table_head(table, i, word(call->lang, heads[i]), false);
    if (session->print == PRINT_JSON)
        json_array(&json);
    for (int i = 0; i < count; i++) {
        const char *roles = roles_text(call->arena, users[i]);
        if (session->print == PRINT_JSON) {
            json_object(&json);
            json_member(&json, "id", users[i]->id);
            json_member(&json, "login", users[i]->login);
            json_member(&json, "name", users[i]->name);
            json_member(&json, "roles", roles);
            json_member_bool(&json, "disabled", users[i]->disabled);
            json_end(&json);
            continue;
        }
        table_cell(table, 0, users[i]->login);
        table_cell(table, 1, users[i]->name);
        table_cell(table, 2, roles);
        table_cell(table, 3, users[i]->disabled ? word(call->lang, "user.disabled") : NULL);
        table_row(table);
    }
    if (session->print == PRINT_JSON) {
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        table_print(table, session->out, 0);
    }
    return OK;
}

const struct command user_commands[] = {
    {"user", "add", "LOGIN --name NAME [--email …] [--role ROLE[:SCOPE],…] [--no-password]", "help.user_add",
        NEEDS_STORE, run_add},
    {"user", "list", "", "help.user_list", NEEDS_STORE, run_list},
    {"user", "roles", "LOGIN --role ROLE[:SCOPE],…", "help.user_roles", NEEDS_STORE, run_roles},
    {"user", "password", "LOGIN", "help.user_password", NEEDS_STORE, run_password},
    {"user", "disable", "LOGIN", "help.user_disable", NEEDS_STORE, run_disable},
    {"user", "enable", "LOGIN", "help.user_enable", NEEDS_STORE, run_enable},
    {"user", "erase", "LOGIN --reason TEXT", "help.user_erase", NEEDS_STORE, run_erase},
    {"user", "token", "LOGIN [--for NAME] [--role ROLE,…] [--days N]", "help.user_token", NEEDS_STORE, run_token},
    {"user", "hand-over", "FROM TO [--dry-run] [--reason TEXT]", "help.user_hand_over", NEEDS_STORE, run_hand_over},
    {"user", "stand-in", "ABSENT DEPUTY --until DATE [--since DATE]", "help.user_stand_in", NEEDS_STORE, run_stand_in},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};

/* ---- the log-ins of a demonstration ---- */

const struct demo_login demo_logins[] = {
    {"officer", "officer", "R. Example"},
    {"legal", "legal", "L. Sample"},
    {"focal", "focal_point:XAA", "F. Pattern"},
    {"partner", "partner:PARTNER_S", "P. Instance"},
    {"donor", "donor:DONOR_A", "D. Specimen"},
    {"finance", "finance", "M. Model"},
    {"writer", "writer", "W. Draft"},
    {"auditor", "auditor", "A. Proof"},
    {"admin", "administrator", "S. Keeper"},
    {NULL, NULL, NULL},
};

enum err demo_users(struct session_of_command *session)
{
    struct call *call = session->call;
    enum err err = OK;
    for (const struct demo_login *login = demo_logins; login->login && !err; login++) {
        struct scope role;
        char *id;
        struct account account = {.login = login->login,
            .name = login->name,
            .password = DEMO_PASSWORD,
            .password_stays = true,
            .roles = &role,
            .role_count = 1};
        err = role_grant_parse(&role, call, login->role);
        if (!err)
            err = user_add(&id, session->store, call, &account);
        if (!err)
            buffer_format(session->out, "%-8s  %-26s  %s\n", login->login, DEMO_PASSWORD, login->role);
    }
    return err;
}
