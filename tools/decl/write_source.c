/* The source of a folder's records: statements, descriptions, the fetching of what rules read. */
#include <string.h>
#include "tools/decl/decl.h"

static const char *kind(enum type type)
{
    static const char *const kinds[] = {"KIND_TEXT", "KIND_PROSE", "KIND_REF", "KIND_MOMENT", "KIND_SECRET",
        "KIND_NUMBER", "KIND_FLAG", "KIND_DATE", "KIND_DAY", "KIND_CHOICE", "KIND_USER"};
    return kinds[type];
}

static int first_column(const struct record *record, int field)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    for (int i = 0; i < n; i++)
        if (columns[i].field == field && !columns[i].sort_key)
            return i;
    return -1;
}

static int sort_at(const struct record *record, int field)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    for (int i = 0; i < n; i++)
        if (columns[i].field == field && columns[i].sort_key)
            return i;
    return -1;
}

static void text_or_null(struct out *out, const char *member, const char *text)
{
    if (text)
        say(out, ", .%s = \"%s\"", member, text);
}

static void write_flags(struct out *out, const struct field *field)
{
    say(out, ".flags = 0%s%s%s%s%s%s%s%s", field->required ? " | FIELD_REQUIRED" : "",
        field->lang ? " | FIELD_LANG" : "", field->fixed ? " | FIELD_FIXED" : "", field->scope ? " | FIELD_SCOPE" : "",
        field->system ? " | FIELD_SYSTEM" : "", field->list ? " | FIELD_LIST" : "",
        field->unique ? " | FIELD_UNIQUE" : "", field->remark ? " | FIELD_REMARK" : "");
}

/* What a field is wherever it stands. */
static void begin_field(struct out *out, const struct record *record, const struct field *field, const char *member)
{
    say(out, "{.name = \"%s\", .kind = %s, .class = CLASS_%s, ", field->name, kind(field->type), upper(field->class));
    write_flags(out, field);
    say(out, ",\n        .offset = offsetof(struct %s, %s), .least = %lld, .most = %lld", record->noun, member,
        field->least, field->most);
    text_or_null(out, "form", field->form);
    text_or_null(out, "ref", field->ref);
    text_or_null(out, "standard", field->standard);
    text_or_null(out, "was", field->was);
    text_or_null(out, "example", field->example);
    if (field->type == TYPE_CHOICE)
        say(out, ", .choices = %s_%s_words", record->noun, field->name);
}

/* A field of an answer or a question: without a table. */
void write_plain_field(struct out *out, const struct record *record, const struct field *field)
{
    begin_field(out, record, field, field->name);
    say(out, "}");
}

static void write_field(struct out *out, const struct record *record, int i)
{
    const struct field *field = &record->fields[i];
    say(out, "    ");
    begin_field(out, record, field, record->typed_id && i == 0 ? "row.id" : field->name);
    say(out, ", .column = %d, .sort_column = %d", first_column(record, i), sort_at(record, i));
    if (field->ref || field->type == TYPE_USER)
        say(out, ", .by_ref = &%s_by_%s", record->noun, field->name);
    if (field->unique)
        say(out, ", .only = &%s_only_%s", record->noun, field->name);
    say(out, "},\n");
}

void write_choice_words(struct out *out, const struct record *record)
{
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->type != TYPE_CHOICE)
            continue;
        say(out, "static const char *const %s_%s_words[] = {", record->noun, field->name);
        for (int j = 0; j < field->choices.count; j++)
            say(out, "\"%s\", ", field->choices.at[j]);
        say(out, "NULL};\n");
    }
}

static void write_indices(struct out *out, const struct record *record, const char *what, const struct names *names)
{
    if (!names->count)
        return;
    say(out, "static const int %s_%s[] = {", record->noun, what);
    for (int i = 0; i < names->count; i++)
        say(out, "%d, ", field_index(record, names->at[i]));
    say(out, "-1};\n");
}

void write_open(struct out *out, const char *member, const struct open_to *to)
{
    say(out, "    %s = {.all = 0x%x, .own = 0x%x, .released = 0x%x},\n", member, to->all, to->own, to->released);
}

static void write_links(struct out *out, const struct record *record)
{
    if (!record->link_count)
        return;
    say(out, "static const struct link_kind %s_links[] = {\n", record->noun);
    for (int i = 0; i < record->link_count; i++)
        say(out, "    {.name = \"%s\", .to = \"%s\"},\n", record->links[i].name, record->links[i].to);
    say(out, "};\n");
}

