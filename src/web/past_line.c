#include "web/past_line.h"
#include "access/who.h"
#include "base/text.h"
#include "record/print.h"

#define INSIDE                                                                                                         \
    (ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_writer) |                  \
        ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator))

bool past_tells_who(const struct user *user)
{
    return user->roles & INSIDE;
}

/* An account is told by its name. */
static enum err name_account(const char **id, struct db *db, struct call *call)
{
    return *id ? who_words(id, db, call, *id) : OK;
}

static bool is_account(const struct field *field)
{
    return text_is(field->name, "user_id") || text_is(field->name, "absent") || text_is(field->name, "deputy");
}

/* "public officer": names of roles, by spaces. */
static void name_roles(const char **names, struct call *call)
{
    unsigned roles = 0;
    for (const char *at = *names; at && *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        enum role role;
        if (role_parse(&role, arena_copy(call->arena, at, size)))
            roles |= ROLE_BIT(role);
        at += size;
    }
    if (*names)
        *names = roles_words(call->arena, call->lang, roles);
}

/* Rows of access hold names of accounts and roles as plain text. */
static enum err name_values(struct change_line *line, struct db *db, struct call *call, const struct field *field)
{
    if (text_is(field->name, "role") || text_is(field->name, "roles")) {
        name_roles(&line->before, call);
        name_roles(&line->after, call);
        return OK;
    }
    enum err err = is_account(field) ? name_account(&line->before, db, call) : OK;
    return err || !is_account(field) ? err : name_account(&line->after, db, call);
}

enum err changes_fill(
    struct change_lines *out, struct db *db, struct call *call, const struct record *record, const struct past *past)
{
    enum err err = OK;
    *out = (struct change_lines){.changes = NEW_ARRAY(call->arena, (size_t)past->count + 1, struct change_line)};
    for (int i = 0; i < past->count && !err; i++) {
        const struct past_change *change = &past->changes[i];
        const struct field *field = &record->fields[change->field];
        if (!change->withheld && !change->erased && !change->before && !change->after)
            continue;
        struct change_line *line = &out->changes[out->changes_count++];
        *line = (struct change_line){.label = word_of(call->lang, "field", record->noun, field->name),
            .withheld = change->withheld,
            .erased = change->erased};
        if (change->lang >= 0)
            line->label = arena_format(call->arena, "%s (%s)", line->label, lang_names[change->lang]);
        if (change->withheld || change->erased)
            continue;
        line->before = print_past_value(call, record, change, false);
        line->after = print_past_value(call, record, change, true);
        if (text_is(record->folder, "access"))
            err = name_values(line, db, call, field);
    }
    return err;
}
