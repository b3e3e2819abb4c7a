/*
 * Addresses: percent-encoding (RFC 3986) and query strings as browsers send forms.
 */
#pragma once
#include "base/buffer.h"

/* Everything but letters, digits and - . _ ~ becomes %XX: safe as one part of a path and as a name or value of a query. */
void url_encode(struct buffer *out, const char *text);

/*
 * The text behind a part of an address; + is a space in a form. False when a % has not its two digits, or what comes out is
 * not UTF-8 or holds a NUL.
 */
bool url_decode(char **out, struct arena *arena, const char *part, size_t size, bool form);

struct url_pair {
    const char *name, *value; /* decoded; a name without = has the value "" */
};

/* The pairs of "a=1&b=2" in their order, names may repeat; false when a part is malformed or there are more than `most`. */
bool url_query(struct url_pair **out, size_t *count, struct arena *arena, const char *query, size_t size, size_t most);

/* Adds "name=value", with & before it unless the query is empty: for building links. */
void url_add(struct buffer *query, const char *name, const char *value);
