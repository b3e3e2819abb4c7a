#include "web/request.h"
#include "base/text.h"
#include <string.h>

const char *const method_names[METHODS] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

const char *pairs_find(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (!strcmp(pairs->at[i].name, name))
            return pairs->at[i].value;
    return NULL;
}

const char *request_name(const struct request *request, const char *name)
{
    return pairs_find(&request->names, name);
}

const char *request_query(const struct request *request, const char *name)
{
    return pairs_find(&request->query, name);
}

const char *request_form(const struct request *request, const char *name)
{
    return pairs_find(&request->form, name);
}

const struct upload *request_file(const struct request *request, const char *field)
{
    for (size_t i = 0; i < request->files.count; i++)
        if (!strcmp(request->files.at[i].field, field))
            return &request->files.at[i];
    return NULL;
}

const char *request_header(const struct request *request, const char *name)
{
    return request->header_of ? request->header_of(request->source, name) : NULL;
}

const char *request_cookie(const struct request *request, const char *name)
{
    size_t size = strlen(name);
    const char *at = request_header(request, "Cookie");
    while (at && *at) {
        at += strspn(at, " ;");
        size_t end = strcspn(at, ";");
        if (!strncmp(at, name, size) && at[size] == '=')
            return arena_copy(request->call->arena, at + size + 1, end - size - 1);
        at += end;
    }
    return NULL;
}

static int hex_digit(char digit)
{
    return digit >= '0' && digit <= '9' ? digit - '0'
        : digit >= 'a' && digit <= 'f'  ? digit - 'a' + 10
        : digit >= 'A' && digit <= 'F'  ? digit - 'A' + 10
                                        : -1;
}

char *percent_decode(struct arena *arena, const char *text, size_t size, bool plus)
{
    char *out = arena_copy(arena, text, size);
    size_t to = 0;
    for (size_t at = 0; at < size; at++, to++) {
        if (text[at] == '%') {
            bool whole = size - at > 2;
            int high = whole ? hex_digit(text[at + 1]) : -1;
            int low = whole ? hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            out[to] = (char)(high << 4 | low);
            at += 2;
        } else {
            out[to] = plus && text[at] == '+' ? ' ' : text[at];
        }
    }
    out[to] = 0;
    return utf8_valid(out, to) == to ? out : NULL;
}

bool pairs_parse(struct pairs *out, struct arena *arena, const char *text, size_t size)
{
    size_t count = size ? 1 : 0;
    for (size_t i = 0; i < size; i++)
        count += text[i] == '&';
    struct pairs made = {0};
    *out = made; /* until all of it is there: an error page reads it too */
    if (count > PAIRS_MOST)
        return false;
    made.at = NEW_ARRAY(arena, count + 1, struct pair);
    for (const char *at = text, *end = text + size; at < end;) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        stop = stop ? stop : end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equals ? equals : stop;
        if (stop > at) {
            struct pair *pair = &made.at[made.count++];
            pair->name = percent_decode(arena, at, (size_t)(name_end - at), true);
            pair->value = equals ? percent_decode(arena, equals + 1, (size_t)(stop - equals) - 1, true) : "";
            if (!pair->name || !pair->value)
                return false;
        }
        at = stop + 1;
    }
    *out = made;
    return true;
}

const char *request_root(const struct request *request)
{
    const char *host = request_header(request, "Host");
    return text_empty(host) ? ""
                            : arena_format(request->call->arena, "%s://%s", request->secure ? "https" : "http", host);
}

const char *request_query_with(const struct request *request, const char *name, const char *value, const char *drop)
{
    struct buffer *out = buffer_new(request->call->arena, 16 << 10);
    for (size_t i = 0; i < request->query.count; i++) {
        const struct pair *pair = &request->query.at[i];
        if (!strcmp(pair->name, name) || text_is(pair->name, drop) || !*pair->value)
            continue;
        buffer_byte(out, out->size ? '&' : '?');
        html_address_part(out, pair->name);
        buffer_byte(out, '=');
        html_address_part(out, pair->value);
    }
    if (value) {
        buffer_byte(out, out->size ? '&' : '?');
        html_address_part(out, name);
        buffer_byte(out, '=');
        html_address_part(out, value);
    }
    return out->at;
}

void response_header(struct response *response, const char *name, const char *value)
{
    if (response->header_count < RESPONSE_HEADERS)
        response->headers[response->header_count++] = (struct header){name, value};
}

void response_see(struct request *request, struct response *response, const char *path)
{
    struct arena *arena = request->call->arena;
    response->status = 303;
    response->cache = CACHE_NEVER;
    buffer_clear(response->body);
    if (path_takes_lang(path))
        path = arena_format(arena, "/%s%s", lang_codes[request->call->lang], text_is(path, "/") ? "" : path);
    response_header(response, "Location", path);
}

void response_file(struct request *request, struct response *response, const char *type, const char *name)
{
    response->type = type;
    response_header(
        response, "Content-Disposition", arena_format(request->call->arena, "attachment; filename=\"%s\"", name));
}
