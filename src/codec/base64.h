/*
 * Bytes as text: base64 (RFC 4648), in the usual alphabet with padding or in the one for addresses without.
 */
#pragma once
#include "base/buffer.h"

void base64_encode(struct buffer *out, const void *bytes, size_t size);
void base64_encode_url(struct buffer *out, const void *bytes, size_t size);

/* Either alphabet, padded or not, nothing else; false for what no encoder writes (stray bits, wrong length, white space). */
bool base64_decode(struct buffer *out, const char *text, size_t size);
