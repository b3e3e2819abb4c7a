/* The header of a folder's records: for each its choices, its struct, its description, its rule's facts, and typed load. */
#include <string.h>
#include "tools/decl/decl.h"

void write_enum(struct out *out, const struct record *record, const struct field *field)
{
    const char *noun = upper(record->noun), *name = upper(field->name);
    say(out, "enum %s_%s {\n", record->noun, field->name);
    for (int i = 0; i < field->choices.count; i++)
        say(out, "    %s_%s_%s%s,\n", noun, name, upper(field->choices.at[i]), i ? "" : " = 1");
    say(out, "};\n\n");
}

/* The members of the struct of a record, of a shape or of a question. */
void write_members(struct out *out, const struct record *record, bool typed_id)
{
    for (int i = typed_id ? 1 : 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const char *array = field->lang ? "[LANGS]" : "";
        if (field->shape)
            say(out, "    const struct %s *%s;", field->shape, field->name);
        else if (field->many)
            say(out, "    const char *const *%s;", field->name);
        else
            switch (field->type) {
            case TYPE_NUMBER:
            case TYPE_FLAG: say(out, "    int64_t %s;", field->name); break;
            case TYPE_DATE:
            case TYPE_DAY: say(out, "    struct date %s;", field->name); break;
            case TYPE_CHOICE: say(out, "    enum %s_%s %s;", record->noun, field->name, field->name); break;
            default: say(out, "    const char *%s%s;", field->name, array);
            }
        if (field->ref)
            say(out, " /* a %s */", field->ref);
        if (field->type == TYPE_USER)
            say(out, " /* an account */");
        say(out, "\n");
        if (field->many)
            say(out, "    size_t %s_count;\n", field->name);
    }
}

static void write_struct(struct out *out, const struct record *record)
{
    say(out, "/* %s */\nstruct %s {\n    struct row row;\n", record->about, record->noun);
    write_members(out, record, record->typed_id);
    say(out, "};\n\n");
}

/* Rules may look at records of other folders. */
static void write_read_records(struct out *out, const struct record *record)
{
    const struct rule *rules[1 + MOST_CHOICES];
    int count = rules_of(record, rules);
    for (int r = 0; r < count; r++)
        for (int i = 0; i < rules[r]->read_count; i++) {
            const struct read *read = &rules[r]->reads[i];
            say(out, "struct %s;\n", read->all ? read->all : record->fields[field_index(record, read->field)].ref);
        }
}

void write_header(struct out *out, const struct model *model, const char *folder)
{
    say(out,
        "/* The records of %s/. Written by tools/decl from the declarations there; not to be edited. */\n#pragma "
        "once\n",
        folder);
    say(out, "#include \"record/operation.h\"\n\n");
    for (int i = 0; i < model->count; i++)
        if (strcmp(model->records[i]->folder, folder) == 0)
            write_read_records(out, model->records[i]);
    for (int i = 0; i < model->count; i++) {
        const struct record *record = model->records[i];
        if (strcmp(record->folder, folder) != 0)
            continue;
        for (int j = 0; j < record->field_count; j++)
            if (record->fields[j].type == TYPE_CHOICE)
                write_enum(out, record, &record->fields[j]);
        write_struct(out, record);
        write_facts(out, record);
        say(out, "extern const struct record %s_record;\n\n", record->noun);
        say(out, "/* ERR_NOT_FOUND without a fault when there is none. */\n");
        say(out, "enum err %s_load(struct %s **out, struct db *db, struct call *call, const char *id) MUST_CHECK;\n\n",
            record->noun, record->noun);
    }
    write_operations_header(out, model, folder);
    write_rights_header(out, model, folder);
}
