#include "access/gate.h"
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

bool gate_open(const struct user *user, const struct open_to *open, const char *row_scope, bool released)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    return roles & open->all || (released && roles & open->released) || user_in_scope(user, open->own, row_scope);
}

static struct open_to for_verb(const struct record *record, enum verb verb)
{
    const unsigned auditor = ROLE_BIT(ROLE_auditor);
    struct open_to open = record->open[verb];
    if (verb == VERB_SEE) {
        open.all |= auditor;
    } else {
        open.all &= ~auditor;
        open.own &= ~auditor;
        open.released &= ~auditor;
    }
    return open;
}

bool gate_verb(
    const struct user *user, const struct record *record, enum verb verb, const char *row_scope, bool released)
{
    struct open_to open = for_verb(record, verb);
    return gate_open(user, &open, row_scope, released);
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

bool gate_anywhere(const struct user *user, const struct open_to *open)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    if (roles & (open->all | open->released))
        return true;
    for (int i = 0; i < user->scope_count; i++)
        if (open->own & ROLE_BIT(user->scopes[i].role))
            return true;
    return false;
}

static bool office_is_shown(const struct user *user, const char *scope)
{
    if (user->roles & OFFICE)
        return true;
    if (!scope)
        return user->roles & ROLE_BIT(ROLE_focal_point);
    return user_in_scope(user, GUESTS, scope);
}

/* Being administrator or auditor is taken out of a class's list: the first never counts there, the
 * second always. */
static bool named(const struct user *user, const struct open_to *open, unsigned never, const char *scope, bool released)
{
    struct open_to others = {open->all & ~never, open->own & ~never, open->released & ~never};
    return user_has(user, ROLE_auditor) || gate_open(user, &others, scope, released);
}

static bool class_is_shown(const struct user *user, const struct record *record, enum class class, const void *row)
{
    const char *scope = scope_of(record, row);
    bool released = is_released(record, row);
    switch (class) {
    case CLASS_PUBLIC: return true;
    case CLASS_OFFICE: return office_is_shown(user, scope);
    case CLASS_CONFIDENTIAL: return named(user, &record->confidential, ROLE_BIT(ROLE_administrator), scope, released);
    case CLASS_PERSONAL: return named(user, &record->personal, 0, scope, released);
    case CLASS_SECRET: break;
    }
    return false;
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

struct gate_scope gate_scope(struct arena *arena, const struct user *user, const struct open_to *open)
{
    unsigned roles = user->roles | ROLE_BIT(ROLE_public);
    if (roles & open->all)
        return (struct gate_scope){.all = true};
    struct gate_scope scope = {.released = roles & open->released};
    const char **own = NEW_ARRAY(arena, (size_t)user->scope_count, const char *);
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
    struct open_to open = for_verb(record, VERB_SEE);
    return gate_scope(arena, user, &open);
}
