#include "access/gate.h"
#include "access/rows.h"
#include "base/text.h"

enum {
    OFFICE = ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_writer) |
        ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator),
    GUESTS = ROLE_BIT(ROLE_focal_point) | ROLE_BIT(ROLE_partner) | ROLE_BIT(ROLE_donor),
};

static struct gate_rule *rules;

void gate_register(struct gate_rule *rule)
{
    rule->next = rules;
    rules = rule;
}

bool gate_by_account(const struct record *record)
{
    return record->scope >= 0 && record->fields[record->scope].kind == KIND_USER;
}

static bool is_own(const struct user *user, const struct record *record, unsigned roles, const char *row_scope)
{
    if (!gate_by_account(record))
        return user_in_scope(user, roles, row_scope);
    return user->roles & roles && row_scope && text_is(user_account(user), row_scope);
}

bool gate_open(const struct user *user, const struct record *record, const struct open_to *open, const char *row_scope,
    bool released)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    return roles & open->all || (released && roles & open->released) || is_own(user, record, open->own, row_scope);
}

static struct open_to without(struct open_to open, enum role role)
{
    return (struct open_to){open.all & ~ROLE_BIT(role), open.own & ~ROLE_BIT(role), open.released & ~ROLE_BIT(role)};
}

struct open_to gate_verb_open(const struct record *record, enum verb verb)
{
    struct open_to open = record->open[verb];
    if (verb != VERB_SEE)
        return without(open, ROLE_auditor);
    open.all |= ROLE_BIT(ROLE_auditor);
    return open;
}

struct open_to gate_class_open(const struct record *record, enum class class)
{
    struct open_to open =
        class == CLASS_CONFIDENTIAL ? without(record->confidential, ROLE_administrator) : record->personal;
    open.all |= ROLE_BIT(ROLE_auditor);
    return open;
}

struct open_to gate_step_open(const struct step *step)
{
    return without(step->by, ROLE_auditor);
}

struct open_to gate_operation_open(const struct open_to *open, bool changes)
{
    struct open_to to = *open;
    if (changes)
        return without(to, ROLE_auditor);
    to.all |= ROLE_BIT(ROLE_auditor);
    return to;
}

struct open_to gate_wait_open(const struct wait *wait)
{
    return without(wait->who, ROLE_auditor);
}

bool gate_verb(
    const struct user *user, const struct record *record, enum verb verb, const char *row_scope, bool released)
{
    struct open_to open = gate_verb_open(record, verb);
    return gate_open(user, record, &open, row_scope, released);
}

static const void *at(const struct record *record, int field, const void *row)
{
    return (const char *)row + record->fields[field].offset;
}

static const char *scope_of(const struct record *record, const void *row)
{
    return record->scope < 0 ? NULL : *(const char *const *)at(record, record->scope, row);
}

/* Unknown is not released. */
static bool is_released(const struct record *record, const void *row)
{
    return record->released >= 0 && *(const int64_t *)at(record, record->released, row) == 1;
}

bool gate_same(const struct record *record, const void *row, const void *other)
{
    return !rules && is_released(record, row) == is_released(record, other) &&
        text_is(scope_of(record, row), scope_of(record, other));
}

static const char *rule_reason(const struct user *user, const struct record *record, int field, const void *row)
{
    for (const struct gate_rule *rule = rules; rule; rule = rule->next)
        if (rule->answer(user, record, field, row) != SIGHT_SHOWN)
            return rule->reason;
    return NULL;
}

bool gate_row(const struct user *user, const struct record *record, enum verb verb, const void *row)
{
    return gate_verb(user, record, verb, scope_of(record, row), is_released(record, row)) &&
        (verb == VERB_ADD || !rule_reason(user, record, -1, row));
}

bool gate_anywhere(const struct user *user, const struct record *record, const struct open_to *open)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    if (roles & (open->all | open->released))
        return true;
    if (gate_by_account(record))
        return user_account(user) && roles & open->own;
    for (int i = 0; i < user->scope_count; i++)
        if (open->own & ROLE_BIT(user->scopes[i].role))
            return true;
    return false;
}

bool gate_taker(const struct user *user, const struct record *record, const struct open_to *open, const void *row)
{
    return gate_open(user, record, open, scope_of(record, row), is_released(record, row));
}

bool gate_step(const struct user *user, const struct record *record, const struct step *step, const void *row)
{
    struct open_to open = gate_step_open(step);
    return gate_taker(user, record, &open, row);
}

bool gate_verb_anywhere(const struct user *user, const struct record *record, enum verb verb)
{
    struct open_to open = gate_verb_open(record, verb);
    return gate_anywhere(user, record, &open);
}

