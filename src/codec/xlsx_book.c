/*
 * Opens a workbook (codec/xlsx.h): finds its sheets, reads the texts its cells share and which styles are dates.
 */
#include "codec/xlsx_book.h"
#include "base/text.h"
#include "codec/xlsx_text.h"
#include <string.h>

enum {
    COLUMNS = 1000,
    CELLS = 5000000,
    MOST_SHEETS = 200,
    MOST_STYLES = 65536,
    MOST_STRINGS = 5000000,
    MOST_LINKS = 1000,
    LONGEST_TEXT = 1 << 20
};

bool xlsx_index(size_t *out, const char *text, size_t most)
{
    int64_t number;
    if (!text || !text_number(&number, text) || number < 0 || (uint64_t)number > most)
        return false;
    *out = (size_t)number;
    return true;
}

static enum err broken(struct xlsx_open_book *book, const char *part)
{
    return fail_field(book->call, ERR_INVALID, "xlsx_broken", NULL, part);
}

enum err xlsx_part(struct xml_reader **out, struct xlsx_open_book *book, const char *path)
{
    struct source source;
    const struct zip_entry *entry = zip_find(book->zip, path);
    if (!entry)
        return broken(book, path);
    enum err err = zip_source(&source, book->zip, entry);
    if (!err)
        *out = xml_open_reader(book->call, &source, &(struct xml_limits){.text = LONGEST_TEXT});
    return err;
}

enum err xlsx_read_text(struct buffer *text, struct xlsx_open_book *book, struct xml_reader *reader)
{
    const struct xml_event *event;
    int depth = 1;
    bool inside = false;
    enum err err = OK;
    buffer_clear(text);
    while (depth > 0 && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        if (event->kind == XML_OPEN && text_is(event->name, "rPh")) {
            err = xml_skip(reader);
            if (err)
                return err;
        } else if (event->kind == XML_OPEN) {
            depth++;
            inside = text_is(event->name, "t");
        } else if (event->kind == XML_CLOSE) {
            depth--;
            inside = false;
        } else if (inside) {
            buffer_add(text, event->text, event->size);
        }
    }
    if (!err && text->full)
        err = broken(book, "text");
    text->size = xlsx_unescape(text->at, text->size);
    return err;
}

/* A path that a link names, seen from the folder of the part that has it. */
static const char *resolve(struct arena *arena, const char *folder, const char *target)
{
    if (target[0] == '/')
        return arena_text(arena, target + 1);
    return arena_format(arena, "%s%s", folder, target);
}

struct link {
    const char *id, *path;
    bool main, strings, styles;
};

struct links {
    struct link at[MOST_LINKS];
    size_t count;
};

/* The links of a part; a part without any has none. */
static enum err read_links(struct links *links, struct xlsx_open_book *book, const char *path, const char *folder)
{
    struct xml_reader *reader;
    const struct xml_event *event;
    links->count = 0;
    if (!zip_find(book->zip, path))
        return OK;
    enum err err = xlsx_part(&reader, book, path);
    while (!err && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        const char *id = event->kind == XML_OPEN ? xml_attribute(event, "Id") : NULL;
        const char *target = id ? xml_attribute(event, "Target") : NULL,
                   *type = id ? xml_attribute(event, "Type") : NULL;
        if (!target || !type || links->count == MOST_LINKS)
            continue;
        links->at[links->count++] = (struct link){.id = arena_text(book->call->arena, id),
            .path = resolve(book->call->arena, folder, target),
            .main = text_ends(type, "/officeDocument"),
            .strings = text_ends(type, "/sharedStrings"),
            .styles = text_ends(type, "/styles")};
    }
    return err;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(arena, path, (size_t)(slash + 1 - path)) : "";
}

static enum err read_sheets(struct xlsx_open_book *book, const char *path, const struct links *links)
{
    struct xml_reader *reader;
    const struct xml_event *event;
    struct xlsx_sheet_name *sheets = NEW_ARRAY(book->call->arena, MOST_SHEETS, struct xlsx_sheet_name);
    book->book.sheets = sheets;
    enum err err = xlsx_part(&reader, book, path);
    while (!err && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        if (event->kind != XML_OPEN)
            continue;
        if (text_is(event->name, "workbookPr")) {
            const char *flag = text_or(xml_attribute(event, "date1904"), "0");
            book->from_1904 = text_is(flag, "1") || text_is(flag, "true");
        }
        if (!text_is(event->name, "sheet") || book->book.count == MOST_SHEETS)
            continue;
        struct xlsx_sheet_name *sheet = &sheets[book->book.count];
        sheet->name = arena_text(book->call->arena, text_or(xml_attribute(event, "name"), ""));
        sheet->hidden = xml_attribute(event, "state") && !text_is(xml_attribute(event, "state"), "visible");
        const char *id = NULL;
        for (size_t i = 0; i < event->attribute_count; i++)
            if (event->attributes[i].space && text_is(event->attributes[i].name, "id"))
                id = event->attributes[i].value;
        for (size_t i = 0; id && i < links->count; i++)
            if (text_is(links->at[i].id, id))
                sheet->path = links->at[i].path;
        book->book.count += sheet->path != NULL;
    }
    return err;
}

