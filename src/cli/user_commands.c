/*
 * Accounts at the command line, as an administrator keeps them; ways in and absence stand in account_commands.c. Passwords are
 * read from the terminal or the first lines of standard input, never from the command line, where others on the machine could
 * see them.
 */
#include "cli/user_commands.h"
#include "access/account.h"
#include "access/account_list.h"
#include "access/gate.h"
#include "access/hand_over.h"
#include "base/text.h"
#include "cli/account_asked.h"
#include "cli/ledger_commands.h"
#include "cli/listing.h"
#include "cli/who.h"
#include "gen/access.h"
#include <string.h>

enum { MOST_LISTED = 1000, HISTORY_MOST = 200 };

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

/* What is not said stays as it is; "" takes it away. */
static enum err run_set(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *user;
    enum err err = account_asked(&user, session, &right_user_change);
    if (err)
        return err;
    struct account account = {.login = text_or(option_text(session->arguments, "login"), user->login),
        .name = text_or(option_text(session->arguments, "name"), user->name),
        .email = text_or(option_text(session->arguments, "email"), user->email),
        .language =
            text_or(option_text(session->arguments, "language"), user->lang_chosen ? lang_codes[user->lang] : NULL)};
    err = arguments_done(session->arguments, call);
    return err ? err : user_change(session->store, call, user->id, user->version, &account);
}

/* ---- roles ---- */

