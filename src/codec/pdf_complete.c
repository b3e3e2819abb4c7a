/* What cairo leaves out of a file, put after its end (codec/pdf_layout.h). */
#include <stdlib.h>
#include "base/text.h"
#include "codec/pdf_layout.h"

/* The number after the last `name` in the file; 0 when there is none. */
static size_t number_after(const struct buffer *file, size_t from, const char *name)
{
    const char *at = from < file->size ? memmem(file->at + from, file->size - from, name, strlen(name)) : NULL;
    size_t number = 0;
    if (!at)
        return 0;
    for (at += strlen(name); *at == ' ' || *at == '\n'; at++)
        ;
    for (; *at >= '0' && *at <= '9' && number < file->size; at++)
        number = number * 10 + (size_t)(*at - '0');
    return number;
}

static size_t last_of(const struct buffer *file, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = file->size; at >= size; at--)
        if (memcmp(file->at + at - size, name, size) == 0)
            return at - size;
    return file->size;
}

/* Where an object begins, by the table of the file, whose lines are all of twenty bytes; 0 when it is not so. */
static size_t object_at(const struct buffer *file, size_t table, size_t object)
{
    enum { LINE = 20, HEAD = 5 }; /* "xref\n" */
    if (table == 0 || table + HEAD > file->size || memcmp(file->at + table, "xref\n", HEAD) != 0)
        return 0;
    const char *line = memchr(file->at + table + HEAD, '\n', file->size - table - HEAD);
    size_t entry = line ? (size_t)(line + 1 - file->at) + object * LINE : file->size, offset = 0;
    for (size_t i = entry; i < entry + 10 && i < file->size; i++)
        offset = offset * 10 + (size_t)(file->at[i] - '0');
    char *head = arena_format(file->arena, "%zu 0 obj\n<<", object);
    bool there = offset < file->size && file->size - offset > strlen(head) && text_starts(file->at + offset, head);
    return there ? offset : 0;
}

static const char *tag_text(struct arena *arena, const char *lang)
{
    char *tag = arena_text(arena, lang);
    for (char *at = tag; *at; at++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", *at))
            *at = '-';
    return tag;
}

enum err pdf_complete(struct buffer *file, struct call *call, const struct document *document)
{
    size_t trailer = last_of(file, "trailer"), table = number_after(file, last_of(file, "startxref"), "startxref");
    size_t count = number_after(file, trailer, "/Size"), root = number_after(file, trailer, "/Root");
    size_t info = number_after(file, trailer, "/Info"), at = object_at(file, table, root);
    const char *end = at ? memmem(file->at + at, file->size - at, "\nendobj", strlen("\nendobj")) : NULL;
    if (!end || !count || !info)
        return OK; /* another form of file: a later cairo, which writes all this itself */
    char *catalog = arena_copy(call->arena, file->at + at, (size_t)(end - (file->at + at)));
    char *last = strrchr(catalog, '>');
    if (!last || last == catalog || last[-1] != '>')
        return OK;
    last[-1] = 0;
    size_t new_at = file->size;
    buffer_text(file, catalog);
    if (!strstr(catalog, "/MarkInfo"))
        buffer_text(file, "   /MarkInfo << /Marked true >>\n");
    if (!strstr(catalog, "/Lang"))
        buffer_format(file, "   /Lang (%s)\n", tag_text(call->arena, document->lang));
    if (!strstr(catalog, "/ViewerPreferences"))
        buffer_format(file, "   /ViewerPreferences << /DisplayDocTitle true%s >>\n",
            document_rtl(document->lang) ? " /Direction /R2L" : "");
    buffer_text(file, ">>\nendobj\n");
    size_t new_table = file->size;
    buffer_format(file, "xref\n%zu 1\n%010zu 00000 n \n", root, new_at);
    buffer_format(file, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n   /Prev %zu\n>>\n", count, root,
        info, table);
    buffer_format(file, "startxref\n%zu\n%%%%EOF\n", new_table);
    return OK;
}
