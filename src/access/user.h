/*
 * Who acts: the public, a person with an account, or the operator of the machine.
 *
 * A user is loaded once for a call and never changes during it. Roles and scopes are what the
 * person may do now: those of the account, cut down by an API token, or those of an absent
 * colleague whom the person stands in for.
 */
#pragma once
#include "access/role.h"
#include "store/store.h"

/* A State, an entity or a donor for which the user has a role. */
struct scope {
    enum role role;
    const char *id;
};

struct user {
    const char *id;    /* as the ledger names the account; NULL: the public, or the operator */
    const char *login; /* what is typed to sign in; the public has none; "erased-ID" when the person is erased */
    const char *name;  /* personal: of the person */
    const char *email; /* personal; NULL when not known */
    const char *who;   /* for call->who: the id, "ID for ID" of a stand-in, or "operator:NAME" */
    unsigned roles;    /* bits of enum role; ROLE_public is always among them */
    const struct scope *scopes;
    int scope_count;
    enum lang lang;
    bool lang_chosen;          /* false: take what the browser or the terminal asks for */
    bool operator;             /* at the command line of a store in a file */
    bool disabled;             /* may not sign in; stays for what it did */
    bool erased;               /* was a person once */
    int64_t version;           /* of the account, for changing it */
    const char *stands_for;    /* id of the absent colleague whose roles these are; NULL: own roles */
    const char *stand_in_name; /* of that colleague, to say so on every page */
};

/* Everybody who has not signed in. */
extern const struct user user_public;

/* The program itself, which takes the steps that nobody takes by hand: sees what the public sees, and is asked by no gate. */
extern const struct user user_system;

/* At the command line of a store in a file that one can write: acts as administrator, and is known
 * by the name that the operating system gives. */
const struct user *user_operator(struct arena *arena, const char *system_name);

/* ERR_NOT_FOUND without a fault when there is none. A disabled account is loaded too: who lets
 * somebody in looks. */
enum err user_load(struct user **out, struct db *db, struct call *call, const char *id) MUST_CHECK;
enum err user_by_login(struct user **out, struct db *db, struct call *call, const char *login) MUST_CHECK;

/* "officer,focal_point:XAA": as typed on the command line and read back by it. */
char *user_roles_text(struct arena *arena, const struct user *user);

/* The same for people, without what they are for: "Programme officer, Legal officer". */
char *roles_words(struct arena *arena, enum lang lang, unsigned roles);

/*
 * What accounts are called, at most 50 at once: NULL where there is none, "erased" in words where the person is. Whether the asker
 * may know is gate_account's to say.
 */
enum err user_names(const char **out, struct db *db, struct call *call, const char *const *ids, int count) MUST_CHECK;

/* Accounts that somebody can sign in with, in the order of their names, at most `most`. */
struct user_choice {
    const char *id, *name;
};
enum err user_choices(struct user_choice **out, int *count, struct db *db, struct call *call, int most) MUST_CHECK;

/* Whether there is such an account that somebody can sign in with. */
enum err user_is_there(bool *out, struct db *db, struct call *call, const char *id) MUST_CHECK;

/* The account whose rights these are: one's own, or the absent colleague's; NULL for the public and the operator. */
const char *user_account(const struct user *user);

bool user_has(const struct user *user, enum role role);
bool user_in_scope(const struct user *user, unsigned roles, const char *scope);

/* For work that outlives the call: the same user in another memory. */
const struct user *user_copy(struct arena *arena, const struct user *user);

/* Only what these roles give (bits), and the scopes that go with them: how a token is less than its owner. */
void user_cut_down(struct user *user, struct arena *arena, unsigned roles);

/* Puts the user into the call: permission, name in the ledger and, when chosen, language. */
void user_enter(struct call *call, const struct user *user);
