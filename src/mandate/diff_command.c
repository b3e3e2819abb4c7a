/* `mandate diff A B`: two files, each with a resolution. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "codec/json.h"
#include "mandate/command_parts.h"
#include "mandate/diff.h"

static const char *const kinds[] = {"same", "changed", "added", "dropped"};

static void as_json(
    struct buffer *out, const struct mandate_diff *diff, const char *const paths[2], struct resolution *const read[2])
{
    struct json json = json_begin(out);
    json_object(&json);
    json_member(&json, "a", paths[0]);
    json_member(&json, "b", paths[1]);
    json_member(&json, "a_symbol", read[0]->symbol);
    json_member(&json, "b_symbol", read[1]->symbol);
    json_name(&json, "pairs");
    json_array(&json);
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_pair *pair = &diff->pairs[i];
        json_object(&json);
        json_member(&json, "kind", kinds[pair->kind]);
        json_member_bool(&json, "moved", pair->moved);
        json_member(&json, "a", pair->a);
        json_member(&json, "b", pair->b);
        json_name(&json, "edits");
        json_array(&json);
        for (size_t e = 0; e < pair->edit_count; e++) {
            json_array(&json);
            json_text_sized(&json, &pair->edits[e].kind, 1);
            json_text_sized(&json, pair->edits[e].text, pair->edits[e].size);
            json_end(&json);
        }
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(out, '\n');
}

/* Words taken out stand in [-…-], words put in in {+…+}: readable without colours. */
static void as_text(struct buffer *out, enum lang lang, const struct mandate_diff *diff)
{
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_pair *pair = &diff->pairs[i];
        bool both = pair->a && pair->b && !text_is(pair->a, pair->b);
        buffer_format(out, "%s%s%s  %s%s%s\n", text_or(pair->a, pair->b), both ? " → " : "", both ? pair->b : "",
            word_of(lang, "mandate.diff", NULL, kinds[pair->kind]), pair->moved ? ", " : "",
            pair->moved ? word(lang, "mandate.diff.moved") : "");
        if (pair->kind == DIFF_SAME)
            continue;
        buffer_text(out, "    ");
        for (size_t e = 0; e < pair->edit_count; e++) {
            const struct diff_edit *edit = &pair->edits[e];
            size_t size = edit->size, behind = 0;
            while (edit->kind != '=' && size && edit->text[size - 1] == ' ')
                size--, behind++;
            buffer_text(out, edit->kind == '-' ? "[-" : edit->kind == '+' ? "{+" : "");
            buffer_add(out, edit->text, size);
            buffer_text(out, edit->kind == '-' ? "-]" : edit->kind == '+' ? "+}" : "");
            buffer_add(out, "                ", behind < 16 ? behind : 1);
        }
        buffer_byte(out, '\n');
    }
}

enum err mandate_diff_run(struct session_of_command *session)
{
    struct call *call = session->call;
    const char *paths[2];
    struct resolution *read[2];
    enum err err = OK;
    for (int i = 0; i < 2 && !err; i++) {
        paths[i] = arguments_next(session->arguments);
        err = paths[i] ? OK : fail_field(call, ERR_USAGE, "file_missing", NULL, NULL);
    }
    if (!err)
        err = arguments_done(session->arguments, call);
    for (int i = 0; i < 2 && !err; i++) {
        struct mandate_reading reading;
        err = mandate_file_read(&reading, call, paths[i]);
        if (!err)
            read[i] = reading.at[0];
    }
    if (err)
        return err;
    struct mandate_diff diff;
    mandate_diff(&diff, call->arena, read[0], read[1]);
    if (session->print == PRINT_JSON)
        as_json(session->out, &diff, paths, read);
    else
        as_text(session->out, call->lang, &diff);
    return OK;
}
