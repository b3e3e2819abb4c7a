/* A reading as JSON: the form of CONTRACT.md and more. */
#pragma once
#include "codec/json.h"
#include "mandate/reader.h"

/* One resolution as an object. `file` is named first; `part` is its place among several, 0: the only one. */
void write_resolution(
    struct json *json, struct arena *arena, const struct resolution *resolution, const char *file, size_t part);

/* What is no resolution. `error` is a sentence. */
void write_refusal(struct json *json, const char *file, const char *error, const char *looks_like);
