/*
 * What is made, held against a file that was looked at once: test/golden/NAME. With SERVANDA_WRITE_GOLDEN set the files are
 * written anew; look at them before they are committed.
 */
#pragma once
#include "test/test.h"

static inline size_t golden_read(char *at, size_t room, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(at, 1, room, file) : 0;
    if (file)
        fclose(file);
    return size;
}

static inline void check_golden(const char *file, int line, const char *name, const char *bytes, size_t size)
{
    enum { MOST = 4 << 20 };
    const char *root = getenv("SOURCE_ROOT");
    const char *path = arena_format(test_call.arena, "%s/test/golden/%s", root ? root : ".", name);
    if (getenv("SERVANDA_WRITE_GOLDEN")) {
        FILE *out = fopen(path, "wb");
        if (!out || fwrite(bytes, 1, size, out) != size || fclose(out) != 0)
            test_fail(file, line, "%s cannot be written", path);
        return;
    }
    char *want = arena_alloc(test_call.arena, MOST);
    size_t want_size = golden_read(want, MOST, path), at = 0;
    int row = 1;
    for (; at < size && at < want_size && bytes[at] == want[at]; at++)
        row += bytes[at] == '\n';
    if (at == size && at == want_size)
        return;
    size_t from = at > 60 ? at - 60 : 0;
    test_fail(file, line, "%s differs in line %d, byte %zu: \"%.*s\", not \"%.*s\"", name, row, at,
        (int)(size - from < 120 ? size - from : 120), bytes + from,
        (int)(want_size - from < 120 ? want_size - from : 120), want + from);
}
#define CHECK_GOLDEN(name, bytes, size) check_golden(__FILE__, __LINE__, name, bytes, size)
