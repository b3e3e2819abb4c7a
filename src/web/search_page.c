#include "web/search_page.h"
#include "base/text.h"
#include "store/search.h"

enum { HITS_A_PAGE = 20, SKIP_MOST = 400 };

/* "FRA" typed alone is a State, not a word. Only codes with a declared shape: a word may look like any other id. */
static enum err exact(const char **path, struct db *db, struct call *call, const char *query)
{
    *path = NULL;
    for (int i = 0; i < record_count && !*path; i++) {
        struct view view;
        void *row;
        if (records[i]->made_id || !records[i]->fields[0].form || !gate_verb_anywhere(call->user, records[i], VERB_SEE))
            continue;
        enum err err = row_load(&row, db, call, records[i], query);
        if (!err)
            err = record_show(&view, db, call, records[i], query);
        if (!err)
            *path = arena_format(call->arena, "/%s/%s", records[i]->noun, view_id(&view));
        else if (err != ERR_NOT_FOUND)
            return err;
        call_clear(call);
    }
    return OK;
}

static struct html marked(struct call *call, const struct search_hit *hit)
{
    struct buffer *out = buffer_new(call->arena, 64 << 10);
    const char *text = text_or(hit->text, "");
    size_t at = 0, size = 0;
    while (text[size])
        size++;
    for (int i = 0; i < hit->mark_count; i++) {
        size_t from = hit->marks[i][0], to = hit->marks[i][1];
        if (from < at || to > size || from > to)
            continue;
        html_bytes(out, text + at, from - at);
        buffer_text(out, "<mark>");
        html_bytes(out, text + from, to - from);
        buffer_text(out, "</mark>");
        at = to;
    }
    html_bytes(out, text + at, size - at);
    return html_of(out);
}

static enum err find(struct search_page *page, struct db *db, struct request *request)
{
    struct call *call = request->call;
    static const char *const everyone[] = {"public"}, *const office[] = {"public", "office"};
    const unsigned inside = ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) |
        ROLE_BIT(ROLE_writer) | ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator);
    bool of_office = call->user->roles & inside;
    int64_t skip = 0;
    text_number(&skip, text_or(request_query(request, "skip"), ""));
    struct search_query query = {.words = page->query,
        .lang = -1,
        .audiences = of_office ? office : everyone,
        .audience_count = of_office ? 2 : 1,
        .most = HITS_A_PAGE,
        .skip = skip > 0 && skip <= SKIP_MOST ? (int)skip : 0};
    struct search_hit *hits;
    size_t count;
    bool more;
    enum err err = search_find(&hits, &count, &more, db, call, &query);
    if (err)
        return err;
    page->hits = NEW_ARRAY(call->arena, count + 1, struct hit_line);
    for (size_t i = 0; i < count; i++) {
        const struct record *record = record_named(hits[i].noun);
        if (record && gate_verb_anywhere(call->user, record, VERB_SEE))
            page->hits[page->hits_count++] = (struct hit_line){
                .noun = noun_one(call, record),
                .title = text_empty(hits[i].title) ? hits[i].id : hits[i].title,
                .href = arena_format(call->arena, "/%s/%s", hits[i].noun, hits[i].id),
                .lang = lang_codes[hits[i].lang],
                .text = marked(call, &hits[i]),
            };
    }
    if (more && query.skip + HITS_A_PAGE <= SKIP_MOST)
        page->next_href =
            request_query_with(request, "skip", arena_format(call->arena, "%d", query.skip + HITS_A_PAGE), NULL);
    if (query.skip)
        page->first_href = request_query_with(request, "skip", NULL, NULL);
    return OK;
}

static enum err show_search(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct search_page *page = NEW(call->arena, struct search_page);
    struct db *db;
    const char *path = NULL;
    page->query = text_trim(call->arena, text_or(request_query(request, "q"), ""));
    enum err err = store_reader(&db, request->site->store, call);
    if (!err && *page->query)
        err = exact(&path, db, call, page->query);
    if (path) {
        response_see(request, response, path);
        return OK;
    }
    if (!err && *page->query)
        err = find(page, db, request);
    if (err)
        return err;
    page->title = *page->query ? SAY(call->arena, call->lang, "search.title", {"words", page->query, 0})
                               : word(call->lang, "frame.search");
    frame_begin(&page->frame, request, page->title);
    search_page_html(response->body, call, page);
    return OK;
}

const struct route search_routes[] = {
    {METHOD_GET, "/search", show_search, 0},
    {0},
};
