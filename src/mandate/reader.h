/*
 * Reads resolutions and decisions from text (doc/mandate.md).
 *
 * In: bytes as they come. Out: what stands in them, or why they are no resolution. Nothing is written, looked up or asked; the same bytes
 * give the same answer. The bytes must stay where they are as long as the reading is used.
 */
#pragma once
#include "mandate/resolution.h"

/* What is made once for many readings. */
struct mandate_reader;
struct mandate_reader *mandate_reader_new(struct arena *arena);

void mandate_read(
    struct mandate_reading *out, struct mandate_reader *reader, struct arena *arena, const char *bytes, size_t size);

/* Where a place of the clean text stands in the source, in bytes. */
uint32_t mandate_source(const struct resolution *resolution, uint32_t at);
