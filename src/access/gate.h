/*
 * The one gate out: may this user do this with this row, and which of its fields may the user have
 * now.
 *
 * Every list, page, JSON answer, file, search result and figure asks here, and what is withheld is
 * named as withheld. All functions are pure: they look at the user, the declaration and the row,
 * never at the store or the clock.
 *
 * What decides is, in this order:
 *   1. the declaration's verb, for the user's roles, scopes and the row's release (gate_open);
 *   2. the class of the field (gate_field):
 *        public        whoever may see the row
 *        office        the roles of the office; a focal point on rows of the own State or of none;
 * partner and donor on own rows confidential  whom the record names for it, but nobody by being
 * administrator personal      whom the record names for it secret        nobody the auditor reads
 * everything but secrets, and changes nothing;
 *   3. rules that other folders register (consent, confidentiality): they can withhold more, never
 * less.
 */
#pragma once
#include "access/right.h"
#include "access/user.h"
#include "store/record.h"

enum sight {
    SIGHT_WITHHELD, /* say that it is, and why: gate_reason */
    SIGHT_SHOWN,
};

/*
 * Whether the user is among those whom it is open to, for a row of that scope (NULL: of none) that is released or not. Own is what
 * belongs to a State, entity or donor of the user; where the scope of the record is an account, what belongs to that of the user.
 */
bool gate_open(const struct user *user, const struct record *record, const struct open_to *open, const char *row_scope,
    bool released);

/* The same for a verb of a record: here the auditor sees every row and changes none. */
bool gate_verb(
    const struct user *user, const struct record *record, enum verb verb, const char *row_scope, bool released);

/* The same for a row, which says itself whose it is and whether it is released. */
bool gate_row(const struct user *user, const struct record *record, enum verb verb, const void *row);

/* What the record declares for a verb, with what holds everywhere: the auditor sees every row and changes none. */
struct open_to gate_verb_open(const struct record *record, enum verb verb);

/* The same for reading the confidential or the personal fields: never by being administrator, always as auditor. */
struct open_to gate_class_open(const struct record *record, enum class class);

/* The same for a step, and for what waits without one: the auditor takes none. */
struct open_to gate_step_open(const struct step *step);
struct open_to gate_wait_open(const struct wait *wait);

/* The same for an operation: the auditor asks every question, and none that changes something. */
struct open_to gate_operation_open(const struct open_to *open, bool changes);

/* Whether the user may take the step with this row, as far as it is a question of who; the row's state is another. */
bool gate_step(const struct user *user, const struct record *record, const struct step *step, const void *row);

/* The same for what gate_step_open and gate_wait_open gave. */
bool gate_taker(const struct user *user, const struct record *record, const struct open_to *open, const void *row);

/* Whether rows belong to accounts, and not to States, entities or donors: then own is what is one's own. */
bool gate_by_account(const struct record *record);

/* Whether there is any row for which it may be open: shows or hides a button, a page, a command. */
bool gate_anywhere(const struct user *user, const struct record *record, const struct open_to *open);
bool gate_verb_anywhere(const struct user *user, const struct record *record, enum verb verb);

/* Whether the user may do what no record declares; `right` NULL: everybody may. */
bool gate_right(const struct user *user, const struct right *right);

enum sight gate_field(const struct user *user, const struct record *record, int field, const void *row);

/* Why the field is withheld: "row", "office", "confidential", "personal", "secret" or a registered
 * reason; NULL when it is shown. */
const char *gate_reason(const struct user *user, const struct record *record, int field, const void *row);

/* Which rows a list may hold: the statement carries it, so that paging and counts are right. */
struct gate_scope {
    bool all;               /* every row; else those that follow, none when there is nothing */
    bool released;          /* released rows */
    const char *const *own; /* rows of these scopes */
    int own_count;
};
struct gate_scope gate_scope(
    struct arena *arena, const struct user *user, const struct record *record, const struct open_to *open);
struct gate_scope gate_list(
    struct arena *arena, const struct user *user, const struct record *record); /* of VERB_SEE */

/* Of the rows of VERB_SEE those that are open in another way too. Rows that are own by one and released by the other come with
 * rows that are not: each row has to be asked about. */
struct gate_scope gate_list_within(
    struct arena *arena, const struct user *user, const struct record *record, const struct open_to *open);

/* Whether this user may know whose account it is: one's own, and colleagues for those who work in the office. */
bool gate_account(const struct user *user, const char *account_id);

/*
 * A rule of another folder. `field` is -1 when the question is about the row itself. It is asked
 * only about what would be shown, and only its SIGHT_WITHHELD counts. Registered once, before the
 * first call, with storage that stays.
 */
struct gate_rule {
    const char *reason; /* words under "withheld.REASON" */
    enum sight (*answer)(const struct user *user, const struct record *record, int field, const void *row);
    struct gate_rule *next;
};
void gate_register(struct gate_rule *rule);

/*
 * Whether the gate answers alike for two rows of a record, whoever asks: they are of the same scope and released alike, and no
 * rule is registered that could look at more.
 */
bool gate_same(const struct record *record, const void *row, const void *other);
