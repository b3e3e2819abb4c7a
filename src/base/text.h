/*
 * Small questions about text. All text in the program is UTF-8, ended by NUL unless a length stands beside it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

/* A number that is not known. */
#define UNKNOWN INT64_MIN

/* Length of the longest well-formed start: equal to `size` when all of it is UTF-8 without NUL. */
size_t utf8_valid(const char *bytes, size_t size);

/* Characters (code points) in well-formed text. */
size_t utf8_length(const char *text);

/* One code point from *at, which moves on; 0xFFFD and one byte where the text is broken; 0 at the end. */
uint32_t utf8_next(const char **at, const char *end);

/* Writes one code point, gives the number of bytes (1 to 4). */
size_t utf8_put(char out[4], uint32_t code);

bool text_is(const char *a, const char *b); /* equal; NULL equals only NULL */
bool text_starts(const char *text, const char *start);
bool text_ends(const char *text, const char *end);
bool text_empty(const char *text); /* NULL, or nothing but white space */
const char *text_or(const char *text, const char *instead);

/* Without white space at both ends. */
char *text_trim(struct arena *arena, const char *text);

/* The whole text as a number; false when it is none or does not fit. */
bool text_number(int64_t *out, const char *text);

/* Edits needed to turn a into b, counted up to `most` (in bytes; case of ASCII letters does not count). */
unsigned text_distance(const char *a, const char *b, unsigned most);

/* Text as lower-case hexadecimal digits, and back; from_hex is false when it is none or of another size. */
char *text_hex(struct arena *arena, const void *bytes, size_t size);
bool text_from_hex(void *out, size_t size, const char *hex);
