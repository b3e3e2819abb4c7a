#include "mandate/keep.h"
#include <string.h>
#include "base/id.h"
#include "store/blob.h"
#include "world/load.h"
#include "world/ordinal.h"

static const struct record *const records_of[BATCHES] = {[BATCH_DOCUMENT] = &document_record,
    [BATCH_PARAGRAPH] = &paragraph_record,
    [BATCH_CITATION] = &citation_record,
    [BATCH_SERIES] = &series_record,
    [BATCH_MEMBER] = &series_member_record,
    [BATCH_DUTY] = &duty_record};

enum err keep_begin(struct keeper *keeper, struct many *many, struct db *db, struct call *call)
{
    *keeper = (struct keeper){.many = many, .db = db, .call = call};
    enum err err = calendar_load(&keeper->calendar, db, call);
    if (!err)
        err = known_load(&keeper->known, db, call);
    keeper->asked = (struct plan_asked){&keeper->calendar, ordinals_make(call->arena), call->today};
    return err;
}

enum err keep_end(struct keeper *keeper)
{
    enum err err = keep_settle(keeper);
    for (int i = 0; i < BATCHES && !err; i++)
        if (keeper->batches[i])
            err = ledger_batch_end(keeper->batches[i], NULL);
    return err;
}

enum err keep_row(struct keeper *keeper, struct call *call, int batch, const void *before, void *after)
{
    const struct record *record = records_of[batch];
    struct row *row = after;
    enum err err = OK;
    if (!keeper->batches[batch])
        err = ledger_batch_begin(&keeper->batches[batch], keeper->db, keeper->call, "import", record->noun);
    if (!row->id)
        row->id = id_new(arena_alloc(call->arena, ID_TEXT), call->now);
    if (!err)
        err = row_check(call, record, after);
    return err ? err : record_save(keeper->db, call, keeper->batches[batch], record, before, after, "import");
}

void keep_touch(struct keeper *keeper, struct known_document *document)
{
    if (keeper->touched_count == keeper->touched_room) {
        size_t room = keeper->touched_room ? keeper->touched_room * 2 : 256;
        struct known_document **grown = NEW_ARRAY(keeper->known->arena, room, struct known_document *);
        if (keeper->touched_count)
            memcpy(grown, keeper->touched, keeper->touched_count * sizeof *grown);
        keeper->touched = grown;
        keeper->touched_room = room;
    }
    keeper->touched[keeper->touched_count++] = document;
}

/* ---- a document ---- */

const char *keep_cut(struct arena *arena, const struct record *record, const char *field, const char *text)
{
    size_t most = (size_t)record->fields[field_named(record, field)].most, at = 0, count = 0;
    if (!text || utf8_length(text) <= most)
        return text;
    for (; text[at] && count < most; count++)
        for (at++; (text[at] & 0xC0) == 0x80; at++)
            ;
    return arena_copy(arena, text, at);
}

/* The id that no other document has: of the symbol, with the language when another came first, with a number for other words. */
static const char *free_id(const struct keeper *keeper, struct call *call, const struct plan *plan)
{
    const char *base = plan->id, *id = base;
    const struct known_document *first = known_by_id(keeper->known, base);
    if (first && first->language != plan->document.language)
        id = base = arena_format(call->arena, "%s.%s", base, lang_codes[plan->document.language - 1]);
    for (int n = 2; known_by_id(keeper->known, id); n++)
        id = arena_format(call->arena, "%s.%d", base, n);
    return id;
}

static const struct known_document *same_words(const struct keeper *keeper, const struct plan *plan)
{
    if (!plan->document.symbol)
        return known_by_id(keeper->known, plan->id);
    for (const struct known_document *each = known_by_symbol(keeper->known, plan->document.symbol); each;
         each = each->same_symbol)
        if (text_is(each->symbol, plan->document.symbol) && each->language == plan->document.language &&
            text_is(each->digest, plan->document.digest))
            return each;
    return NULL;
}

static enum err keep_paragraphs(
    struct keeper *keeper, struct call *call, const struct plan *plan, const char *id, const char **ids)
{
    for (size_t i = 0; i < plan->paragraph_count; i++) {
        struct paragraph row = plan->paragraphs[i];
        row.row.id = ids[i] = arena_format(call->arena, "%s.%s", id, plan->pieces.at[i].anchor);
        row.document = id;
        row.number = keep_cut(call->arena, &paragraph_record, "number", row.number);
        row.verb = keep_cut(call->arena, &paragraph_record, "verb", row.verb);
        row.text = keep_cut(call->arena, &paragraph_record, "text", row.text);
        enum err err = keep_row(keeper, call, BATCH_PARAGRAPH, NULL, &row);
        if (err)
            return err;
    }
    return OK;
}

