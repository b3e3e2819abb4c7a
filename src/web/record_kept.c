/*
 * What pages of records ask for again and again, and everybody would get alike: the names of the rows of a small record, the
 * same as options of a control, how many rows there are. Each is looked up as everybody and kept under the number of the newest
 * entry of the ledger (web/kept.h).
 */
#include "base/text.h"
#include "store/ledger.h"
#include "web/kept.h"
#include "web/record_pages.h"
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MOST = 320, NAMES_MOST = 1000, KEY_MOST = 300 };

static bool open_to_all(const struct record *record)
{
    return record->open[VERB_SEE].all & ROLE_BIT(ROLE_public);
}

/* Pages know it already; what is posted does not ask for it before. */
static enum err newest_entry(int64_t *out, struct request *request, struct db *db)
{
    struct ledger_head head = {.seq = request->ledger};
    enum err err = head.seq ? OK : ledger_head(&head, db, request->call);
    *out = request->ledger = head.seq;
    return err;
}

/* Bytes that are the same for everybody: kept ones, or made by `make` as everybody and kept. */
typedef enum err make_bytes(struct buffer *out, struct call *call, struct db *db, const struct record *record);

static enum err bytes_for_all(struct buffer *out, struct request *request, struct db *db, const struct record *record,
    const char *what, make_bytes *make)
{
    struct call *call = request->call;
    struct kept_facts facts = {0};
    int64_t number;
    const char *key = arena_format(call->arena, "%s %s %s", what, record->noun, lang_codes[call->lang]);
    enum err err = newest_entry(&number, request, db);
    if (err || kept_find(request->site->kept, out, &facts, key, number))
        return err;
    const struct user *user = call->user;
    call->user = &user_public;
    err = make(out, call, db, record);
    call->user = user;
    if (!err)
        kept_put(request->site->kept, out->at, out->size, &facts, key, number);
    return err;
}

/* ---- options ---- */

/* All records of a kind that the user of the call may see, written as options; nothing when they are too many to send. */
static enum err write_picks(struct buffer *out, struct call *call, struct db *db, const struct record *to)
{
    struct list_page page;
    struct form_field field = {0};
    struct list_wish wish = {.most = OPTIONS_MOST, .columns_only = true};
    enum err err = record_list(&page, db, call, to, &wish);
    if (err || page.next)
        return err;
    field.options = NEW_ARRAY(call->arena, (size_t)page.count + 1, struct form_option);
    for (int i = 0; i < page.count; i++)
        field.options[field.options_count++] = (struct form_option){
            .value = view_id(&page.views[i]), .label = view_title(call->arena, &page.views[i], call->lang)};
    form_picks_html(out, call, &field);
    return OK;
}

enum err record_picks(struct buffer *out, struct request *request, struct db *db, const struct record *to)
{
    if (!gate_verb_anywhere(request->call->user, to, VERB_SEE))
        return OK;
    return open_to_all(to) ? bytes_for_all(out, request, db, to, "picks", write_picks)
                           : write_picks(out, request->call, db, to);
}

enum err offer_records(struct form_field *out, struct request *request, struct db *db, const struct record *to)
{
    struct call *call = request->call;
    struct buffer *picks = buffer_new(call->arena, 256 << 10);
    out->list = arena_format(call->arena, "list-%s-%s", to->noun, out->name);
    enum err err = record_picks(picks, request, db, to);
    out->picks = html_of(picks);
    if (!err && !picks->size)
        out->list_href = arena_format(call->arena, "/%s", to->noun);
    return err;
}

/* ---- names ---- */

struct name {
    const char *id, *title;
};

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->id, ((const struct name *)b)->id);
}

/*
 * How many, where each begins, and one after the other the id and the title of each, in the order of the ids. Nothing when they
 * are too many to be kept.
 */
