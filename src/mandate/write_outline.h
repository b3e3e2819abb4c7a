/* A resolution as an outline for people: what it is, each paragraph with its verbs, and what is to be reported. */
#pragma once
#include "base/buffer.h"
#include "mandate/reader.h"

/* `width` of the terminal; 0: lines as long as they are. */
void write_outline(struct buffer *out, struct arena *arena, enum lang lang, const struct resolution *resolution,
    const char *file, int width);
