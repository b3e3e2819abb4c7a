/* Shapes, operations and projections: how they are read, what must hold of them, and what is written from them (doc/declarations.md). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tools/decl/line.h"

/* ---- reading ---- */

static struct record *shape_by_name(const struct model *model, const char *shape)
{
    for (int i = 0; i < model->shape_count; i++)
        if (strcmp(model->shapes[i]->noun, shape) == 0)
            return model->shapes[i];
    return NULL;
}

struct record *begin_shape(struct model *model, struct line *line, const char *folder)
{
    if (model->shape_count == MOST_RECORDS)
        complain(line->place, "more than %d shapes", MOST_RECORDS);
    struct record *shape = calloc(1, sizeof *shape);
    *shape = (struct record){.place = line->place, .folder = strdup(folder), .class = "public", .shape = true};
    shape->noun = name(line, "the name of the shape");
    shape->about = next(line, "what the shape is, in quotation marks,");
    if (shape_by_name(model, shape->noun) || record_by_noun(model, shape->noun))
        complain(line->place, "%s is declared twice", shape->noun);
    model->shapes[model->shape_count++] = shape;
    return shape;
}

struct operation *begin_operation(struct model *model, struct line *line, const char *folder)
{
    if (model->operation_count == MOST_RECORDS)
        complain(line->place, "more than %d operations", MOST_RECORDS);
    struct operation *operation = calloc(1, sizeof *operation);
    *operation = (struct operation){.place = line->place, .folder = strdup(folder)};
    operation->noun = name(line, "the noun of the operation");
    operation->verb = name(line, "the verb of the operation");
    operation->about = next(line, "what is asked, in quotation marks,");
    struct out joined = {0};
    say(&joined, "%s_%s", operation->noun, operation->verb);
    operation->asks = (struct record){.place = line->place, .noun = joined.at, .class = "public", .shape = true};
    model->operations[model->operation_count++] = operation;
    return operation;
}

void begin_projection(struct model *model, struct line *line, const char *folder)
{
    if (model->projection_count == MOST_RECORDS)
        complain(line->place, "more than %d projections", MOST_RECORDS);
    struct projection *projection = calloc(1, sizeof *projection);
    *projection = (struct projection){.place = line->place, .folder = strdup(folder)};
    projection->name = name(line, "the name of the projection");
    if (!take(line, "from"))
        complain(line->place, "projection %s does not say from which records: from NOUN, NOUN", projection->name);
    names(line, &projection->from, "a record's noun");
    projection->about = next(line, "what is kept, in quotation marks,");
    model->projections[model->projection_count++] = projection;
}

void operation_line(struct operation *operation, struct line *line)
{
    if (take(line, "open")) {
        if (!take(line, "to"))
            complain(line->place, "say \"open to ROLES\"");
        roles(line, &operation->open);
    } else if (take(line, "reads")) {
        names(line, &operation->reads, "a record's noun");
    } else if (take(line, "gives")) {
        operation->gives_many = take(line, "many");
        operation->gives = name(line, "the name of a shape");
    } else if (take(line, "panel")) {
        names(line, &operation->panels, "an argument that refers to a record");
    } else if (take(line, "changes")) {
        operation->changes = true;
    } else if (line->count > 1 && is_type(line->words[1])) {
        take_field(line, &operation->asks);
    } else {
        complain(line->place, "\"%s\" is not understood in an operation", peek(line));
    }
}

/* ---- what must hold ---- */

static void check_parts(const struct model *model, struct record *holder, bool asked)
{
    for (int i = 0; i < holder->field_count; i++) {
        struct field *field = &holder->fields[i];
        if (field->lang)
            complain(field->place, "%s: an answer is in one language; take text", field->name);
        if (field->shape && !shape_by_name(model, field->shape))
            complain(field->place, "%s is many \"%s\", which no shape is called", field->name, field->shape);
        if (asked && field->many)
            complain(field->place, "%s: a question is asked with single values", field->name);
        check_field(model, holder, field);
    }
}

