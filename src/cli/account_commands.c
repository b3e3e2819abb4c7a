#include "cli/account_commands.h"
#include "access/account.h"
#include "access/office.h"
#include "access/second_factor.h"
#include "access/session.h"
#include "access/stand_in.h"
#include "access/token.h"
#include "access/totp.h"
#include "base/text.h"
#include "cli/account_asked.h"
#include "cli/listing.h"
#include "cli/who.h"
#include "gen/access.h"

static bool is_self(const struct session_of_command *session, const struct user *user)
{
    return text_is(session->call->user->id, user->id);
}

/* ---- passwords ---- */

/* One's own is changed by who knows it; a start password is made by the program, and told this once. */
static enum err run_password(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *user;
    char *before = NULL, *password = NULL;
    bool start = option_flag(session->arguments, "start");
    enum err err = account_asked(&user, session, &right_user_change);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && is_self(session, user))
        err = secret_read(&before, call, word(call->lang, "prompt.password"));
    if (!err && start)
        password = start_password(call->arena);
    else if (!err)
        err = secret_read(&password, call, word(call->lang, "prompt.new_password"));
    if (err)
        return err;
    err = before ? user_change_password(session->store, call, user->id, before, password, NULL)
                 : user_set_password(session->store, call, user->id, password);
    if (!err && start)
        buffer_format(session->out, "%s\n", password);
    return err;
}

/* ---- the second factor ---- */

static void print_codes(struct session_of_command *session, const char *const *codes)
{
    struct json json = json_begin(session->out);
    if (session->print != PRINT_JSON)
        buffer_format(session->out, "%s\n", word(session->call->lang, "recovery_codes"));
    else
        json_array(&json);
    for (int i = 0; i < RECOVERY_CODES; i++)
        if (session->print == PRINT_JSON)
            json_text(&json, codes[i]);
        else
            buffer_format(session->out, "  %s\n", codes[i]);
    if (session->print == PRINT_JSON) {
        json_end(&json);
        buffer_byte(session->out, '\n');
    }
}

static enum err switch_on(struct session_of_command *session, const char *id, const char *password)
{
    struct call *call = session->call;
    struct enrolment enrolment;
    struct office office;
    const char **codes;
    char *code;
    enum err err = office_load(&office, session->db, call);
    if (!err)
        err = second_factor_begin(
            &enrolment, session->store, call, text_or(office_name(&office, call->lang), "Servanda"), id, password);
    if (err)
        return err;
    say_now(arena_format(call->arena, "%s\n%s\n", enrolment.url, enrolment.secret));
    err = secret_read(&code, call, word(call->lang, "prompt.code"));
    if (!err)
        err = second_factor_confirm(&codes, session->store, call, id, code);
    if (!err)
        print_codes(session, codes);
    return err;
}

static enum err run_second_factor(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *user;
    const char **codes;
    char *password = NULL;
    enum err err = account_asked(&user, session, &right_user_change);
    const char *what = text_or(arguments_next(session->arguments), "");
    bool on = text_is(what, "on"), off = text_is(what, "off");
    if (!err && !on && !off && !text_is(what, "codes"))
        err = fail_want(call, ERR_USAGE, "not_a_choice", "second-factor", what, "on, off, codes");
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err && is_self(session, user))
        err = secret_read(&password, call, word(call->lang, "prompt.password"));
    if (err)
        return err;
    if (off)
        return second_factor_off(session->store, call, user->id, password);
    if (on)
        return switch_on(session, user->id, password);
    err = second_factor_codes(&codes, session->store, call, user->id, password);
    if (!err)
        print_codes(session, codes);
    return err;
}

/* ---- tokens ---- */

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
    enum err err = account_asked(&user, session, &right_user_change);
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

static enum err run_tokens(struct session_of_command *session)
{
    static const struct column columns[] = {{"id", "token.id", 0}, {"name", "token.name", 0},
        {"roles", "user.roles", 0}, {"created", NULL, 0}, {"expires", "token.expires", COLUMN_MOMENT},
        {"used", "token.used", COLUMN_MOMENT}, {"withdrawn", "token.withdrawn", COLUMN_MOMENT}};
    struct call *call = session->call;
    struct user *user;
    struct api_token *tokens;
    int count;
    enum err err = account_asked(&user, session, &right_user_see);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = token_list(&tokens, &count, session->db, call, user->id);
    if (err)
        return err;
    struct listing listing = listing_begin(session, columns, 7);
    for (int i = 0; i < count; i++) {
        struct user as = {.roles = tokens[i].roles};
        listing_text(&listing, tokens[i].id);
        listing_text(&listing, tokens[i].name);
        listing_text(&listing, user_roles_text(call->arena, &as));
        listing_text(&listing, tokens[i].created);
        listing_text(&listing, tokens[i].expires);
        listing_text(&listing, tokens[i].used);
        listing_text(&listing, tokens[i].withdrawn);
    }
    listing_end(&listing);
    return OK;
}

