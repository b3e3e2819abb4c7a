/* gzip: any bytes unpack within the limit or are refused; what is packed unpacks to the same. */
#include "codec/gzip.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct buffer *out = buffer_new(call->arena, 4 << 20), *packed = buffer_new(call->arena, 4 << 20);
    enum err err = gzip_unpack(out, call, bytes, size);
    PROMISE((err != OK) == (call->faults != NULL));
    call_clear(call);
    buffer_clear(out);
    PROMISE(gzip_pack(packed, call, bytes, size, 1) == OK);
    PROMISE(gzip_unpack(out, call, packed->at, packed->size) == OK);
    PROMISE(out->size == size && (size == 0 || memcmp(out->at, bytes, size) == 0));
}