void resolve_operations(struct model *model)
{
    for (int i = 0; i < model->shape_count; i++)
        check_parts(model, model->shapes[i], false);
    for (int i = 0; i < model->operation_count; i++) {
        struct operation *operation = model->operations[i];
        check_parts(model, &operation->asks, true);
        if (!operation->open.said)
            complain(
                operation->place, "operation %s %s does not say to whom it is open", operation->noun, operation->verb);
        if (!operation->gives || !shape_by_name(model, operation->gives))
            complain(operation->place, "operation %s %s gives \"%s\", which no shape is called", operation->noun,
                operation->verb, operation->gives ? operation->gives : "");
        for (int j = 0; j < operation->reads.count; j++)
            if (!record_by_noun(model, operation->reads.at[j]))
                complain(operation->place, "operation %s %s reads \"%s\", which no record is called", operation->noun,
                    operation->verb, operation->reads.at[j]);
        for (int j = 0; j < operation->panels.count; j++) {
            int panel = field_index(&operation->asks, operation->panels.at[j]);
            if (panel < 0 || !operation->asks.fields[panel].ref)
                complain(operation->place,
                    "the panel of %s %s names \"%s\", which is no argument that refers to a record", operation->noun,
                    operation->verb, operation->panels.at[j]);
        }
    }
    for (int i = 0; i < model->projection_count; i++)
        for (int j = 0; j < model->projections[i]->from.count; j++)
            if (!record_by_noun(model, model->projections[i]->from.at[j]))
                complain(model->projections[i]->place, "projection %s is from \"%s\", which no record is called",
                    model->projections[i]->name, model->projections[i]->from.at[j]);
}

/* ---- the header ---- */