static enum err next_id(const char **out, struct session_of_command *session)
{
    *out = arguments_next(session->arguments);
    if (!*out)
        return fail_field(session->call, ERR_USAGE, "id_missing", NULL, NULL);
    return arguments_done(session->arguments, session->call);
}

static enum err run_token_withdraw(struct session_of_command *session)
{
    const char *id;
    enum err err = next_id(&id, session);
    return err ? err : token_withdraw(session->store, session->call, id);
}

/* ---- sessions ---- */

static enum err run_sessions(struct session_of_command *session)
{
    static const struct column columns[] = {{"id", "session.id", 0}, {"created", NULL, 0},
        {"seen", "session.seen", COLUMN_MOMENT}, {"until", NULL, 0}, {"address", "session.address", 0},
        {"agent", "session.agent", 0}};
    struct call *call = session->call;
    struct user *user;
    struct session *sessions;
    int count;
    enum err err = account_asked(&user, session, &right_user_see);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = session_list(&sessions, &count, session->db, call, user->id);
    if (err)
        return err;
    struct listing listing = listing_begin(session, columns, 6);
    for (int i = 0; i < count; i++) {
        listing_text(&listing, sessions[i].id);
        listing_text(&listing, sessions[i].created);
        listing_text(&listing, sessions[i].seen);
        listing_text(&listing, sessions[i].until);
        listing_text(&listing, sessions[i].address);
        listing_text(&listing, sessions[i].agent);
    }
    listing_end(&listing);
    return OK;
}

/* One session, or all of them and all known browsers. */
static enum err run_sign_out(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *user;
    const char *id = option_text(session->arguments, "session");
    enum err err = account_asked(&user, session, &right_user_change);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (err)
        return err;
    return id ? session_end_one(session->store, call, user->id, id)
              : session_end_all(session->store, call, user->id, NULL);
}

/* ---- absence ---- */

static enum err run_stand_in(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *absent, *deputy;
    struct date since, until;
    char *id;
    enum err err = account_asked(&absent, session, &right_user_change);
    if (!err)
        err = account_named(&deputy, session);
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

static const char *day(struct call *call, struct date date)
{
    char text[DATE_TEXT];
    return arena_text(call->arena, date_text(text, date));
}

static enum err run_stand_ins(struct session_of_command *session)
{
    static const struct column columns[] = {{"id", "stand_in.id", 0}, {"absent", NULL, 0}, {"deputy", NULL, 0},
        {NULL, "stand_in.absent", 0}, {NULL, "stand_in.deputy", 0}, {"since", "stand_in.since", 0},
        {"until", "stand_in.until", 0}, {"ended", "stand_in.ended", COLUMN_MOMENT}};
    struct call *call = session->call;
    struct user *user;
    struct stand_in *found;
    int count;
    enum err err = account_asked(&user, session, &right_user_see);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = stand_in_list(&found, &count, session->db, call, user->id);
    if (err)
        return err;
    struct listing listing = listing_begin(session, columns, 8);
    for (int i = 0; i < count; i++) {
        listing_text(&listing, found[i].id);
        listing_text(&listing, found[i].absent);
        listing_text(&listing, found[i].deputy);
        listing_text(&listing, found[i].absent_name);
        listing_text(&listing, found[i].deputy_name);
        listing_text(&listing, day(call, found[i].since));
        listing_text(&listing, day(call, found[i].until));
        listing_text(&listing, found[i].ended);
    }
    listing_end(&listing);
    return OK;
}

static enum err run_stand_in_end(struct session_of_command *session)
{
    const char *id;
    enum err err = next_id(&id, session);
    return err ? err : stand_in_end(session->store, session->call, id);
}

const struct command account_commands[] = {
    {"user", "password", "LOGIN [--start]", "help.user_password", NEEDS_STORE, run_password, NULL},
    {"user", "second-factor", "LOGIN on|off|codes [--reason TEXT]", "help.user_second_factor", NEEDS_STORE,
        run_second_factor, NULL},
    {"user", "token", "LOGIN [--for NAME] [--role ROLE,…] [--days N]", "help.user_token", NEEDS_STORE, run_token, NULL},
    {"user", "tokens", "LOGIN", "help.user_tokens", NEEDS_STORE, run_tokens, NULL},
    {"user", "token-withdraw", "ID", "help.user_token_withdraw", NEEDS_STORE, run_token_withdraw,
        &right_account_change},
    {"user", "sessions", "LOGIN", "help.user_sessions", NEEDS_STORE, run_sessions, NULL},
    {"user", "sign-out", "LOGIN [--session ID]", "help.user_sign_out", NEEDS_STORE, run_sign_out, NULL},
    {"user", "stand-in", "ABSENT DEPUTY --until DATE [--since DATE]", "help.user_stand_in", NEEDS_STORE, run_stand_in,
        NULL},
    {"user", "stand-ins", "LOGIN", "help.user_stand_ins", NEEDS_STORE, run_stand_ins, NULL},
    {"user", "stand-in-end", "ID", "help.user_stand_in_end", NEEDS_STORE, run_stand_in_end, &right_account_change},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL, NULL},
};
