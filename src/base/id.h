/*
 * Names for things that have none: 26 letters and digits that sort by the time they were made
 * (48 bits of milliseconds, 80 random bits, in the alphabet of Crockford, lower case).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { ID_TEXT = 27 };

const char *id_new(char out[ID_TEXT], int64_t moment);
bool id_is(const char *text);