static bool is_in(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void write_struct_of(struct out *out, const char *about, const char *name_of, const struct record *holder)
{
    for (int i = 0; i < holder->field_count; i++)
        if (holder->fields[i].type == TYPE_CHOICE)
            write_enum(out, holder, &holder->fields[i]);
    say(out, "/* %s */\nstruct %s {\n", about, name_of);
    write_members(out, holder, false);
    if (holder->field_count == 0)
        say(out, "    char nothing; /* is asked */\n");
    say(out, "};\n\n");
}

static void write_function(struct out *out, const struct operation *operation)
{
    const char *many = operation->gives_many ? "_list" : "", *what = operation->asks.noun;
    struct out asked = {0};
    say(&asked, "%s_asked", what);
    struct record holder = operation->asks;
    holder.noun = asked.at;
    write_struct_of(out, operation->about, asked.at, &holder);
    say(out, "enum err %s(struct %s%s *out, %s, struct call *call, const struct %s *asked) MUST_CHECK;\n\n", what,
        operation->gives, many, operation->changes ? "struct store *store" : "struct db *db", asked.at);
    say(out, "extern const struct operation %s_operation;\n\n", what);
}

void write_operations_header(struct out *out, const struct model *model, const char *folder)
{
    for (int i = 0; i < model->shape_count; i++) {
        const struct record *shape = model->shapes[i];
        if (!is_in(shape->folder, folder))
            continue;
        for (int j = 0; j < shape->field_count; j++)
            if (shape->fields[j].shape)
                say(out, "struct %s;\n", shape->fields[j].shape);
        write_struct_of(out, shape->about, shape->noun, shape);
        say(out, "struct %s_list {\n    const struct %s *items;\n    size_t items_count;\n};\n\n", shape->noun,
            shape->noun);
        say(out, "extern const struct shape %s_shape;\n\n", shape->noun);
    }
    for (int i = 0; i < model->operation_count; i++)
        if (is_in(model->operations[i]->folder, folder))
            write_function(out, model->operations[i]);
    for (int i = 0; i < model->projection_count; i++) {
        const struct projection *projection = model->projections[i];
        if (!is_in(projection->folder, folder))
            continue;
        say(out, "/* %s: built by %s_build, asked for by %s_kept, and good until the call ends. */\nstruct %s;\n",
            projection->about, projection->name, projection->name, projection->name);
        say(out,
            "enum err %s_build(struct %s **out, struct arena *into, struct db *db, struct call *call) MUST_CHECK;\n"
            "enum err %s_kept(const struct %s **out, struct db *db, struct call *call) MUST_CHECK;\n\n",
            projection->name, projection->name, projection->name, projection->name);
    }
}

/* ---- the source ---- */

static void write_parts(struct out *out, const struct record *shape)
{
    write_choice_words(out, shape);
    for (int i = 0; i < shape->field_count; i++)
        if (shape->fields[i].shape)
            say(out, "extern const struct shape %s_shape;\n", shape->fields[i].shape);
    say(out, "static const struct part %s_parts[] = {\n", shape->noun);
    for (int i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        say(out, "    {.field = ");
        write_plain_field(out, shape, field);
        if (field->shape)
            say(out, ", .shape = &%s_shape", field->shape);
        if (field->many)
            say(out, ", .many = true, .count_offset = offsetof(struct %s, %s_count)", shape->noun, field->name);
        if (field->single)
            say(out, ", .single = true");
        if (field->maybe)
            say(out, ", .maybe = true");
        say(out, "},\n");
    }
    say(out,
        "};\nconst struct shape %s_shape = {\n    .name = \"%s\", .about = \"%s\", .parts = %s_parts, .part_count = "
        "%d, "
        ".size = sizeof(struct %s),\n};\n\n",
        shape->noun, shape->noun, shape->about, shape->noun, shape->field_count, shape->noun);
}

static void write_operation(struct out *out, const struct operation *operation)
{
    const struct record *asks = &operation->asks;
    struct record holder = *asks; /* offsets are those of the struct that is asked with */
    struct out asked = {0};
    say(&asked, "%s_asked", asks->noun);
    holder.noun = asked.at;
    int scope = -1;
    for (int i = 0; i < asks->field_count; i++)
        if (asks->fields[i].scope)
            scope = i;
    write_choice_words(out, &holder);
    say(out, "static const struct field %s_fields[] = {\n", holder.noun);
    for (int i = 0; i < asks->field_count; i++) {
        say(out, "    ");
        write_plain_field(out, &holder, &asks->fields[i]);
        say(out, ",\n");
    }
    say(out, "    {0}};\nstatic const char *const %s_reads[] = {", asks->noun);
    for (int i = 0; i < operation->reads.count; i++)
        say(out, "\"%s\", ", operation->reads.at[i]);
    say(out, "NULL};\n");
    say(out,
        "static enum err %s_run(void *out, struct db *db, struct store *store, struct call *call, const void "
        "*asked)\n{\n",
        asks->noun);
    say(out, "    (void)%s;\n    return %s(out, %s, call, asked);\n}\n", operation->changes ? "db" : "store",
        asks->noun, operation->changes ? "store" : "db");
    say(out,
        "const struct operation %s_operation = {\n    .noun = \"%s\", .verb = \"%s\", .folder = \"%s\", .about = "
        "\"%s\",\n",
        asks->noun, operation->noun, operation->verb, operation->folder, operation->about);
    say(out,
        "    .asks = {.noun = \"%s\", .fields = %s_fields, .field_count = %d, .size = sizeof(struct %s), .title = -1, "
        ".scope = %d, .state = -1, .released = -1},\n",
        asks->noun, holder.noun, asks->field_count, holder.noun, scope);
    write_open(out, ".open", &operation->open);
    say(out, "    .reads = %s_reads, .gives = &%s_shape, .many = %s, .size = sizeof(struct %s%s), .changes = %s,\n",
        asks->noun, operation->gives, operation->gives_many ? "true" : "false", operation->gives,
        operation->gives_many ? "_list" : "", operation->changes ? "true" : "false");
    say(out, "    .panels = (const int[]){");
    for (int i = 0; i < operation->panels.count; i++)
        say(out, "%d, ", field_index(asks, operation->panels.at[i]));
    say(out, "-1},\n    .run = %s_run,\n};\n\n", asks->noun);
}

static void write_projection(struct out *out, const struct projection *projection)
{
    const char *name_of = projection->name;
    say(out,
        "static enum err %s_build_any(void **out, struct arena *into, struct db *db, struct call *call)\n{\n"
        "    struct %s *built = NULL;\n    enum err err = %s_build(&built, into, db, call);\n    *out = built;\n    "
        "return err;\n}\n",
        name_of, name_of, name_of);
    say(out, "static const char *const %s_from[] = {", name_of);
    for (int i = 0; i < projection->from.count; i++)
        say(out, "\"%s\", ", projection->from.at[i]);
    say(out,
        "NULL};\nstatic const struct projection %s_projection = {.name = \"%s\", .from = %s_from, .build = "
        "%s_build_any};\n",
        name_of, name_of, name_of, name_of);
    say(out,
        "enum err %s_kept(const struct %s **out, struct db *db, struct call *call)\n{\n    const void *kept = NULL;\n"
        "    enum err err = projection_ask(&kept, &%s_projection, db, call);\n    *out = kept;\n    return err;\n}\n\n",
        name_of, name_of, name_of);
}

void write_operations_source(struct out *out, const struct model *model, const char *folder)
{
    for (int i = 0; i < model->shape_count; i++)
        if (is_in(model->shapes[i]->folder, folder))
            write_parts(out, model->shapes[i]);
    for (int i = 0; i < model->operation_count; i++)
        if (is_in(model->operations[i]->folder, folder))
            write_operation(out, model->operations[i]);
    for (int i = 0; i < model->projection_count; i++)
        if (is_in(model->projections[i]->folder, folder))
            write_projection(out, model->projections[i]);
}

void write_operations_table(struct out *out, const struct model *model)
{
    say(out, "\n");
    for (int i = 0; i < model->operation_count; i++)
        say(out, "extern const struct operation %s_operation;\n", model->operations[i]->asks.noun);
    say(out, "const struct operation *const operations[] = {\n");
    for (int i = 0; i < model->operation_count; i++)
        say(out, "    &%s_operation,\n", model->operations[i]->asks.noun);
    say(out, "    NULL,\n};\nconst int operation_count = %d;\n", model->operation_count);
}
