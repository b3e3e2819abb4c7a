/*
 * What the compiler of words (tools/words.c) and its check of keys (tools/words_keys.c) share.
 */
#pragma once
#include "base/words.h"

struct entry {
    const char *key, *file;
    int line;
    size_t place;      /* order of reading, so that the later of two equal keys is the fault */
    char *text[LANGS]; /* forms ended by NUL */
    size_t size[LANGS];
    unsigned forms[LANGS];
    int text_line[LANGS];
    bool plural;
};

struct words {
    struct entry **list; /* sorted by key once read */
    size_t count, room;
};

/* One fault at a place of an input file, in plain words. */
void words_fault(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

char *words_read(struct arena *arena, const char *path, size_t *size);
bool words_has(const struct words *words, const char *key);

/* Reports each key that a C file names and no *.words file has. */
void words_check_keys(struct arena *arena, const struct words *words, const char *path);
