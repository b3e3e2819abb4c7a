/* Addresses and base64: what decodes can be encoded and decodes to the same. */
#include "codec/url.h"
#include "codec/base64.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct url_pair *pairs;
    size_t count;
    char *text, *again;
    struct buffer *out = buffer_new(call->arena, 16 << 20), *back = buffer_new(call->arena, 16 << 20);
    if (url_query(&pairs, &count, call->arena, bytes, size, 200)) {
        for (size_t i = 0; i < count; i++)
            url_add(out, pairs[i].name, pairs[i].value);
        struct url_pair *same;
        size_t same_count;
        PROMISE(url_query(&same, &same_count, call->arena, out->at, out->size, 200) && same_count == count);
        for (size_t i = 0; i < count; i++)
            PROMISE(text_is(pairs[i].name, same[i].name) && text_is(pairs[i].value, same[i].value));
    }
    buffer_clear(out);
    if (url_decode(&text, call->arena, bytes, size, size % 2)) {
        url_encode(out, text);
        PROMISE(url_decode(&again, call->arena, out->at, out->size, true) && text_is(text, again));
    }
    buffer_clear(out);
    base64_encode(out, bytes, size);
    PROMISE(base64_decode(back, out->at, out->size) && back->size == size &&
        (size == 0 || memcmp(back->at, bytes, size) == 0));
    buffer_clear(out);
    buffer_clear(back);
    if (base64_decode(back, bytes, size)) {
        base64_encode_url(out, back->at, back->size);
        PROMISE(out->size <= size);
    }
}
