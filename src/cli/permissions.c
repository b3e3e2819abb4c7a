#include "cli/permissions.h"
#include "base/text.h"
#include "cli/table.h"
#include "codec/csv.h"
#include "codec/json.h"
#include "record/permissions.h"
#include "record/reply.h"

enum { BEFORE_ROLES = 2 }; /* columns: noun, verb */

/* "step receive": as one types it. */
static const char *verb_typed(struct call *call, const struct permission *permission)
{
    return permission->step ? arena_format(call->arena, "%s %s", permission->verb, permission->step) : permission->verb;
}

static void print_json(struct session_of_command *session, const struct permission *permissions, int count)
{
    struct json json = json_begin(session->out);
    json_array(&json);
    for (int i = 0; i < count; i++) {
        json_object(&json);
        json_member(&json, "noun", permissions[i].noun);
        json_member(&json, "verb", permissions[i].verb);
        json_member(&json, "step", permissions[i].step);
        json_name(&json, "roles");
        json_object(&json);
        for (unsigned role = 0; role < ROLE_COUNT; role++)
            json_member(&json, role_name((enum role)role), extent_name(permissions[i].extent[role]));
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    buffer_byte(session->out, '\n');
}

static void print_csv(struct session_of_command *session, const struct permission *permissions, int count)
{
    struct csv_writer csv = csv_begin(session->out, false, false);
    csv_text(&csv, "noun");
    csv_text(&csv, "verb");
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        csv_text(&csv, role_name((enum role)role));
    csv_end_row(&csv);
    for (int i = 0; i < count; i++) {
        csv_text(&csv, permissions[i].noun);
        csv_text(&csv, verb_typed(session->call, &permissions[i]));
        for (unsigned role = 0; role < ROLE_COUNT; role++)
            csv_text(&csv, extent_name(permissions[i].extent[role]));
        csv_end_row(&csv);
    }
}

static void print_table(struct session_of_command *session, const struct permission *permissions, int count)
{
    struct call *call = session->call;
    struct table *table = table_new(call->arena, BEFORE_ROLES + ROLE_COUNT);
    table_head(table, 0, word(call->lang, "permission.record"), false);
    table_head(table, 1, word(call->lang, "permission.verb"), false);
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        table_head(
            table, BEFORE_ROLES + (int)role, word_of(call->lang, "role", NULL, role_name((enum role)role)), false);
    for (int i = 0; i < count; i++) {
        table_cell(table, 0, permission_noun(call, &permissions[i]));
        table_cell(table, 1, permission_verb(call, &permissions[i]));
        for (unsigned role = 0; role < ROLE_COUNT; role++)
            table_cell(table, BEFORE_ROLES + (int)role,
                permissions[i].extent[role] ? extent_words(call, permissions[i].extent[role]) : "-");
        table_row(table);
    }
    table_print(table, session->out, 0);
}

static enum err run_permissions(struct session_of_command *session)
{
    struct permission *permissions;
    enum err err = arguments_done(session->arguments, session->call);
    if (err)
        return err;
    int count = permissions_list(&permissions, session->call->arena);
    switch (session->print) {
    case PRINT_JSON: print_json(session, permissions, count); break;
    case PRINT_CSV: print_csv(session, permissions, count); break;
    case PRINT_TEXT: print_table(session, permissions, count); break;
    }
    return OK;
}

const struct command permission_commands[] = {
    {"permissions", NULL, "", "help.permissions", NEEDS_NOTHING, run_permissions},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
