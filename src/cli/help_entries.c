/* What the program can do, gathered from the tables that say it. */
#include "base/text.h"
#include "cli/help.h"
#include "cli/operations.h"
#include "record/reply.h"
#include <string.h>

static void add_entry(struct help_list *list, const struct help_entry *entry)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_is(list->at[i].noun, entry->noun) && text_is(list->at[i].verb, entry->verb))
            return; /* a command that is written by hand stands before the question of its name */
    list->at[list->count++] = *entry;
}

static size_t entries_most(void)
{
    size_t count = (size_t)operation_count;
    for (const struct command *const *commands = command_tables; *commands; commands++)
        for (const struct command *command = *commands; command->noun; command++)
            count++;
    return count;
}

static struct help_list gather(struct call *call)
{
    struct help_list all = {.at = NEW_ARRAY(call->arena, entries_most() + 1, struct help_entry)};
    for (const struct command *const *commands = command_tables; *commands; commands++)
        for (const struct command *command = *commands; command->noun; command++)
            add_entry(&all,
                &(struct help_entry){
                    command->noun, command->verb, command->arguments, word(call->lang, command->help)});
    for (int i = 0; i < operation_count; i++)
        add_entry(&all,
            &(struct help_entry){operations[i]->noun, operations[i]->verb, operation_usage(call->arena, operations[i]),
                operation_title(call, operations[i])});
    return all;
}

/* One word that is a whole command. */
static bool stands_alone(const struct help_list *all, size_t at)
{
    for (size_t i = 0; i < all->count; i++)
        if (i != at && text_is(all->at[i].noun, all->at[at].noun))
            return false;
    return !all->at[at].verb;
}

struct help_list help_entries(struct call *call, const char *noun)
{
    struct help_list all = gather(call), list = {.at = NEW_ARRAY(call->arena, all.count + 1, struct help_entry)};
    bool *taken = NEW_ARRAY(call->arena, all.count + 1, bool);
    for (size_t i = 0; i < all.count; i++)
        taken[i] = noun ? !text_is(noun, all.at[i].noun) : stands_alone(&all, i);
    for (size_t i = 0; i < all.count && !noun; i++)
        if (taken[i])
            list.at[list.count++] = all.at[i];
    for (size_t i = 0; i < all.count; i++)
        for (size_t k = taken[i] ? all.count : i; k < all.count; k++)
            if (text_is(all.at[k].noun, all.at[i].noun)) {
                list.at[list.count++] = all.at[k];
                taken[k] = true;
            }
    return list;
}

struct help_list help_record_entries(struct call *call, const char *noun)
{
    size_t count = 0;
    while (record_verbs[count])
        count++;
    struct help_list list = {.at = NEW_ARRAY(call->arena, count + 1, struct help_entry)};
    for (; list.count < count; list.count++) {
        const char *verb = record_verbs[list.count];
        list.at[list.count] =
            (struct help_entry){noun, verb, word(LANG_EN, arena_format(call->arena, "usage.%s", verb)),
                word(call->lang, arena_format(call->arena, "help.%s", verb))};
    }
    return list;
}

const char *help_field_kind(struct call *call, const struct record *record, int field)
{
    const struct field *asked = &record->fields[field];
    struct buffer *kind = buffer_new(call->arena, 4096);
    for (int c = 0; asked->choices && asked->choices[c]; c++)
        buffer_format(kind, "%s%s", c ? ", " : "", asked->choices[c]);
    if (asked->ref)
        buffer_text(kind, asked->ref);
    if (asked->form)
        buffer_text(kind, asked->form);
    return kind->size ? kind->at : "";
}

const char *help_usage(struct call *call, const struct help_entry *entry)
{
    return arena_format(call->arena, "servanda %s%s%s%s%s", entry->noun, entry->verb ? " " : "",
        text_or(entry->verb, ""), *entry->usage ? " " : "", entry->usage);
}