static void write_record(struct out *out, const struct model *model, const struct record *record)
{
    struct column *columns;
    int column_count = columns_of(record, &columns), lists, waiting, read = 0;
    const char *noun = record->noun;
    while (read < column_count && !columns[read].sort_key)
        read++;
    say(out, "/* -------- %s: %s -------- */\n\n", noun, record->about);
    write_statements(out, model, record);
    say(out, "\n");
    write_choice_words(out, record);
    say(out, "static const struct field %s_fields[] = {\n", noun);
    for (int i = 0; i < record->field_count; i++)
        write_field(out, record, i);
    say(out, "};\n");
    write_indices(out, record, "titled", &record->titles);
    write_indices(out, record, "key", &record->key);
    write_indices(out, record, "rivals_agree", &record->rivals);
    write_indices(out, record, "rivals_differ", &record->differ);
    write_indices(out, record, "filters", &record->filter);
    write_indices(out, record, "search", &record->search);
    say(out, "static const struct list %s_lists[] = {\n", noun);
    lists = write_lists(out, record);
    say(out, "};\n");
    if (has_clocks(record))
        say(out, "static const struct list %s_waiting[] = {\n", noun);
    waiting = write_waiting_lists(out, record);
    if (has_clocks(record))
        say(out, "};\n");
    write_rules(out, model, record);
    write_steps(out, record);
    write_links(out, record);
    say(out, "const struct record %s_record = {\n    .noun = \"%s\", .folder = \"%s\", .about = \"%s\",\n", noun, noun,
        record->folder, record->about);
    say(out,
        "    .fields = %s_fields, .field_count = %d, .size = sizeof(struct %s), .columns = %d, .columns_read = %d,\n",
        noun, record->field_count, noun, column_count, read);
    say(out, "    .titled = %s_titled,\n", noun);
    say(out, "    .title = %d, .scope = %d, .state = %d, .released = %d, .made_id = %s, .batch = %s,\n", record->title,
        record->scope, record->state, record->release, record->typed_id ? "false" : "true",
        record->batch ? "true" : "false");
    write_open(out, ".open[VERB_SEE]", &record->see);
    write_open(out, ".open[VERB_ADD]", &record->add);
    write_open(out, ".open[VERB_CHANGE]", &record->change);
    write_open(out, ".open[VERB_REMOVE]", &record->remove);
    write_open(out, ".confidential", &record->confidential);
    write_open(out, ".personal", &record->personal);
    say(out,
        "    .load = &%s_load_sql, .insert = &%s_insert, .update = &%s_update, .remove = &%s_remove, .all = &%s_all, "
        ".titles = &%s_titles,\n",
        noun, noun, noun, noun, noun, noun);
    if (record->state >= 0)
        say(out, "    .hold = &%s_hold,\n", noun);
    if (record->key.count)
        say(out, "    .by_key = &%s_by_key, .key = %s_key,\n", noun, noun);
    if (record->rivals.count)
        say(out,
            "    .rivals = &%s_rivals, .conflicts = &%s_conflicts, .agree = %s_rivals_agree, .differ = "
            "%s_rivals_differ,\n"
            "    .set_aside = %d,\n",
            noun, noun, noun, noun, field_index(record, "set_aside"));
    if (record->filter.count)
        say(out, "    .filters = %s_filters,\n", noun);
    if (record->search.count)
        say(out, "    .search = %s_search,\n", noun);
    say(out, "    .lists = %s_lists, .list_count = %d,\n", noun, lists);
    if (record->step_count)
        say(out, "    .steps = %s_steps, .step_count = %d,\n", noun, record->step_count);
    if (record->wait_count)
        say(out, "    .waits = %s_waits, .wait_count = %d,\n", noun, record->wait_count);
    if (waiting)
        say(out, "    .waiting = %s_waiting, .waiting_count = %d,\n", noun, waiting);
    if (record->link_count)
        say(out, "    .links = %s_links, .link_count = %d,\n", noun, record->link_count);
    if (record->check.name)
        say(out, "    .check = %s_rule_%s,\n", noun, record->check.name);
    say(out, "};\n\nenum err %s_load(struct %s **out, struct db *db, struct call *call, const char *id)\n{\n", noun,
        noun);
    say(out, "    return row_load((void **)(void *)out, db, call, &%s_record, id);\n}\n\n", noun);
}

static bool is_read_by(const struct model *model, const char *folder, const struct record *read)
{
    bool found = false;
    for (int i = 0; i < model->count; i++) {
        const struct record *record = model->records[i];
        const struct rule *rules[1 + MOST_CHOICES];
        int count = strcmp(record->folder, folder) == 0 ? rules_of(record, rules) : 0;
        for (int r = 0; r < count; r++)
            for (int k = 0; k < rules[r]->read_count; k++) {
                const struct read *one = &rules[r]->reads[k];
                found |=
                    strcmp(read->noun, one->all ? one->all : record->fields[field_index(record, one->field)].ref) == 0;
            }
    }
    return found;
}

void write_source(struct out *out, const struct model *model, const char *folder)
{
    say(out, "/* The records of %s/. Written by tools/decl from the declarations there; not to be edited. */\n",
        folder);
    say(out, "#include \"%s.h\"\n", folder);
    for (int i = 0; i < model->count; i++) /* what rules read from other folders */
        if (strcmp(model->records[i]->folder, folder) != 0 && is_read_by(model, folder, model->records[i]))
            say(out, "#include \"%s.h\"\n", model->records[i]->folder);
    say(out, "\n");
    for (int i = 0; i < model->count; i++)
        if (strcmp(model->records[i]->folder, folder) == 0)
            write_record(out, model, model->records[i]);
    write_operations_source(out, model, folder);
    write_rights_source(out, model, folder);
}

void write_table(struct out *out, const struct model *model)
{
    say(out,
        "/* All records, operations and rights. Written by tools/decl; not to be edited. */\n#include "
        "\"record/operation.h\"\n\n");
    for (int i = 0; i < model->count; i++)
        say(out, "extern const struct record %s_record;\n", model->records[i]->noun);
    say(out, "\nconst struct record *const records[] = {\n");
    for (int i = 0; i < model->count; i++)
        say(out, "    &%s_record,\n", model->records[i]->noun);
    say(out, "    NULL,\n};\nconst int record_count = %d;\n", model->count);
    write_operations_table(out, model);
    write_rights_table(out, model);
}
