/*
 * Documents laid out as pages (.pdf), by cairo and Pango.
 *
 * A4, with page numbers, notes at the foot of the page that they belong to, heads of tables again on each page, bookmarks,
 * links, and a structure that readers aloud can follow. Fonts are named, and only these are looked at, so the same document
 * has the same bytes on every machine with the same fonts and libraries; nothing is asked of the user's own set-up.
 *
 * May be called by many threads; the documents are laid out one after another. Unlike the rest of the house, GLib ends the
 * program when an allocation of its own fails.
 */
#pragma once
#include "base/call.h"
#include "codec/document.h"

/* `unshown`: how many characters no font has; they stand as boxes with their numbers in them. */
enum err pdf_write(struct buffer *out, size_t *unshown, struct call *call, const struct document *document) MUST_CHECK;
