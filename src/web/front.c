#include "web/front.h"
#include "record/reply.h"
#include "web/record_pages.h"

static struct front_page *begin(struct request *request, const char *title)
{
    struct call *call = request->call;
    struct front_page *page = NEW(call->arena, struct front_page);
    page->nouns = NEW_ARRAY(call->arena, (size_t)record_count + 1, struct front_noun);
    for (int i = 0; i < record_count; i++)
        if (gate_verb_anywhere(call->user, records[i], VERB_SEE))
            page->nouns[page->nouns_count++] = (struct front_noun){
                .href = arena_format(call->arena, "/%s", records[i]->noun), .label = noun_many(call, records[i])};
    page->questions = NEW_ARRAY(call->arena, (size_t)operation_count + 1, struct front_noun);
    for (int i = 0; i < operation_count; i++)
        if (operation_anywhere(call->user, operations[i]))
            page->questions[page->questions_count++] = (struct front_noun){
                .href = arena_format(call->arena, "/%s/%s", operations[i]->noun, operations[i]->verb),
                .label = operation_title(call, operations[i])};
    frame_begin(&page->frame, request, title);
    return page;
}

static enum err show_front(struct request *request, struct response *response)
{
    front_page_html(response->body, request->call, begin(request, NULL));
    return OK;
}

static enum err show_about(struct request *request, struct response *response)
{
    about_page_html(response->body, request->call, begin(request, word(request->call->lang, "about.title")));
    return OK;
}

const struct route front_routes[] = {
    {METHOD_GET, "/", show_front, 0},
    {METHOD_GET, "/about", show_about, 0},
    {0},
};
