/* Compressed answers (gzip), for clients that take them. */
#pragma once
#include "base/buffer.h"

/* Does this Accept-Encoding take gzip? NULL does not. */
bool zip_accepted(const char *accept_encoding);

/* Is this type of content worth it? */
bool zip_wanted(const char *type);

/* Compresses the body in its place; false, and the body as it was, when that saves nothing. */
bool zip_body(struct buffer *body);
