/* What waits in words, as JSON and as a calendar. */
#include "base/text.h"
#include "codec/ical.h"
#include "codec/json.h"
#include "record/waiting.h"

static const struct open_to *asked_of(const struct waiting *waiting)
{
    return waiting->step ? &waiting->step->by : &waiting->wait->who;
}

const char *waiting_words(struct call *call, const struct waiting *waiting)
{
    const char *noun = waiting->view.record->noun;
    return waiting->step ? word_of(call->lang, "step", noun, waiting->step->name)
                         : word_of(call->lang, "waits", noun, waiting->wait->key);
}

const char *waiting_sentence(struct call *call, const struct waiting_list *list)
{
    const char *late = SAY(call->arena, call->lang, "waiting.late", {"n", NULL, list->late});
    const char *soon = SAY(call->arena, call->lang, "waiting.soon", {"n", NULL, list->soon});
    if (list->late && list->soon)
        return SAY(call->arena, call->lang, "waiting.late_and_soon", {"late", late, 0}, {"soon", soon, 0});
    if (list->late || list->soon)
        return list->late ? late : soon;
    return word(call->lang, list->count ? "waiting.not_yet" : "waiting.nothing");
}

const char *waiting_whom(struct call *call, const struct waiting *waiting)
{
    const struct open_to *open = asked_of(waiting);
    struct buffer *out = buffer_new(call->arena, 4096);
    if (waiting->mine)
        return word(call->lang, "waiting.you");
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if ((open->all | open->own | open->released) & ROLE_BIT(role)) {
            buffer_text(out, out->size ? lang_comma(call->lang) : "");
            buffer_text(out, word_of(call->lang, "role", NULL, role_name((enum role)role)));
        }
    return out->at;
}

static void item_json(struct json *json, const struct waiting *waiting)
{
    static const char *const states[] = {"in_time", "soon", "late"};
    const struct open_to *open = asked_of(waiting);
    char due[DATE_TEXT];
    bool dated = date_known(waiting->reading.due);
    json_object(json);
    json_member(json, "noun", waiting->view.record->noun);
    json_member(json, "id", view_id(&waiting->view));
    json_member_number(json, "version", view_version(&waiting->view));
    json_member(json, "title", waiting->title);
    json_member(json, "scope", waiting->scope);
    json_member(json, "step", waiting->step ? waiting->step->name : NULL);
    json_member(json, "waits", waiting->wait ? waiting->wait->key : NULL);
    json_member(json, "due", dated ? date_text(due, waiting->reading.due) : NULL);
    json_member(json, "clock", dated ? states[waiting->reading.state] : NULL);
    json_name(json, "days_left");
    dated ? json_number(json, waiting->reading.left) : json_null(json);
    json_member_bool(json, "mine", waiting->mine);
    json_name(json, "waits_for");
    json_array(json);
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if ((open->all | open->own | open->released) & ROLE_BIT(role))
            json_text(json, role_name((enum role)role));
    json_end(json);
    json_end(json);
}

void waiting_json(struct buffer *out, struct call *call, const struct waiting_list *list)
{
    struct json json = json_begin(out);
    (void)call;
    json_object(&json);
    json_name(&json, "items");
    json_array(&json);
    for (int i = 0; i < list->count; i++)
        item_json(&json, &list->items[i]);
    json_end(&json);
    json_member(&json, "next", list->next);
    json_member_number(&json, "late", list->late);
    json_member_number(&json, "soon", list->soon);
    json_end(&json);
    buffer_byte(out, '\n');
}

static void add_event(struct ical *ical, struct call *call, const struct waiting *waiting, const char *root)
{
    struct arena *arena = call->arena;
    const char *noun = waiting->view.record->noun, *id = view_id(&waiting->view);
    ical_event(ical,
        &(struct ical_event){
            .uid = arena_format(arena, "%s.%s.%s@servanda", noun, id, waiting->step->name),
            .from = waiting->reading.due,
            .title = arena_format(arena, "%s: %s", waiting_words(call, waiting), waiting->title),
            .text = waiting->scope,
            .url = root ? arena_format(arena, "%s/%s/%s", root, noun, id) : NULL,
            .category = word_of(call->lang, "record", NULL, noun),
            .changed = call->now,
            .sequence = (int)view_version(&waiting->view),
        });
}

enum err waiting_calendar(struct buffer *out, struct db *db, struct call *call, const char *root)
{
    struct waiting_list list;
    enum err err = waiting_list(&list, db, call, &(struct waiting_wish){.most = 1000});
    if (err)
        return err;
    struct ical ical = ical_begin(out, "-//Servanda//waiting//EN", word(call->lang, "waiting.title"), call->now);
    for (int i = 0; i < list.count; i++)
        if (date_known(list.items[i].reading.due))
            add_event(&ical, call, &list.items[i], root);
    ical_end(&ical);
    return OK;
}
