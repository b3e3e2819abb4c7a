/*
 * Texts as files of their own that `document` takes (record/transfer.h): what is one, and what stands in an upload. Apart from the rest
 * because codec/ and world/ each call something `struct source`.
 */
#include <string.h>
#include "base/text.h"
#include "codec/zip.h"
#include "gen/mandate.h"
#include "mandate/import.h"
#include "store/blob.h"

static bool is_zip(const char *bytes, size_t size)
{
    return size > 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* Its first cell is the name of a field. */
static bool begins_a_table(const char *bytes, size_t size)
{
    char name[40] = "";
    size_t length = 0;
    while (length < size && length + 1 < sizeof name && bytes[length] != ',' && bytes[length] != ';')
        length++;
    if (length == size || (bytes[length] != ',' && bytes[length] != ';'))
        return false;
    memcpy(name, bytes, length);
    return field_named(&document_record, name) >= 0 || text_is(name, "version");
}

/* An array of objects, or one object; "[on the report of the Third Committee]" is neither. */
static bool begins_json(const char *bytes, size_t size)
{
    size_t at = *bytes == '[';
    while (at && at < size && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t'))
        at++;
    return at < size && (bytes[at] == '{' || (at && bytes[at] == ']'));
}

/* Neither a table nor JSON: a text begins with words, Akoma Ntoso with "<". A table has its columns in the first line. */
static bool are_texts(const char *bytes, size_t size)
{
    if (is_zip(bytes, size))
        return !memmem(bytes, size, "xl/workbook.xml", 15);
    while (size && (*bytes == ' ' || *bytes == '\n' || *bytes == '\r' || *bytes == '\t'))
        bytes++, size--;
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        bytes += 3, size -= 3;
    return size && !begins_json(bytes, size) && !begins_a_table(bytes, size);
}

static enum err unpack(struct file_list *out, struct call *call, const struct transfer_wish *wish)
{
    struct zip *zip;
    enum err err = zip_open(&zip, call, wish->bytes, wish->size, &(struct zip_limits){.entries = 20000});
    if (err)
        return err;
    struct file_held *held = NEW_ARRAY(call->arena, zip->count + 1, struct file_held);
    out->paths = NEW_ARRAY(call->arena, zip->count + 1, const char *);
    for (size_t i = 0; i < zip->count && !err; i++) {
        struct source source;
        if (text_ends(zip->entries[i].name, "/"))
            continue;
        struct buffer *bytes = buffer_new(call->arena, BLOB_MOST);
        err = zip_source(&source, zip, &zip->entries[i]);
        if (!err)
            err = source_all(bytes, &source);
        held[out->count] = (struct file_held){bytes->size ? bytes->at : "", bytes->size};
        out->paths[out->count++] = zip->entries[i].name;
    }
    out->held = held;
    return err;
}

static enum err list_of(struct file_list *out, struct call *call, const struct transfer_wish *wish)
{
    *out = (struct file_list){0};
    if (!wish->bytes) {
        enum err err = files_named(out, call, wish->file);
        for (size_t i = 0; i < wish->more_count && !err; i++)
            err = files_named(out, call, wish->more[i]);
        return err;
    }
    if (is_zip(wish->bytes, wish->size))
        return unpack(out, call, wish);
    struct file_held *held = NEW(call->arena, struct file_held);
    *held = (struct file_held){wish->bytes, wish->size};
    out->paths = NEW_ARRAY(call->arena, 1, const char *);
    out->paths[0] = text_or(wish->file, "-");
    out->held = held;
    out->count = 1;
    return OK;
}

static enum err take_texts(struct many *many, struct store *store, struct call *call, const struct transfer_wish *wish)
{
    struct file_list files;
    enum err err = list_of(&files, call, wish);
    return err ? err : mandate_import(many, store, call, &files);
}

static enum err count_texts(int64_t *rows, struct call *call, const struct transfer_wish *wish)
{
    struct file_list files;
    enum err err = list_of(&files, call, wish);
    *rows = err ? 0 : (int64_t)files.count;
    return err;
}

const struct own_files mandate_own_files = {.record = &document_record,
    .accept = ".txt,.xml,.zip",
    .key = "mandate.files",
    .are = are_texts,
    .take = take_texts,
    .count = count_texts};
