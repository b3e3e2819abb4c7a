/* JSON: any bytes are a tree or a refusal; a tree is written and read as the same text, and its canonical form is one. */
#include "codec/json.h"
#include "codec/json_read.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct json_value *value;
    enum err err = json_read(&value, call, bytes, size, NULL);
    PROMISE((err != OK) == (call->faults != NULL));
    if (err)
        return;
    struct buffer *written = buffer_new(call->arena, 64 << 20), *again = buffer_new(call->arena, 64 << 20);
    struct json json = json_begin(written), second = json_begin(again);
    json_value(&json, value, false);
    PROMISE(json_read(&value, call, written->at, written->size, NULL) == OK);
    json_value(&second, value, false);
    PROMISE(text_is(written->at, again->at));
    buffer_clear(written);
    buffer_clear(again);
    PROMISE(json_canonical(written, call, bytes, size) == OK);
    PROMISE(json_canonical(again, call, written->at, written->size) == OK);
    PROMISE(text_is(written->at, again->at));
}
