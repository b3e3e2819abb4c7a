/* Names to fields and records, and what must hold of a whole record. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tools/decl/decl.h"

_Noreturn void complain(struct place place, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s:%d: ", place.file, place.line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

int field_index(const struct record *record, const char *name)
{
    for (int i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return i;
    return -1;
}

const struct record *record_by_noun(const struct model *model, const char *noun)
{
    for (int i = 0; i < model->count; i++)
        if (strcmp(model->records[i]->noun, noun) == 0)
            return model->records[i];
    return NULL;
}

int must(const struct record *record, const char *name, const char *line)
{
    int i = field_index(record, name);
    if (i < 0)
        complain(record->place, "record %s: \"%s\" names \"%s\", which is no field of it", record->noun, line, name);
    return i;
}

static void move_id_first(struct record *record)
{
    int at = field_index(record, "id");
    record->typed_id = at >= 0;
    if (at < 0)
        return;
    struct field id = record->fields[at];
    if (id.type != TYPE_TEXT || id.lang)
        complain(id.place, "the id of record %s must be text", record->noun);
    memmove(record->fields + 1, record->fields, (size_t)at * sizeof id);
    id.required = id.fixed = true;
    record->fields[0] = id;
}

void check_field(const struct model *model, struct record *record, struct field *field)
{
    if (!field->class)
        field->class = field->type == TYPE_SECRET ? "secret" : record->class;
    for (int i = 0; field->shared && i < model->shared_count; i++)
        if (strcmp(model->shared[i].name, field->shared) == 0)
            field->choices = model->shared[i].choices;
    if (field->type == TYPE_CHOICE && field->choices.count == 0)
        complain(field->place, "field %s chooses from \"%s\", which no line declares", field->name, field->shared);
    if (field->ref && !record_by_noun(model, field->ref))
        complain(field->place, "field %s refers to \"%s\", which no record is called", field->name, field->ref);
    if (field->lang && field->type != TYPE_TEXT && field->type != TYPE_PROSE)
        complain(field->place, "only words and prose can be in six languages");
    if (field->scope && field->type != TYPE_REF && field->type != TYPE_USER && strcmp(field->name, "id") != 0)
        complain(field->place, "the scope of a record is a record it refers to, or a user");
    if (field->type == TYPE_USER && field->standard && strcmp(field->standard, "me") != 0)
        complain(field->place, "the standard of a user is \"me\": whoever adds the row");
    if (field->lang && field->unique)
        complain(field->place, "words in six languages cannot be unique; choose another key");
    if (strcmp(field->class, "personal") == 0)
        for (int i = 0; i < record->search.count; i++)
            if (strcmp(record->search.at[i], field->name) == 0)
                complain(field->place, "a personal field never enters the search index");
}

/* Answers in JSON say these of every row; why something is done is said beside what is written. */
static void check_name(const struct field *field)
{
    if (strcmp(field->name, "reason") == 0)
        complain(
            field->place, "no field can be called reason: that is why the row is written, and stands in the ledger");
    static const char *const taken[] = {"version", "withheld", "clocks"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(field->name, taken[i]) == 0)
            complain(field->place, "no field can be called %s: every row has that already", field->name);
}

