#include "web/multipart.h"
#include "base/text.h"
#include <string.h>

enum { MOST_BOUNDARY = 70 };

static const char media_type[] = "multipart/form-data";

struct parser {
    struct arena *arena;
    const char *at, *end;
    const char *mark; /* "\r\n--BOUNDARY" */
    size_t mark_size;
    struct pairs fields;
    struct uploads files;
};

struct part {
    const char *name, *file; /* file NULL: a field */
};

bool multipart_is(const char *type)
{
    size_t size = sizeof media_type - 1;
    return type && !strncasecmp(type, media_type, size) && (!type[size] || strchr("; \t", type[size]));
}

/* The characters that RFC 2046 allows, without the space. */
static bool is_boundary(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!text[i] || !strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=?", text[i]))
            return false;
    return size > 0 && size <= MOST_BOUNDARY;
}

/* "multipart/form-data; boundary=X", the boundary perhaps in quotes, and nothing after it but another parameter. */
static bool take_boundary(struct parser *parser, const char *type)
{
    const char *at = type + sizeof media_type - 1;
    at += strspn(at, " \t");
    if (*at != ';')
        return false;
    at += 1 + strspn(at + 1, " \t");
    if (strncasecmp(at, "boundary=", 9) != 0)
        return false;
    at += 9;
    bool quoted = *at == '"';
    at += quoted;
    size_t size = strcspn(at, quoted ? "\"" : "; \t");
    if ((quoted && at[size] != '"') || !is_boundary(at, size))
        return false;
    parser->mark = arena_format(parser->arena, "\r\n--%.*s", (int)size, at);
    parser->mark_size = size + 4;
    return true;
}

static bool skip(struct parser *parser, const char *bytes, size_t size)
{
    if ((size_t)(parser->end - parser->at) < size || memcmp(parser->at, bytes, size) != 0)
        return false;
    parser->at += size;
    return true;
}

/* "..." at `at`, as browsers write it: a quote within is %22, a line break %0D%0A. They stay so; nothing is looked up by it. */
static char *take_quoted(struct arena *arena, const char **at, const char *end)
{
    const char *start = *at + 1, *stop = *at < end && **at == '"' ? memchr(start, '"', (size_t)(end - start)) : NULL;
    if (!stop)
        return NULL;
    size_t size = (size_t)(stop - start);
    if (memchr(start, 0, size) || memchr(start, '\r', size) || memchr(start, '\n', size) ||
        utf8_valid(start, size) != size)
        return NULL;
    *at = stop + 1;
    return arena_copy(arena, start, size);
}

/* Only the last part of a path, of either kind, and not more than fits a line. */
static const char *shown_name(struct arena *arena, const char *name)
{
    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\')
            name = at + 1;
    const char *at = name, *end = name + strlen(name);
    for (int i = 0; at < end && i < MULTIPART_FILE_NAME; i++)
        utf8_next(&at, end);
    return arena_copy(arena, name, (size_t)(at - name));
}

/* form-data; name="x"; filename="y" */
static bool take_disposition(struct part *part, struct arena *arena, const char *at, const char *end)
{
    static const char kind[] = "form-data";
    size_t size = sizeof kind - 1;
    if ((size_t)(end - at) < size || strncasecmp(at, kind, size) != 0)
        return false;
    for (at += size; at < end;) {
        if (*at++ != ';')
            return false;
        while (at < end && *at == ' ')
            at++;
        const char *equals = memchr(at, '=', (size_t)(end - at));
        if (!equals)
            return false;
        size_t name_size = (size_t)(equals - at);
        const char **to = name_size == 4 && !memcmp(at, "name", 4) ? &part->name
            : name_size == 8 && !memcmp(at, "filename", 8)         ? &part->file
                                                                   : NULL;
        at = equals + 1;
        char *value = take_quoted(arena, &at, end);
        if (!to || *to || !value)
            return false;
        *to = value;
    }
    return part->name != NULL;
}

/* The headers of a part, up to and with the empty line. Content-Type is not believed, so it is not read. */
static bool take_headers(struct part *part, struct parser *parser)
{
    static const char name[] = "Content-Disposition:";
    size_t size = sizeof name - 1, room = (size_t)(parser->end - parser->at);
    const char *most = parser->at + (room < MULTIPART_HEADERS ? room : MULTIPART_HEADERS);
    *part = (struct part){0};
    for (bool told = false;; parser->at += 2) {
        const char *line = parser->at, *stop = memmem(line, (size_t)(most - line), "\r\n", 2);
        if (!stop)
            return false;
        parser->at = stop;
        if (stop == line) {
            parser->at += 2;
            return told;
        }
        if ((size_t)(stop - line) < size || strncasecmp(line, name, size) != 0)
            continue;
        line += size;
        while (line < stop && *line == ' ')
            line++;
        if (told || !take_disposition(part, parser->arena, line, stop))
            return false;
        told = true;
    }
}

static bool keep_part(struct parser *parser, const struct part *part, const char *bytes, size_t size)
{
    if (part->file) {
        if (parser->files.count == MULTIPART_FILES)
            return false;
        parser->files.at[parser->files.count++] = (struct upload){
            .field = part->name, .name = shown_name(parser->arena, part->file), .bytes = bytes, .size = size};
        return true;
    }
    if (size > MULTIPART_TEXT || memchr(bytes, 0, size) || utf8_valid(bytes, size) != size)
        return false;
    parser->fields.at[parser->fields.count++] =
        (struct pair){.name = part->name, .value = arena_copy(parser->arena, bytes, size)};
    return true;
}

static bool parse(struct parser *parser)
{
    if (!skip(parser, parser->mark + 2, parser->mark_size - 2)) /* the first one begins the body */
        return false;
    for (int parts = 0;; parts++) {
        struct part part;
        if (skip(parser, "--", 2)) /* the last one; a line break may follow, nothing else */
            return parser->at == parser->end || (skip(parser, "\r\n", 2) && parser->at == parser->end);
        if (parts == MULTIPART_PARTS || !skip(parser, "\r\n", 2) || !take_headers(&part, parser))
            return false;
        const char *bytes = parser->at;
        const char *stop = memmem(bytes, (size_t)(parser->end - bytes), parser->mark, parser->mark_size);
        if (!stop || !keep_part(parser, &part, bytes, (size_t)(stop - bytes)))
            return false;
        parser->at = stop + parser->mark_size;
    }
}

bool multipart_parse(
    struct pairs *fields, struct uploads *files, struct arena *arena, const char *type, const char *body, size_t size)
{
    struct parser parser = {.arena = arena, .at = body, .end = body + size};
    *fields = parser.fields; /* until all of it is there: an error page reads it too */
    *files = parser.files;
    parser.fields.at = NEW_ARRAY(arena, MULTIPART_PARTS, struct pair);
    parser.files.at = NEW_ARRAY(arena, MULTIPART_FILES, struct upload);
    if (!multipart_is(type) || !take_boundary(&parser, type) || !parse(&parser))
        return false;
    *fields = parser.fields;
    *files = parser.files;
    return true;
}