static enum err keep_citations(
    struct keeper *keeper, struct call *call, const struct plan *plan, const char *id, const char *const *ids)
{
    for (size_t i = 0; i < plan->citation_count; i++) {
        const struct plan_citation *cited = &plan->citations[i];
        struct citation row = {.document = id,
            .paragraph = cited->paragraph ? ids[cited->paragraph - 1] : NULL,
            .cited = keep_cut(call->arena, &citation_record, "cited", cited->cited),
            .how = cited->how,
            .stands_in = cited->stands_in};
        enum err err = keep_row(keeper, call, BATCH_CITATION, NULL, &row);
        if (err)
            return err;
    }
    return OK;
}

static struct document document_of(struct call *call, const struct kept_text *text)
{
    struct arena *arena = call->arena;
    const struct record *record = &document_record;
    struct document row = text->plan->document;
    row.symbol = keep_cut(arena, record, "symbol", row.symbol);
    row.name = keep_cut(arena, record, "name", row.name);
    row.session = keep_cut(arena, record, "session", row.session);
    row.meeting = keep_cut(arena, record, "meeting", row.meeting);
    row.agenda_item = keep_cut(arena, record, "agenda_item", row.agenda_item);
    row.file = keep_cut(arena, record, "file", text->file);
    row.part = (int64_t)text->part;
    row.set_aside = UNKNOWN;
    return row;
}

static enum err keep_new(struct keeper *keeper, struct call *call, const struct kept_text *text)
{
    const struct plan *plan = text->plan;
    struct document row = document_of(call, text);
    char hex[HASH_HEX];
    struct hash hash;
    const char **ids = NEW_ARRAY(call->arena, plan->paragraph_count + 1, const char *);
    row.row.id = free_id(keeper, call, plan);
    enum err err = blob_put(
        &hash, keeper->db, call, arena_format(call->arena, "document %s", row.row.id), text->bytes, text->size);
    row.held = hash_text(hex, &hash);
    if (!err)
        err = keep_row(keeper, call, BATCH_DOCUMENT, NULL, &row);
    if (!err)
        err = keep_paragraphs(keeper, call, plan, row.row.id, ids);
    if (!err)
        err = keep_citations(keeper, call, plan, row.row.id, ids);
    if (err)
        return err;
    struct known_document *known = known_add(keeper->known,
        &(struct known_document){.id = row.row.id,
            .symbol = row.symbol,
            .digest = row.digest,
            .name = row.name,
            .organ = row.organ,
            .date = row.date,
            .language = row.language,
            .stage = row.stage});
    keep_touch(keeper, known);
    err = keep_in_series(keeper, call, plan, known);
    if (!err)
        err = keep_duties(keeper, call, text, known);
    if (err)
        return err;
    keeper->many->report.added++;
    if (keeper->many->saved)
        keeper->many->saved(keeper->many, call, &document_record, NULL, &row);
    return OK;
}

/* What another layout of the same words tells besides: a title, a date that the first one lacked. What is there stays. */
static bool fill_in(struct document *row, const struct document *from)
{
    struct document before = *row;
    row->name = row->name ? row->name : from->name;
    row->organ = row->organ ? row->organ : from->organ;
    row->session = row->session ? row->session : from->session;
    row->meeting = row->meeting ? row->meeting : from->meeting;
    row->agenda_item = row->agenda_item ? row->agenda_item : from->agenda_item;
    row->date = date_known(row->date) ? row->date : from->date;
    return memcmp(&before, row, sizeof before) != 0;
}

static enum err keep_again(
    struct keeper *keeper, struct call *call, const struct kept_text *text, const struct known_document *known)
{
    struct document *before, after, from = document_of(call, text);
    enum err err = document_load(&before, keeper->db, call, known->id);
    if (err)
        return err;
    after = *before;
    if (!fill_in(&after, &from)) {
        keeper->many->report.same++;
        return OK;
    }
    err = keep_row(keeper, call, BATCH_DOCUMENT, before, &after);
    if (err)
        return err;
    keeper->many->report.changed++;
    if (keeper->many->saved)
        keeper->many->saved(keeper->many, call, &document_record, before, &after);
    return OK;
}

enum err keep_text(struct keeper *keeper, struct call *call, const struct kept_text *text)
{
    const struct known_document *known = same_words(keeper, text->plan);
    return known ? keep_again(keeper, call, text, known) : keep_new(keeper, call, text);
}
