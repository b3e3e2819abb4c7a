#include "mandate/held.h"
#include <string.h>
#include "base/text.h"
#include "mandate/akn.h"
#include "store/blob.h"

enum { TEXT_MOST = 64 << 20, TEXTS_MOST = 500 };

static const SQL(documents_of_series,
    "SELECT m.document FROM series_member m JOIN document o ON o.id = m.document"
    " WHERE m.series = $1 AND (m.belongs IS NULL OR m.belongs) AND (o.set_aside IS NULL OR NOT o.set_aside)"
    " ORDER BY o.date NULLS LAST, o.symbol NULLS LAST, o.id LIMIT 500");
static const SQL(series_of_symbol,
    "SELECT m.series FROM series_member m JOIN document o ON o.id = m.document"
    " WHERE (o.id = $1 OR o.symbol = $2) AND (m.belongs IS NULL OR m.belongs)"
    " ORDER BY CASE WHEN o.id = $1 THEN 0 ELSE 1 END, m.series LIMIT 1");
static const SQL(documents_of_symbol,
    "SELECT id FROM document WHERE symbol = $1 AND (set_aside IS NULL OR NOT set_aside)"
    " ORDER BY CASE WHEN language = $2 THEN 0 WHEN language = 'en' THEN 1 ELSE 2 END, id LIMIT 1");

enum err document_not_held(struct call *call, const char *id)
{
    return fail_field(call, ERR_CONFLICT, "mandate_not_held", "document", id);
}

static struct resolution *find(const struct mandate_reading *reading, const struct document *row)
{
    size_t n = 0;
    for (size_t i = 0; i < reading->count; i++)
        for (struct resolution *each = reading->at[i]; each; each = each->version)
            if ((int64_t)++n == row->part)
                return each;
    return NULL;
}

enum err document_read_again(
    struct resolution **out, struct document **row, struct db *db, struct call *call, const char *id)
{
    struct mandate_reading reading;
    struct hash hash;
    char *bytes;
    size_t size;
    enum err err = document_load(row, db, call, id);
    if (err)
        return err == ERR_NOT_FOUND ? fail_of(call, "document", "no_reference", "document", id, "document") : err;
    *out = NULL;
    if (!(*row)->held || !hash_parse(&hash, (*row)->held))
        return OK;
    err = blob_load(&bytes, &size, db, call, &hash);
    if (err == ERR_NOT_FOUND)
        return OK;
    if (!err && akn_looks(bytes, size)) {
        struct buffer *text = buffer_new(call->arena, TEXT_MOST);
        err = akn_text(text, call, bytes, size);
        bytes = text->size ? text->at : arena_text(call->arena, "");
        size = text->size;
    }
    if (err)
        return err;
    mandate_read(&reading, mandate_reader_new(call->arena), call->arena, bytes, size);
    *out = find(&reading, *row);
    return OK;
}

static enum err one_text(
    const char **out, struct db *db, struct call *call, const struct sql *sql, const char *first, const char *second)
{
    struct rows *rows;
    *out = NULL;
    enum err err = db_query(&rows, db, call, sql, ARGS(arg_text(first), arg_text(second)));
    if (!err && rows_next(rows))
        *out = rows_copy(rows, 0, call->arena);
    return err ? err : rows_end(rows);
}

enum err series_of_document(const char **out, struct db *db, struct call *call, const struct document *document)
{
    return one_text(out, db, call, &series_of_symbol, document->row.id, document->symbol);
}

enum err document_of_symbol(
    const char **out, struct db *db, struct call *call, const char *symbol, enum document_language language)
{
    return one_text(out, db, call, &documents_of_symbol, symbol, language ? lang_codes[language - 1] : "en");
}

static bool is_among(const struct series_texts *texts, const char *id)
{
    for (size_t i = 0; id && i < texts->count; i++)
        if (text_is(texts->at[i]->row.id, id))
            return true;
    return false;
}

enum err series_texts_load(struct series_texts *out, struct db *db, struct call *call, const char *series)
{
    struct rows *rows;
    const char *ids[TEXTS_MOST];
    size_t count = 0, kept = 0;
    enum err err = db_query(&rows, db, call, &documents_of_series, ARGS(arg_text(series)));
    while (!err && rows_next(rows) && count < TEXTS_MOST)
        ids[count++] = rows_copy(rows, 0, call->arena);
    if (!err)
        err = rows_end(rows);
    *out = (struct series_texts){NEW_ARRAY(call->arena, count + 1, struct document *), 0};
    for (size_t i = 0; i < count && !err; i++)
        err = document_load(&out->at[out->count++], db, call, ids[i]);
    for (size_t i = 0; i < out->count && !err; i++)
        if (!is_among(out, out->at[i]->adopted_as))
            out->at[kept++] = out->at[i];
    out->count = kept;
    return err;
}
