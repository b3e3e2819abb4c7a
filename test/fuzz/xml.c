/* XML: any bytes are events that nest, or a refusal. */
#include "codec/xml.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct source source = source_memory(call, bytes, size);
    struct xml_reader *reader = xml_open_reader(call, &source, &(struct xml_limits){.depth = 20, .text = 10000});
    const struct xml_event *event;
    int depth = 0;
    bool text_before = false;
    enum err err;
    while (!(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        PROMISE(event->kind != XML_OPEN || event->depth == ++depth);
        PROMISE(event->kind != XML_CLOSE || event->depth == depth--);
        PROMISE(event->kind != XML_TEXT || (event->depth == depth && depth > 0 && !text_before));
        PROMISE(event->kind != XML_TEXT || strlen(event->text) == event->size);
        text_before = event->kind == XML_TEXT;
        for (size_t i = 0; i < event->attribute_count; i++)
            PROMISE(xml_attribute_of(event, event->attributes[i].space, event->attributes[i].name) != NULL);
        if (event->kind == XML_OPEN && text_is(event->name, "skip")) {
            if (xml_skip(reader) != OK)
                return;
            depth--;
        }
    }
    PROMISE(err != OK || depth == 0);
    PROMISE((err != OK) == (call->faults != NULL) || err == ERR_NO_MEMORY);
}
