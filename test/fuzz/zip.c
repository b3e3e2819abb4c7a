/* Zip: any bytes are entries that hold to the limits, or a refusal. */
#include "codec/zip.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    enum { MOST = 4 << 20 };
    struct zip *zip;
    if (zip_open(&zip, call, bytes, size, &(struct zip_limits){.bytes = MOST, .entries = 50}) != OK) {
        PROMISE(call->faults != NULL);
        return;
    }
    size_t all = 0;
    for (size_t i = 0; i < zip->count; i++) {
        struct buffer *out = buffer_new(call->arena, MOST);
        struct source source;
        PROMISE(zip_find(zip, zip->entries[i].name) == &zip->entries[i]);
        PROMISE(zip->entries[i].name[0] != '/' && !text_starts(zip->entries[i].name, "../") &&
            !strstr(zip->entries[i].name, "/../"));
        if (zip_source(&source, zip, &zip->entries[i]) == OK && source_all(out, &source) == OK)
            all += out->size;
    }
    PROMISE(all <= MOST);
}
