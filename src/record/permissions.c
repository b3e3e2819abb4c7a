#include "record/permissions.h"
#include "base/buffer.h"
#include "record/operation.h"
#include "record/reply.h"

/* What is open to the public is open to everybody; but nobody in particular has anything of one's own. */
static unsigned extent_of(const struct record *record, const struct open_to *open, enum role role)
{
    unsigned roles = ROLE_BIT(role) | ROLE_BIT(ROLE_public);
    bool own = gate_by_account(record) ? role != ROLE_public && open->own & roles
                                       : role_scoped(role) && open->own & ROLE_BIT(role);
    if (open->all & roles)
        return EXTENT_ALL;
    return (own ? EXTENT_OWN : 0) | (open->released & roles ? EXTENT_RELEASED : 0);
}

/* Nobody changes a row, or reads a field of it, without seeing the row. */
static unsigned within(unsigned seen, unsigned extent)
{
    if (seen == EXTENT_ALL)
        return extent;
    return extent == EXTENT_ALL ? seen : seen & extent;
}

static void put(struct permission *to, const struct record *record, const char *verb, const char *step,
    struct open_to open, bool of_a_row)
{
    struct open_to see = gate_verb_open(record, VERB_SEE);
    *to = (struct permission){.noun = record->noun, .record = record, .verb = verb, .step = step};
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        unsigned extent = extent_of(record, &open, (enum role)role);
        to->extent[role] = of_a_row ? within(extent_of(record, &see, (enum role)role), extent) : extent;
    }
}

static void put_operation(struct permission *to, const struct operation *operation)
{
    struct open_to open = gate_operation_open(&operation->open, operation->changes);
    *to = (struct permission){.noun = operation->noun, .verb = operation->verb, .operation = operation};
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        to->extent[role] = extent_of(&operation->asks, &open, (enum role)role);
}

static void put_right(struct permission *to, const struct right *right)
{
    *to = (struct permission){.noun = right->noun, .verb = right->verb};
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        struct user user = {.id = role == ROLE_public ? NULL : "", .roles = ROLE_BIT(role)};
        to->extent[role] = gate_right(&user, right) ? EXTENT_ALL : 0;
    }
}

static bool has_class(const struct record *record, enum class class)
{
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].class == class)
            return true;
    return false;
}

int permissions_list(struct permission **out, struct arena *arena)
{
    static const char *const verbs[VERBS] = {"see", "add", "change", "remove"};
    enum { CLASSES_LISTED = 2 };
    int most = operation_count + right_count, count = 0;
    for (int i = 0; i < record_count; i++)
        most += VERBS + records[i]->step_count + CLASSES_LISTED;
    struct permission *all = NEW_ARRAY(arena, (size_t)most + 1, struct permission);
    for (int i = 0; i < record_count; i++) {
        const struct record *record = records[i];
        for (int verb = 0; verb < VERBS; verb++)
            put(&all[count++], record, verbs[verb], NULL, gate_verb_open(record, (enum verb)verb), verb != VERB_ADD);
        for (int step = 0; step < record->step_count; step++)
            put(&all[count++], record, "step", record->steps[step].name, gate_step_open(&record->steps[step]), true);
        if (has_class(record, CLASS_CONFIDENTIAL))
            put(&all[count++], record, "confidential", NULL, gate_class_open(record, CLASS_CONFIDENTIAL), true);
        if (has_class(record, CLASS_PERSONAL))
            put(&all[count++], record, "personal", NULL, gate_class_open(record, CLASS_PERSONAL), true);
    }
    for (int i = 0; i < operation_count; i++)
        put_operation(&all[count++], operations[i]);
    for (int i = 0; i < right_count; i++)
        put_right(&all[count++], rights[i]);
    *out = all;
    return count;
}

const char *extent_name(unsigned extent)
{
    static const char *const names[] = {"-", "all", "own", "all", "released", "all", "own+released", "all"};
    return names[extent & (EXTENT_ALL | EXTENT_OWN | EXTENT_RELEASED)];
}

const char *permission_noun(struct call *call, const struct permission *permission)
{
    return word_of(call->lang, "record", NULL, permission->noun);
}

const char *permission_verb(struct call *call, const struct permission *permission)
{
    if (permission->operation)
        return operation_title(call, permission->operation);
    return permission->step ? word_of(call->lang, "step", permission->noun, permission->step)
                            : word_of(call->lang, "permission.verb", permission->noun, permission->verb);
}

const char *extent_words(const struct call *call, unsigned extent)
{
    struct buffer *out = buffer_new(call->arena, 400);
    if (extent & EXTENT_ALL)
        return word(call->lang, "permission.all");
    if (extent & EXTENT_OWN)
        buffer_text(out, word(call->lang, "permission.own"));
    if (extent & EXTENT_RELEASED)
        buffer_format(out, "%s%s", out->size ? ", " : "", word(call->lang, "permission.released"));
    return out->size ? out->at : "";
}