static enum err read_strings(struct xlsx_open_book *book, const char *path)
{
    struct xml_reader *reader;
    const struct xml_event *event;
    struct buffer *room = buffer_new(book->call->arena, LONGEST_TEXT);
    size_t most = 0;
    enum err err = xlsx_part(&reader, book, path);
    while (!err && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        if (event->kind != XML_OPEN || !text_is(event->name, "si"))
            continue;
        if (book->string_count == MOST_STRINGS)
            return broken(book, path);
        if (book->string_count == most) {
            most = most ? most * 2 : 1024;
            const char **strings = NEW_ARRAY(book->call->arena, most, const char *);
            if (book->string_count)
                memcpy(strings, book->strings, book->string_count * sizeof *strings);
            book->strings = strings;
        }
        err = xlsx_read_text(room, book, reader);
        book->strings[book->string_count++] = arena_copy(book->call->arena, room->at, room->size);
    }
    return err;
}

/* The formats that need no definition: ECMA-376 part 1, 18.8.30, with those of East Asian editions. */
static bool is_built_in_date(size_t format)
{
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
        (format >= 50 && format <= 58);
}

static enum err read_styles(struct xlsx_open_book *book, const char *path)
{
    struct xml_reader *reader;
    const struct xml_event *event;
    bool *format_is_date = NEW_ARRAY(book->call->arena, MOST_STYLES, bool), in_cells = false;
    book->style_is_date = NEW_ARRAY(book->call->arena, MOST_STYLES, bool);
    for (size_t i = 0; i < MOST_STYLES; i++)
        format_is_date[i] = is_built_in_date(i);
    enum err err = xlsx_part(&reader, book, path);
    while (!err && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        size_t format;
        if (text_is(event->name, "cellXfs"))
            in_cells = event->kind == XML_OPEN;
        if (event->kind != XML_OPEN || !xlsx_index(&format, xml_attribute(event, "numFmtId"), MOST_STYLES - 1))
            format = 0;
        if (event->kind != XML_OPEN)
            continue;
        if (text_is(event->name, "numFmt"))
            format_is_date[format] = xlsx_format_is_date(text_or(xml_attribute(event, "formatCode"), ""));
        if (in_cells && text_is(event->name, "xf") && book->style_count < MOST_STYLES)
            book->style_is_date[book->style_count++] = format_is_date[format];
    }
    return err;
}

/* Every workbook says where its main part is; if one does not, it is where every program puts it. */
static const char *main_part(const struct links *links)
{
    for (size_t i = 0; i < links->count; i++)
        if (links->at[i].main)
            return links->at[i].path;
    return "xl/workbook.xml";
}

enum err xlsx_open(
    struct xlsx_book **out, struct call *call, const void *bytes, size_t size, const struct xlsx_limits *limits)
{
    struct xlsx_open_book *book = NEW(call->arena, struct xlsx_open_book);
    *out = &book->book;
    book->call = call;
    if (limits)
        book->limits = *limits;
    if (!book->limits.columns)
        book->limits.columns = COLUMNS;
    if (!book->limits.cells)
        book->limits.cells = CELLS;
    struct links *links = NEW(call->arena, struct links);
    enum err err = zip_open(&book->zip, call, bytes, size, &(struct zip_limits){.bytes = book->limits.bytes});
    if (!err)
        err = read_links(links, book, "_rels/.rels", "");
    if (err)
        return err;
    const char *path = main_part(links), *folder = folder_of(call->arena, path);
    if (!zip_find(book->zip, path))
        return fail(call, ERR_INVALID, "xlsx_none");
    err = read_links(links, book, arena_format(call->arena, "%s_rels/%s.rels", folder, path + strlen(folder)), folder);
    for (size_t i = 0; !err && i < links->count; i++) {
        if (links->at[i].strings && !book->strings)
            err = read_strings(book, links->at[i].path);
        if (!err && links->at[i].styles && !book->style_is_date)
            err = read_styles(book, links->at[i].path);
    }
    return err ? err : read_sheets(book, path, links);
}