bool gate_right(const struct user *user, const struct right *right)
{
    return !right || (user->roles | ROLE_BIT(ROLE_public)) & right->roles ||
        (right->any_user && (user->id || user->operator));
}

static bool office_is_shown(const struct user *user, const struct record *record, const char *scope)
{
    if (user->roles & OFFICE)
        return true;
    if (!scope)
        return user->roles & ROLE_BIT(ROLE_focal_point);
    return is_own(user, record, GUESTS, scope);
}

static bool class_is_shown(const struct user *user, const struct record *record, enum class class, const void *row)
{
    const char *scope = scope_of(record, row);
    bool released = is_released(record, row);
    switch (class) {
    case CLASS_PUBLIC: return true;
    case CLASS_OFFICE: return office_is_shown(user, record, scope);
    case CLASS_CONFIDENTIAL:
    case CLASS_PERSONAL: break;
    case CLASS_SECRET: return false;
    }
    struct open_to open = gate_class_open(record, class);
    return gate_open(user, record, &open, scope, released);
}

static const char *class_name(enum class class)
{
    static const char *const names[] = {[CLASS_PUBLIC] = "public",
        [CLASS_OFFICE] = "office",
        [CLASS_CONFIDENTIAL] = "confidential",
        [CLASS_PERSONAL] = "personal",
        [CLASS_SECRET] = "secret"};
    return names[class];
}

const char *gate_reason(const struct user *user, const struct record *record, int field, const void *row)
{
    enum class class = record->fields[field].class;
    if (!gate_verb(user, record, VERB_SEE, scope_of(record, row), is_released(record, row)))
        return "row";
    if (!class_is_shown(user, record, class, row))
        return class_name(class);
    const char *reason = rule_reason(user, record, -1, row);
    return reason ? reason : rule_reason(user, record, field, row);
}

enum sight gate_field(const struct user *user, const struct record *record, int field, const void *row)
{
    return gate_reason(user, record, field, row) ? SIGHT_WITHHELD : SIGHT_SHOWN;
}

struct gate_scope gate_scope(
    struct arena *arena, const struct user *user, const struct record *record, const struct open_to *open)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    if (roles & open->all)
        return (struct gate_scope){.all = true};
    struct gate_scope scope = {.released = roles & open->released};
    const char **own = NEW_ARRAY(arena, (size_t)user->scope_count + 1, const char *);
    if (gate_by_account(record)) {
        if (user_account(user) && roles & open->own)
            own[scope.own_count++] = user_account(user);
        scope.own = own;
        return scope;
    }
    for (int i = 0; i < user->scope_count; i++) {
        bool twice = false;
        for (int j = 0; j < scope.own_count && !twice; j++)
            twice = text_is(own[j], user->scopes[i].id);
        if (!twice && open->own & ROLE_BIT(user->scopes[i].role))
            own[scope.own_count++] = user->scopes[i].id;
    }
    scope.own = own;
    return scope;
}

struct gate_scope gate_list(struct arena *arena, const struct user *user, const struct record *record)
{
    struct open_to open = gate_verb_open(record, VERB_SEE);
    return gate_scope(arena, user, record, &open);
}

static bool has_own(const struct gate_scope *scope, const char *id)
{
    for (int i = 0; i < scope->own_count; i++)
        if (text_is(scope->own[i], id))
            return true;
    return false;
}

/* Whoever has one as own and the other as released has the row where both hold: own rows are fewer. */
struct gate_scope gate_list_within(
    struct arena *arena, const struct user *user, const struct record *record, const struct open_to *open)
{
    struct gate_scope seen = gate_list(arena, user, record), asked = gate_scope(arena, user, record, open);
    if (seen.all || asked.all)
        return seen.all ? asked : seen;
    const char **own = NEW_ARRAY(arena, (size_t)(seen.own_count + asked.own_count) + 1, const char *);
    struct gate_scope both = {.released = seen.released && asked.released, .own = own};
    for (int i = 0; i < seen.own_count; i++)
        if (asked.released || has_own(&asked, seen.own[i]))
            own[both.own_count++] = seen.own[i];
    for (int i = 0; i < asked.own_count; i++)
        if (seen.released && !has_own(&both, asked.own[i]))
            own[both.own_count++] = asked.own[i];
    return both;
}

bool gate_account(const struct user *user, const char *account_id)
{
    struct open_to colleagues = gate_class_open(&user_record, CLASS_PERSONAL);
    return !account_id || text_is(account_id, user_account(user)) || text_is(account_id, user->id) ||
        gate_anywhere(user, &user_record, &colleagues);
}