static enum err write_names(struct buffer *out, struct call *call, struct db *db, const struct record *to)
{
    struct list_page page;
    struct list_wish wish = {.most = NAMES_MOST, .columns_only = true};
    enum err err = record_list(&page, db, call, to, &wish);
    if (err || page.next)
        return err;
    uint32_t count = (uint32_t)page.count, at = 0;
    struct name *names = NEW_ARRAY(call->arena, (size_t)count + 1, struct name);
    for (uint32_t i = 0; i < count; i++)
        names[i] = (struct name){view_id(&page.views[i]), view_title(call->arena, &page.views[i], call->lang)};
    qsort(names, count, sizeof *names, by_id);
    buffer_add(out, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        buffer_add(out, &at, sizeof at);
        at += (uint32_t)(strlen(names[i].id) + strlen(names[i].title) + 2);
    }
    for (uint32_t i = 0; i < count; i++) {
        buffer_add(out, names[i].id, strlen(names[i].id) + 1);
        buffer_add(out, names[i].title, strlen(names[i].title) + 1);
    }
    return OK;
}

static uint32_t number_at(const struct buffer *names, uint32_t place)
{
    uint32_t number;
    memcpy(&number, names->at + place * sizeof number, sizeof number);
    return number;
}

static const char *find_name(const struct buffer *names, const char *id)
{
    uint32_t low = 0, high = number_at(names, 0);
    const char *texts = names->at + (high + 1) * sizeof(uint32_t);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *found = texts + number_at(names, middle + 1);
        int order = strcmp(id, found);
        if (order == 0)
            return found + strlen(found) + 1;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Names that everybody may read, of a record whose rows are called by a text of their own. */
static bool has_names_for_all(struct call *call, const struct record *to)
{
    return open_to_all(to) && to->fields[to->title].kind != KIND_REF && to->list_count &&
        gate_field(&user_public, to, to->title, row_new(call->arena, to)) == SIGHT_SHOWN;
}

enum err page_titles(
    const char ***out, struct request *request, struct db *db, const struct view *views, int count, uint64_t fields)
{
    struct call *call = request->call;
    const struct record *record = count ? views[0].record : NULL;
    struct buffer *names[64] = {NULL};
    uint64_t others = fields;
    *out = NULL;
    for (int i = 0; record && i < record->field_count; i++) {
        const struct record *to = record->fields[i].kind == KIND_REF ? record_named(record->fields[i].ref) : NULL;
        if (!(fields >> i & 1) || !to || !has_names_for_all(call, to))
            continue;
        struct buffer *kept = buffer_new(call->arena, 256 << 10);
        enum err err = bytes_for_all(kept, request, db, to, "names", write_names);
        if (err)
            return err;
        if (kept->size) {
            names[i] = kept;
            others &= ~(UINT64_C(1) << i);
        }
    }
    enum err err = record_titles_of(out, db, call, views, count, others);
    for (int i = 0; !err && record && i < record->field_count; i++)
        for (int j = 0; names[i] && j < count; j++) {
            const char *id = view_text(call->arena, &views[j], i, call->lang);
            (*out)[j * record->field_count + i] = id ? find_name(names[i], id) : NULL;
        }
    return err;
}

/* ---- totals ---- */

/* NULL when it would be too long. */
static const char *total_key(struct call *call, const struct record *record, const struct list_wish *wish)
{
    struct buffer *key = buffer_new(call->arena, KEY_MOST);
    buffer_format(key, "total %s", record->noun);
    for (int i = 0; i < wish->where_count; i++)
        buffer_format(key, " %s=%zu:%s", wish->where[i].name, strlen(wish->where[i].text), wish->where[i].text);
    return key->full ? NULL : key->at;
}

/* The same for all who may see every row. */
enum err page_total(
    int64_t *out, struct request *request, struct db *db, const struct record *record, const struct list_wish *wish)
{
    struct call *call = request->call;
    struct kept_facts facts = {0};
    struct buffer *text = buffer_new(call->arena, 32);
    int64_t number;
    const char *key = gate_list(call->arena, call->user, record).all ? total_key(call, record, wish) : NULL;
    enum err err = newest_entry(&number, request, db);
    if (!err && key && kept_find(request->site->kept, text, &facts, key, number) && text_number(out, text->at))
        return OK;
    if (!err)
        err = record_total(out, db, call, record, wish);
    buffer_clear(text);
    if (!err && key) {
        buffer_number(text, *out);
        kept_put(request->site->kept, text->at, text->size, &facts, key, number);
    }
    return err;
}
