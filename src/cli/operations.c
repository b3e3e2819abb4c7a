#include "cli/operations.h"
#include "base/text.h"
#include "cli/table.h"
#include "record/reply.h"
#include <string.h>

static bool is_day(const struct operation *operation, const char *name)
{
    int field = field_named(&operation->asks, name);
    return field >= 0 && operation->asks.fields[field].kind != KIND_TEXT;
}

/* --as-of and --on are the same: whichever the operation is asked with gets the date. */
static void add_day(
    struct session_of_command *session, const struct operation *operation, struct input *inputs, int *count)
{
    char text[DATE_TEXT];
    const char *name = is_day(operation, "as_of") ? "as_of" : is_day(operation, "on") ? "on" : NULL;
    struct date day = name ? session_as_of(session) : (struct date){0};
    if (date_known(day))
        inputs[(*count)++] = (struct input){name, arena_text(session->call->arena, date_text(text, day))};
}

enum { PARTS_MOST = 64 };

static void print_list(
    struct session_of_command *session, const struct shape *shape, struct shape_list list, const struct titles *titles)
{
    struct call *call = session->call;
    const struct part *parts[PARTS_MOST];
    int columns = 0;
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].shape && part_said(call, &shape->parts[i], shape, list))
            parts[columns++] = &shape->parts[i];
    struct table *table = table_new(call->arena, columns);
    for (int i = 0; i < columns; i++)
        table_head(table, i, part_label(call, shape, parts[i]), !parts[i]->many && parts[i]->field.kind == KIND_NUMBER);
    for (size_t row = 0; row < list.items_count; row++) {
        for (int i = 0; i < columns; i++)
            table_cell(table, i, part_words(call, parts[i], (const char *)list.items + row * shape->size, titles));
        table_row(table);
    }
    table_print(table, session->out, terminal_width());
}

static void print_shape(
    struct session_of_command *session, const struct shape *shape, const void *of, const struct titles *titles)
{
    struct call *call = session->call;
    struct table *facts = table_new(call->arena, 2);
    for (int i = 0; i < shape->part_count; i++) {
        const char *text = shape->parts[i].shape ? NULL : part_words(call, &shape->parts[i], of, titles);
        if (!text)
            continue;
        table_cell(facts, 0, part_label(call, shape, &shape->parts[i]));
        table_cell(facts, 1, text);
        table_row(facts);
    }
    table_print(facts, session->out, 0);
    for (int i = 0; i < shape->part_count; i++) {
        const struct part *part = &shape->parts[i];
        if (!part->shape || part_list(part, of).items_count == 0)
            continue;
        buffer_format(session->out, "\n%s\n", part_label(call, shape, part));
        print_list(session, part->shape, part_list(part, of), titles);
    }
}

enum err operation_command(struct session_of_command *session, const struct operation *operation)
{
    struct call *call = session->call;
    const struct input *given;
    struct titles *titles;
    void *reply;
    int count = session_inputs(session, &given);
    struct input *inputs = NEW_ARRAY(call->arena, (size_t)count + 1, struct input);
    memcpy(inputs, given, (size_t)count * sizeof *inputs);
    add_day(session, operation, inputs, &count);
    enum err err = arguments_done(session->arguments, call);
    if (!err)
        err = operation_ask(&reply, session->store, session->db, call, operation, inputs, count);
    if (err)
        return err;
    if (session->print == PRINT_CSV) {
        reply_csv(session->out, call, operation, reply);
        return OK;
    }
    if (session->print == PRINT_JSON) {
        struct json json = json_begin(session->out);
        reply_json(&json, call, operation, reply);
        buffer_byte(session->out, '\n');
        return OK;
    }
    err = reply_titles(&titles, session->db, call, operation, reply);
    if (err)
        return err;
    if (operation->many)
        print_list(session, operation->gives, *(const struct shape_list *)reply, titles);
    else
        print_shape(session, operation->gives, reply, titles);
    return OK;
}

const char *operation_usage(struct arena *arena, const struct operation *operation)
{
    struct buffer *out = buffer_new(arena, 4096);
    for (int i = 0; i < operation->asks.field_count; i++) {
        const struct field *field = &operation->asks.fields[i];
        char *name = arena_text(arena, field->name);
        for (char *c = name; *c; c++)
            *c = *c == '_' ? '-' : *c;
        const char *what = field->kind == KIND_DATE || field->kind == KIND_DAY ? "DATE"
            : field->kind == KIND_NUMBER                                       ? "N"
            : field->ref                                                       ? field->ref
                                                                               : "TEXT";
        bool must = field->flags & FIELD_REQUIRED;
        buffer_format(out, "%s%s--%s %s%s", out->size ? " " : "", must ? "" : "[", name, what, must ? "" : "]");
    }
    return out->size ? out->at : "";
}
