/* Bytes for the program, made smaller (gzip) and written as C. For the programs that run while building. */
#pragma once
#include <stddef.h>
#include <stdio.h>

/* Returns the size; `room` has to be more than `size`. The same bytes in, the same out: the header holds no time. 0: it cannot be done. */
size_t pack(unsigned char *packed, size_t room, const unsigned char *bytes, size_t size);

void write_bytes(FILE *out, const unsigned char *bytes, size_t size);
