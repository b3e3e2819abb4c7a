#include "web/frame.h"
#include "web/office_name.h"
#include "base/text.h"
#include "record/operation.h"
#include <stdio.h>
#include <string.h>

const enum lang lang_order[LANGS] = {LANG_AR, LANG_ZH, LANG_EN, LANG_FR, LANG_RU, LANG_ES};

static void fill_langs(struct frame *frame, const struct request *request)
{
    struct arena *arena = request->call->arena;
    const char *query = request_query_with(request, "lang", NULL, NULL);
    const char *path = text_is(request->path, "/") ? "" : request->path;
    frame->langs = NEW_ARRAY(arena, LANGS, struct frame_lang);
    for (size_t i = 0; i < LANGS; i++) {
        enum lang lang = lang_order[i];
        frame->langs[frame->langs_count++] = (struct frame_lang){
            .code = lang_codes[lang],
            .name = lang_names[lang],
            .href = arena_format(arena, "/%s%s%s", lang_codes[lang], path, query),
            .here = lang == request->call->lang,
        };
    }
}

/* What is done with records of a kind stands before the noun: /add/state belongs to /state. */
static bool is_section(const char *path, const char *section)
{
    static const char *const before[] = {"/add/", "/import/", "/bulk/", "/keep/"};
    size_t size = strlen(section);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (text_starts(path, before[i]))
            path += strlen(before[i]) - 1;
    if (size == 1)
        return text_is(path, "/");
    return !strncmp(path, section, size) && (!path[size] || path[size] == '/');
}

static bool may_go(const struct user *user, const struct nav *nav)
{
    if ((nav->roles && !(nav->roles & user->roles)) || !gate_right(user, nav->right))
        return false;
    if (nav->record)
        return gate_verb_anywhere(user, nav->record, VERB_SEE);
    return !nav->operation || operation_anywhere(user, nav->operation);
}

static void fill_nav(struct frame *frame, const struct request *request)
{
    const struct site *site = request->site;
    struct call *call = request->call;
    size_t count = 0;
    while (site->nav && site->nav[count].key)
        count++;
    frame->nav = NEW_ARRAY(call->arena, count + 1, struct frame_link);
    frame->foot = NEW_ARRAY(call->arena, count + 1, struct frame_link);
    for (size_t i = 0; i < count; i++) {
        const struct nav *nav = &site->nav[i];
        if (!may_go(call->user, nav))
            continue;
        struct frame_link *link = nav->foot ? &frame->foot[frame->foot_count++] : &frame->nav[frame->nav_count++];
        *link = (struct frame_link){
            .label = word_of(call->lang, "nav", "main", nav->key),
            .href = nav->path,
            .here = is_section(request->path, nav->path),
        };
    }
}

static void fill_user(struct frame *frame, const struct request *request)
{
    struct call *call = request->call;
    const struct user *user = call->user;
    if (!user->login) {
        const char *back = text_is(request->path, "/") ? NULL : request->path;
        struct buffer *href = buffer_new(call->arena, 8 << 10);
        buffer_text(href, "/login");
        if (back && !text_is(back, "/login")) {
            buffer_text(href, "?next=");
            html_address_part(href, back);
        }
        frame->login_href = href->at;
        return;
    }
    frame->user_name = text_or(user->name, user->login);
    frame->user_roles = roles_words(call->arena, call->lang, user->roles);
    frame->stand_in = user->stand_in_name;
    frame->csrf = request->csrf;
}

void frame_begin(struct frame *frame, const struct request *request, const char *title)
{
    struct call *call = request->call;
    *frame = (struct frame){
        .title = title,
        .lang = lang_codes[call->lang],
        .dir = lang_rtl(call->lang) ? "rtl" : "ltr",
        .lang_name = lang_names[call->lang],
        .demo = request->site->demo,
        .office = text_or(site_office(request), request->site->demo ? word(call->lang, "frame.office") : NULL),
        .query = request_query(request, "q"),
        .today = call->today,
        .ledger = request->ledger,
        .as_of = call->today,
        .known_on = call->today,
        .known_at = arena_format(
            call->arena, "%02d:%02d", (int)(call->now / 3600000000 % 24), (int)(call->now / 60000000 % 60)),
    };
    fill_langs(frame, request);
    fill_nav(frame, request);
    fill_user(frame, request);
}

static const char *const knot_keys[KNOTS] = {"chain.paragraph", "chain.duty", "chain.request", "chain.gap",
    "chain.activity", "chain.people", "chain.money", "chain.report"};
static const char *const sum_keys[KNOTS] = {"chain.paragraphs", "chain.duties", "chain.requests", "chain.gaps",
    "chain.activities", "chain.people", "chain.money", "chain.report"};

void chain_begin(struct chain *chain, struct call *call)
{
    bool sum = chain->sum;
    *chain = (struct chain){.sum = sum, .knots_count = KNOTS};
    chain->label = word(call->lang, sum ? "chain.label_sum" : "chain.label");
    for (int i = 0; i < KNOTS; i++)
        chain->knots[i].label = word(call->lang, sum ? sum_keys[i] : knot_keys[i]);
}

void chain_end(struct chain *chain)
{
    for (int i = 0; i < KNOTS; i++)
        if (chain->knots[i].here) {
            chain->at = i + 1;
            chain->at_label = chain->knots[i].label;
            chain->at_value = chain->knots[i].value;
        }
}