static enum err run_roles(struct session_of_command *session)
{
    struct scope roles[MOST_GRANTS];
    struct user *user;
    int count;
    enum err err = account_asked(&user, session, &right_user_change);
    if (!err)
        err = roles_given(roles, &count, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : user_set_roles(session->store, session->call, user->id, roles, count);
}

typedef enum err role_change(struct store *store, struct call *call, const char *id, const struct scope *role);

static enum err change_role(struct session_of_command *session, role_change *change)
{
    struct call *call = session->call;
    struct user *user;
    struct scope role;
    enum err err = account_asked(&user, session, &right_user_change);
    const char *text = arguments_next(session->arguments);
    if (!err)
        err = text ? role_grant_parse(&role, call, text) : fail_field(call, ERR_USAGE, "role_missing", NULL, NULL);
    if (!err)
        err = arguments_done(session->arguments, call);
    return err ? err : change(session->store, call, user->id, &role);
}

static enum err run_give(struct session_of_command *session)
{
    return change_role(session, user_role_give);
}

static enum err run_take(struct session_of_command *session)
{
    return change_role(session, user_role_take);
}

/* ---- off, on, gone ---- */

static enum err switch_account(struct session_of_command *session, bool disabled)
{
    struct user *user;
    enum err err = account_asked(&user, session, &right_user_change);
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
    enum err err = account_asked(&user, session, &right_user_erase);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : user_erase(session->store, session->call, user->id);
}

static enum err run_hand_over(struct session_of_command *session)
{
    struct call *call = session->call;
    struct user *from, *to;
    struct handed_over *moved;
    int count;
    bool dry_run = option_flag(session->arguments, "dry-run");
    enum err err = account_asked(&from, session, &right_user_hand_over);
    if (!err)
        err = account_named(&to, session);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = hand_over(&moved, &count, session->store, call, from->id, to->id, dry_run);
    if (err)
        return err;
    static const struct column columns[] = {
        {"noun", NULL, 0}, {NULL, "hand_over.kind", 0}, {"moved", "hand_over.moved", COLUMN_NUMBER}};
    struct listing listing = listing_begin(session, columns, 3);
    for (int i = 0; i < count; i++) {
        listing_text(&listing, moved[i].noun);
        listing_text(&listing, word_of(call->lang, "records", NULL, moved[i].noun));
        listing_number(&listing, moved[i].moved);
    }
    listing_end(&listing);
    return OK;
}

/* ---- looking ---- */

static enum err read_wish(struct account_wish *wish, struct session_of_command *session)
{
    struct call *call = session->call;
    const char *role = option_text(session->arguments, "role"), *state = option_text(session->arguments, "state");
    *wish = (struct account_wish){.text = option_text(session->arguments, "text"), .most = MOST_LISTED};
    if (role && (!role_parse(&wish->role, role) || wish->role == ROLE_public))
        return fail_field(call, ERR_INVALID, "role_unknown", "role", role);
    if (text_is(state, "on"))
        wish->state = ACCOUNT_ON;
    else if (text_is(state, "off"))
        wish->state = ACCOUNT_OFF;
    else if (state)
        return fail_want(call, ERR_INVALID, "not_a_choice", "state", state, "on, off");
    return OK;
}

static const struct column account_columns[] = {{"id", NULL, 0}, {"login", "user.login", 0}, {"name", "user.name", 0},
    {"email", NULL, 0}, {"language", NULL, 0}, {"roles", "user.roles", 0}, {"created", NULL, 0},
    {"password_since", NULL, 0}, {"second_factor_since", NULL, 0}, {"signed_in", "user.signed_in", COLUMN_MOMENT},
    {"disabled", "user.disabled", COLUMN_FLAG}};
/* Of one alone people are told all. */
static const struct column one_account[] = {{"id", "user.id", 0}, {"login", "user.login", 0}, {"name", "user.name", 0},
    {"email", "user.email", 0}, {"language", "user.language", 0}, {"roles", "user.roles", 0},
    {"created", "user.created", COLUMN_MOMENT}, {"password_since", "user.password_since", COLUMN_MOMENT},
    {"second_factor_since", "user.second_factor", COLUMN_MOMENT}, {"signed_in", "user.signed_in", COLUMN_MOMENT},
    {"disabled", "user.disabled", COLUMN_FLAG}};

static void print_account(struct listing *listing, const struct account_line *line)
{
    const struct user *user = line->user;
    listing_text(listing, user->id);
    listing_text(listing, user->login);
    listing_text(listing, user->name);
    listing_text(listing, user->email);
    listing_text(listing, user->lang_chosen ? lang_codes[user->lang] : NULL);
    listing_text(listing, user_roles_text(listing->session->call->arena, user));
    listing_text(listing, line->created);
    listing_text(listing, line->password_since);
    listing_text(listing, line->second_factor_since);
    listing_text(listing, line->signed_in);
    listing_number(listing, user->disabled);
}

static enum err run_list(struct session_of_command *session)
{
    struct account_line *lines;
    struct account_wish wish;
    int count;
    enum err err = read_wish(&wish, session);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = account_list(&lines, &count, session->db, session->call, &wish);
    if (err)
        return err;
    struct listing listing = listing_begin(session, account_columns, 11);
    for (int i = 0; i < count; i++)
        print_account(&listing, &lines[i]);
    listing_end(&listing);
    return OK;
}

static enum err run_show(struct session_of_command *session)
{
    struct user *user;
    struct account_line line;
    enum err err = account_asked(&user, session, &right_user_see);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = account_line(&line, session->db, session->call, user->id);
    if (err)
        return err;
    struct listing listing = listing_one(session, one_account, 11);
    print_account(&listing, &line);
    listing_end(&listing);
    return OK;
}

static enum err run_history(struct session_of_command *session)
{
    struct user *user;
    struct ledger_detail *details;
    int count;
    enum err err = account_asked(&user, session, &right_user_see);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = ledger_of_account(&details, &count, session->db, session->call, user->id, HISTORY_MOST);
    if (!err)
        ledger_print(session, details, count);
    return err;
}

const struct command user_commands[] = {
    {"user", "add", "LOGIN --name NAME [--email …] [--language …] [--role ROLE[:SCOPE],…] [--no-password]",
        "help.user_add", NEEDS_STORE, run_add, &right_user_add},
    {"user", "list", "[--text WORDS] [--role ROLE] [--state on|off]", "help.user_list", NEEDS_STORE, run_list,
        &right_user_see},
    {"user", "show", "LOGIN", "help.user_show", NEEDS_STORE, run_show, NULL},
    {"user", "set", "LOGIN [--login …] [--name …] [--email …] [--language …]", "help.user_set", NEEDS_STORE, run_set,
        NULL},
    {"user", "history", "LOGIN", "help.user_history", NEEDS_STORE, run_history, NULL},
    {"user", "roles", "LOGIN --role ROLE[:SCOPE],…", "help.user_roles", NEEDS_STORE, run_roles, &right_user_change},
    {"user", "give", "LOGIN ROLE[:SCOPE]", "help.user_give", NEEDS_STORE, run_give, &right_user_change},
    {"user", "take", "LOGIN ROLE[:SCOPE]", "help.user_take", NEEDS_STORE, run_take, &right_user_change},
    {"user", "disable", "LOGIN", "help.user_disable", NEEDS_STORE, run_disable, &right_user_change},
    {"user", "enable", "LOGIN", "help.user_enable", NEEDS_STORE, run_enable, &right_user_change},
    {"user", "erase", "LOGIN --reason TEXT", "help.user_erase", NEEDS_STORE, run_erase, &right_user_erase},
    {"user", "hand-over", "FROM TO [--dry-run] [--reason TEXT]", "help.user_hand_over", NEEDS_STORE, run_hand_over,
        NULL},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL, NULL},
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
