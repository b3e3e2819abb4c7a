#include "treaty/feed.h"
#include "base/text.h"
#include "codec/xml.h"
#include "gen/treaty.h"
#include "record/reply.h"
#include "web/answer.h"

enum { ENTRIES_MOST = 100, PART_AFTER = 4, PART_ACTION = 5 };

static const char *const narrowed_by[] = {"state", "instrument", "group"};
enum { NARROWED = sizeof narrowed_by / sizeof *narrowed_by };

struct feed {
    struct call *call;
    const struct request *request;
    const struct titles *titles;
    const char *root;
    struct xml xml;
};

static const char *name_of(const struct feed *feed, const char *noun, const char *id)
{
    return text_or(titles_find(feed->titles, noun, id), id);
}

static void put_link(struct feed *feed, const char *relation, const char *type, const char *href)
{
    xml_open(&feed->xml, "link");
    xml_put(&feed->xml, "rel", relation);
    xml_put(&feed->xml, "type", type);
    xml_put(&feed->xml, "href", arena_format(feed->call->arena, "%s%s", feed->root, href));
    xml_close(&feed->xml);
}

static const char *moment_of(struct call *call, struct date date)
{
    char text[DATE_TEXT];
    return arena_format(call->arena, "%sT00:00:00Z", date_text(text, date));
}

static const char *part_of(const struct feed *feed, int part, const struct treaty_change *change)
{
    return part_words(feed->call, &treaty_change_shape.parts[part], change, feed->titles);
}

static void put_entry(struct feed *feed, const struct treaty_change *change)
{
    struct call *call = feed->call;
    char day[DATE_TEXT];
    const char *after = part_of(feed, PART_AFTER, change), *action = part_of(feed, PART_ACTION, change);
    const struct field *field = &treaty_change_shape.parts[PART_AFTER].field;
    struct buffer *sources = buffer_new(call->arena, 4096);
    date_text(day, change->on);
    for (size_t i = 0; i < change->source_count; i++)
        buffer_format(sources, "%s%s", i ? "; " : "", change->source[i]);
    xml_open(&feed->xml, "entry");
    xml_element(&feed->xml, "id",
        arena_format(call->arena, "urn:servanda:treaty:%s:%s:%s:%s", change->state, change->instrument, day,
            field->choices[change->after - 1]));
    xml_element(&feed->xml, "title",
        arena_format(call->arena, "%s · %s · %s", name_of(feed, "state", change->state),
            name_of(feed, "instrument", change->instrument), after));
    xml_element(&feed->xml, "updated", moment_of(call, change->on));
    put_link(feed, "alternate", "text/html",
        arena_format(call->arena, "/%s/treaty/course?state=%s&instrument=%s", lang_codes[call->lang], change->state,
            change->instrument));
    xml_open(&feed->xml, "summary");
    xml_text(&feed->xml,
        arena_format(call->arena, "%s%s%s%s%s", date_words(call->arena, call->lang, change->on), action ? " · " : "",
            text_or(action, ""), change->certain == 1 ? "" : " · ",
            change->certain == 1 ? "" : word(call->lang, "position.doubtful")));
    if (sources->size)
        xml_text(&feed->xml,
            arena_format(
                call->arena, " · %s", SAY(call->arena, call->lang, "matrix.source", {"source", sources->at, 0})));
    xml_close(&feed->xml);
    xml_close(&feed->xml);
}

static const char *title_of(struct feed *feed, const struct input *inputs, int count)
{
    struct buffer *title = buffer_new(feed->call->arena, 8192);
    buffer_text(title, operation_title(feed->call, operation_named("treaty", "changes")));
    for (int i = 0; i < count; i++)
        buffer_format(title, " · %s", name_of(feed, inputs[i].name, inputs[i].text));
    return title->at;
}

static void put_feed(struct feed *feed, const struct treaty_change_list *changes, const struct input *inputs, int count)
{
    struct call *call = feed->call;
    const char *query = feed->request->query_text, *mark = *query ? "?" : "";
    size_t first = changes->items_count > ENTRIES_MOST ? changes->items_count - ENTRIES_MOST : 0;
    xml_open(&feed->xml, "feed");
    xml_put(&feed->xml, "xmlns", "http://www.w3.org/2005/Atom");
    xml_put(&feed->xml, "xml:lang", lang_codes[call->lang]);
    const char *self = arena_format(call->arena, "/%s/treaty/changes.atom%s%s", lang_codes[call->lang], mark, query);
    xml_element(&feed->xml, "id", arena_format(call->arena, "%s%s", feed->root, self));
    xml_element(&feed->xml, "title", title_of(feed, inputs, count));
    xml_element(&feed->xml, "updated",
        moment_of(call, changes->items_count ? changes->items[changes->items_count - 1].on : date_of(1970, 1, 1)));
    xml_open(&feed->xml, "author");
    xml_element(&feed->xml, "name", "Servanda");
    xml_close(&feed->xml);
    put_link(feed, "self", "application/atom+xml", self);
    for (size_t i = changes->items_count; i > first; i--)
        put_entry(feed, &changes->items[i - 1]);
    xml_end(&feed->xml);
}

enum err treaty_feed(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct operation *operation = operation_named("treaty", "changes");
    struct input inputs[NARROWED + 1];
    struct feed feed = {.call = call, .request = request, .root = request_root(request)};
    struct titles *titles;
    struct db *db;
    void *reply;
    int count = 0;
    for (int i = 0; i < NARROWED; i++) {
        const char *value = request_query(request, narrowed_by[i]);
        if (!text_empty(value))
            inputs[count++] = (struct input){narrowed_by[i], value};
    }
    inputs[count] = (struct input){"from", "1900-01-01"};
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = operation_ask(&reply, request->site->store, db, call, operation, inputs, count + 1);
    if (!err)
        err = reply_titles(&titles, db, call, operation, reply);
    if (err)
        return err;
    feed.titles = titles;
    feed.xml = xml_begin(response->body, true);
    put_feed(&feed, reply, inputs, count);
    response->type = "application/atom+xml; charset=utf-8";
    return OK;
}