static void check_record(const struct model *model, struct record *record)
{
    record->scope = record->state = record->release = record->title = -1;
    for (int i = 0; i < record->field_count; i++) {
        struct field *field = &record->fields[i];
        check_field(model, record, field);
        check_name(field);
        if (field->scope && record->scope >= 0)
            complain(field->place, "record %s has two scopes", record->noun);
        if (field->scope)
            record->scope = i;
        if (field->system && strcmp(field->name, "state") == 0 && field->type == TYPE_CHOICE)
            record->state = i;
    }
    if (!record->titles.count)
        complain(record->place, "record %s does not say its title", record->noun);
    for (int i = record->titles.count - 1; i >= 0; i--)
        record->title = must(record, record->titles.at[i], "title");
    for (int i = 0; i < record->titles.count; i++)
        if (record->fields[field_index(record, record->titles.at[i])].type == TYPE_USER)
            complain(record->place, "record %s cannot be called by an account; choose another title", record->noun);
    if (record->release_name) {
        record->release = must(record, record->release_name, "release");
        if (record->fields[record->release].type != TYPE_FLAG)
            complain(record->place, "record %s: what releases a row is a flag", record->noun);
    }
    if (!record->see.said)
        complain(record->place, "record %s does not say who may see it", record->noun);
    if (record->see.own && record->scope < 0)
        complain(record->place, "record %s says \"own\" but no field is its scope", record->noun);
    if (record->see.released && record->release < 0)
        complain(record->place, "record %s says \"released\" but no line says what releases it", record->noun);
    if (record->scope >= 0) { /* own rows are listed by their scope */
        bool there = strcmp(record->fields[record->scope].name, "id") == 0;
        for (int i = 0; i < record->filter.count; i++)
            there |= strcmp(record->filter.at[i], record->fields[record->scope].name) == 0;
        if (!there)
            record->filter.at[record->filter.count++] = record->fields[record->scope].name;
    }
    resolve_steps(model, record);
    for (int i = 0; i < record->key.count; i++)
        if (record->fields[must(record, record->key.at[i], "key")].lang)
            complain(record->place,
                "record %s: words in six languages cannot be part of the key; choose a code or a date", record->noun);
    for (int i = 0; i < record->filter.count; i++)
        must(record, record->filter.at[i], "filter");
    for (int i = 0; i < record->rivals.count; i++)
        if (record->fields[must(record, record->rivals.at[i], "rivals")].lang)
            complain(record->place, "record %s: rivals cannot agree on words in six languages", record->noun);
    for (int i = 0; i < record->differ.count; i++)
        must(record, record->differ.at[i], "differ on");
    for (int i = 0; i < record->search.count; i++)
        if (record->fields[must(record, record->search.at[i], "search")].type == TYPE_USER)
            complain(record->place, "record %s: an account never enters the search index", record->noun);
    if (record->check.name)
        resolve_rule(model, record, &record->check);
    for (int i = 0; i < record->order_count; i++) {
        record->order[i].field = must(record, record->order_names[i], "order");
        struct field *field = &record->fields[record->order[i].field];
        field->sorted |= field->lang;
        if (field->type == TYPE_USER)
            complain(
                record->place, "record %s cannot be ordered by %s: accounts have no order", record->noun, field->name);
    }
    for (int i = 0; i < record->link_count; i++)
        if (!record_by_noun(model, record->links[i].to))
            complain(record->links[i].place, "link %s leads to \"%s\", which no record is called",
                record->links[i].name, record->links[i].to);
}

/* What a record refers to comes before it, so that tables can be made in this order. */
static void sort_by_reference(struct model *model)
{
    struct record *sorted[MOST_RECORDS];
    int done = 0, before = -1;
    while (done < model->count && done != before) {
        before = done;
        for (int i = 0; i < model->count; i++) {
            struct record *record = model->records[i];
            bool ready = record != NULL;
            for (int f = 0; ready && f < record->field_count; f++)
                for (int j = 0; record->fields[f].ref && j < model->count; j++)
                    ready &= !model->records[j] || model->records[j] == record ||
                        strcmp(model->records[j]->noun, record->fields[f].ref) != 0;
            if (ready) {
                sorted[done++] = record;
                model->records[i] = NULL;
            }
        }
    }
    for (int i = 0; i < model->count; i++)
        if (model->records[i])
            complain(model->records[i]->place,
                "record %s and others refer to each other in a circle; take the reference out of one and declare a "
                "link",
                model->records[i]->noun);
    memcpy(model->records, sorted, sizeof sorted);
}

void resolve(struct model *model)
{
    for (int i = 0; i < model->count; i++)
        move_id_first(model->records[i]);
    for (int i = 0; i < model->count; i++)
        check_record(model, model->records[i]);
    for (int i = 0; i < model->count; i++)
        resolve_following(model, model->records[i]);
    sort_by_reference(model);
    resolve_operations(model);
}
