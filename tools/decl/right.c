/*
 * Rights: what may be done that is no verb of a record and no question, and by whom (doc/declarations.md). How they are read, and
 * what is written from them.
 *
 *     right user add "Add an account" to administrator
 */
#include <string.h>
#include "tools/decl/line.h"

/* `user` is whoever has an account. */
void take_right(struct model *model, struct line *line, const char *folder)
{
    struct open_to to = {0};
    if (model->right_count == MOST_RECORDS)
        complain(line->place, "more than %d rights", MOST_RECORDS);
    struct right *right = &model->rights[model->right_count];
    *right = (struct right){.place = line->place, .folder = strdup(folder)};
    right->noun = name(line, "the noun of the right");
    right->verb = name(line, "the verb of the right");
    right->about = next(line, "what may be done, in quotation marks,");
    for (int i = 0; i < model->right_count; i++)
        if (strcmp(model->rights[i].noun, right->noun) == 0 && strcmp(model->rights[i].verb, right->verb) == 0)
            complain(line->place, "right %s %s is declared twice", right->noun, right->verb);
    if (!take(line, "to"))
        complain(line->place, "right %s %s does not say to whom", right->noun, right->verb);
    right->any_user = take(line, "user");
    if (!right->any_user || take(line, ","))
        roles(line, &to);
    if (to.own || to.released)
        complain(line->place, "a right has no rows: \"own\" and \"released\" mean nothing");
    right->roles = to.all;
    model->right_count++;
}

void write_rights_header(struct out *out, const struct model *model, const char *folder)
{
    for (int i = 0; i < model->right_count; i++)
        if (strcmp(model->rights[i].folder, folder) == 0)
            say(out, "extern const struct right right_%s_%s; /* %s */\n", model->rights[i].noun, model->rights[i].verb,
                model->rights[i].about);
}

void write_rights_source(struct out *out, const struct model *model, const char *folder)
{
    for (int i = 0; i < model->right_count; i++) {
        const struct right *right = &model->rights[i];
        if (strcmp(right->folder, folder) == 0)
            say(out, "const struct right right_%s_%s = {.noun = \"%s\", .verb = \"%s\", .roles = 0x%x%s};\n",
                right->noun, right->verb, right->noun, right->verb, right->roles,
                right->any_user ? ", .any_user = true" : "");
    }
}

void write_rights_table(struct out *out, const struct model *model)
{
    say(out, "\n");
    for (int i = 0; i < model->right_count; i++)
        say(out, "extern const struct right right_%s_%s;\n", model->rights[i].noun, model->rights[i].verb);
    say(out, "const struct right *const rights[] = {\n");
    for (int i = 0; i < model->right_count; i++)
        say(out, "    &right_%s_%s,\n", model->rights[i].noun, model->rights[i].verb);
    say(out, "    NULL,\n};\nconst int right_count = %d;\n", model->right_count);
}
