/*
 * Text made safe for a place in HTML. Templates choose the function by position (tools/template);
 * the few writers of C that make HTML themselves (charts) use the same ones, and what they made
 * travels as struct html.
 */
#pragma once
#include "base/call.h"

/* Finished HTML: the only thing {{raw}} takes. Made by html_of from a buffer that was written
 * through these functions. */
struct html {
    const char *bytes;
    size_t size;
};
struct html html_of(const struct buffer *buffer);

/* & < > " ' as entities: right between tags and in quoted attributes. NULL writes nothing. */
void html_text(struct buffer *out, const char *text);
void html_bytes(struct buffer *out, const char *bytes, size_t size);

/*
 * An address at its start: ours (a path, a query, a fragment), http, https, mailto or tel; anything
 * else becomes "#". A path of ours gets the language of the page in front.
 */
void html_address(struct buffer *out, enum lang lang, const char *address);

/* A piece of an address, percent-encoded: one segment of a path, one value of a query. */
void html_address_part(struct buffer *out, const char *text);

/* Does this path of ours carry the language in front? Not /static/, /api/, and not one that has it
 * already. */
bool path_takes_lang(const char *path);
