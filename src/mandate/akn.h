/*
 * Resolutions as Akoma Ntoso 3.0, after the guidelines of the United Nations (AKN4UN), and back.
 *
 * A resolution is a statement: preface, preamble, mainBody, conclusions, annexes as attachments; the draft that it recommends is a component;
 * several are a documentCollection. Identifiers follow FRBR; every eId is unique. A date that is not told stands as 0001-01-01 with the name
 * "notTold", because the schema asks for one.
 *
 * Reading gives the text of the document in the plainest layout, which the reader of mandates then reads like any other: what was read from
 * a text is read from its export.
 */
#pragma once
#include "codec/source.h"
#include "mandate/reader.h"

void akn_write(struct buffer *out, struct arena *arena, struct resolution *const *resolutions, size_t count);

/* The text of an Akoma Ntoso document. */
enum err akn_text(struct buffer *out, struct call *call, const char *bytes, size_t size) MUST_CHECK;

/* The bytes seem to be Akoma Ntoso. */
bool akn_looks(const char *bytes, size_t size);
