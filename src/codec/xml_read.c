/*
 * The reader of XML (codec/xml.h): pieces of the source are pushed into libxml2's parser, whose callbacks only note what
 * they are told, in memory that is asked for without a jump; xml_next hands the notes out one by one.
 */
#include "codec/xml.h"
#include "base/text.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <string.h>

enum { PIECE = 16 << 10, MESSAGE = 240, DEPTH = 64, ATTRIBUTES = 100 };
static const size_t TEXT = (size_t)4 << 20, BYTES = (size_t)1 << 30;

/* What a callback noted. Names live as long as the parser; values and texts are offsets into the bytes. */
struct note {
    enum xml_kind kind;
    const char *name, *space;
    size_t text, size;
    size_t first_attribute, attribute_count;
    int depth, line, column;
};

struct noted_attribute {
    const char *name, *space;
    size_t value;
};

/* An array that grows without a jump; every element starts as zero. */
struct list {
    void *at;
    size_t count, room;
};

struct xml_reader {
    struct call *call;
    struct source source;
    struct xml_limits limits;
    xmlParserCtxtPtr parser;
    struct list notes, attributes, bytes;
    size_t next;    /* note to hand out */
    bool text_open; /* the last note is a text that may go on */
    bool fed_all;   /* the parser has seen the end */
    size_t fed;
    int depth;
    enum err err;
    const char *key, *want; /* the first fault a callback found */
    char message[MESSAGE];
    int line, column;
    struct xml_event event;
    struct xml_attribute *event_attributes;
    size_t event_room;
};

static bool list_room(struct xml_reader *reader, struct list *list, size_t more, size_t size)
{
    if (list->room - list->count >= more)
        return true;
    size_t room = list->room ? list->room : 256;
    while (room - list->count < more)
        room *= 2;
    void *at = arena_try(reader->call->arena, room * size);
    if (!at)
        return false;
    if (list->count)
        memcpy(at, list->at, list->count * size);
    list->at = at;
    list->room = room;
    return true;
}

/* Keeps the first fault and stops the parser. */
static void refuse(struct xml_reader *reader, enum err err, const char *key)
{
    if (reader->err)
        return;
    reader->err = err;
    reader->key = key;
    if (!reader->parser)
        return;
    if (reader->parser->input) {
        reader->line = reader->parser->input->line;
        reader->column = reader->parser->input->col;
    }
    xmlStopParser(reader->parser);
}

static bool add_bytes(struct xml_reader *reader, size_t *offset, const xmlChar *bytes, size_t size)
{
    if (!list_room(reader, &reader->bytes, size + 1, 1)) {
        refuse(reader, ERR_NO_MEMORY, NULL);
        return false;
    }
    char *to = (char *)reader->bytes.at + reader->bytes.count;
    memcpy(to, bytes, size);
    to[size] = 0;
    *offset = reader->bytes.count;
    reader->bytes.count += size + 1;
    return true;
}

static struct note *add_note(struct xml_reader *reader, enum xml_kind kind)
{
    if (!list_room(reader, &reader->notes, 1, sizeof(struct note))) {
        refuse(reader, ERR_NO_MEMORY, NULL);
        return NULL;
    }
    struct note *note = (struct note *)reader->notes.at + reader->notes.count++;
    *note = (struct note){.kind = kind,
        .depth = reader->depth,
        .line = reader->parser->input->line,
        .column = reader->parser->input->col};
    reader->text_open = kind == XML_TEXT;
    return note;
}

static void add_attributes(struct xml_reader *reader, struct note *note, int count, const xmlChar **given)
{
    note->first_attribute = reader->attributes.count;
    if (!list_room(reader, &reader->attributes, (size_t)count, sizeof(struct noted_attribute))) {
        refuse(reader, ERR_NO_MEMORY, NULL);
        return;
    }
    for (int i = 0; i < count; i++, given += 5) { /* name, prefix, namespace, start and end of the value */
        struct noted_attribute *attribute = (struct noted_attribute *)reader->attributes.at + reader->attributes.count;
        *attribute = (struct noted_attribute){.name = (const char *)given[0], .space = (const char *)given[2]};
        if (!add_bytes(reader, &attribute->value, given[3], (size_t)(given[4] - given[3])))
            return;
        reader->attributes.count++;
        note->attribute_count++;
    }
}

static void on_open(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces,
    const xmlChar **declared, int count, int defaulted, const xmlChar **given)
{
    struct xml_reader *reader = arg;
    if (reader->err)
        return;
    if ((size_t)reader->depth >= reader->limits.depth)
        refuse(reader, ERR_LIMIT, "xml_too_deep");
    else if ((size_t)count > reader->limits.attributes)
        refuse(reader, ERR_LIMIT, "xml_too_many_attributes");
    reader->depth++;
    struct note *note = reader->err ? NULL : add_note(reader, XML_OPEN);
    if (!note)
        return;
    note->name = (const char *)name;
    note->space = (const char *)space;
    add_attributes(reader, note, count, given);
}

static void on_close(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    struct xml_reader *reader = arg;
    struct note *note = reader->err ? NULL : add_note(reader, XML_CLOSE);
    reader->depth--;
    if (!note)
        return;
    note->name = (const char *)name;
    note->space = (const char *)space;
}

static void on_text(void *arg, const xmlChar *text, int size)
{
    struct xml_reader *reader = arg;
    if (reader->err || size <= 0)
        return;
    bool goes_on = reader->text_open;
    struct note *note =
        goes_on ? (struct note *)reader->notes.at + reader->notes.count - 1 : add_note(reader, XML_TEXT);
    size_t offset;
    if (goes_on)
        reader->bytes.count--; /* over the NUL */
    if (!note || !add_bytes(reader, &offset, text, (size_t)size))
        return;
    if (!goes_on)
        note->text = offset;
    note->size += (size_t)size;
    if (note->size > reader->limits.text)
        refuse(reader, ERR_LIMIT, "xml_text_too_long");
}

static void on_doctype(void *arg, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
    refuse(arg, ERR_INVALID, "xml_doctype");
}

static void on_fault(void *arg, xmlErrorPtr error)
{
    struct xml_reader *reader = arg;
    if (reader->err || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_NO_MEMORY) {
        refuse(reader, ERR_NO_MEMORY, NULL);
        return;
    }
    size_t size = error->message ? strnlen(error->message, MESSAGE - 1) : 0;
    while (size > 0 && (error->message[size - 1] == '\n' || error->message[size - 1] == ' '))
        size--;
    if (size)
        memcpy(reader->message, error->message, size);
    reader->message[utf8_valid(reader->message, size)] = 0;
    refuse(reader, ERR_INVALID, "xml_broken");
    reader->line = error->line;
    reader->column = error->int2;
}

static void start_library(void)
{
    xmlInitParser();
}

static void release(void *parser)
{
    xmlFreeParserCtxt(parser);
}

struct xml_reader *xml_open_reader(struct call *call, const struct source *source, const struct xml_limits *limits)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_library);
    struct xml_reader *reader = NEW(call->arena, struct xml_reader);
    reader->call = call;
    reader->source = *source;
    if (limits)
        reader->limits = *limits;
    struct xml_limits *most = &reader->limits;
    most->bytes = most->bytes ? most->bytes : BYTES;
    most->depth = most->depth ? most->depth : DEPTH;
    most->text = most->text ? most->text : TEXT;
    most->attributes = most->attributes ? most->attributes : ATTRIBUTES;
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
        .startElementNs = on_open,
        .endElementNs = on_close,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .internalSubset = on_doctype,
        .serror = on_fault};
    reader->parser = xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
    if (!reader->parser)
        arena_give_up(call->arena);
    arena_defer(call->arena, release, reader->parser);
    /* With no document type there is nothing to substitute but & < > ' " and character numbers, and those are wanted. */
    xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
    return reader;
}

/* Empties the notes but for a text that may go on. */
static void keep_open_text(struct xml_reader *reader)
{
    if (reader->text_open) {
        struct note last = ((struct note *)reader->notes.at)[reader->notes.count - 1];
        memmove(reader->bytes.at, (char *)reader->bytes.at + last.text, last.size + 1);
        last.text = 0;
        *(struct note *)reader->notes.at = last;
        reader->bytes.count = last.size + 1;
    } else {
        reader->bytes.count = 0;
    }
    reader->notes.count = reader->text_open;
    reader->attributes.count = 0;
    reader->next = 0;
}

static enum err give_fault(struct xml_reader *reader)
{
    if (!reader->key)
        return reader->err;
    struct fault *fault = fault_add(reader->call, reader->err, reader->key);
    fault->value = arena_text(reader->call->arena, reader->message);
    fault->line = reader->line;
    fault->column = reader->column;
    reader->key = NULL;
    return reader->err;
}

/* Pushes one more piece. */
static enum err feed(struct xml_reader *reader)
{
    char piece[PIECE];
    size_t size;
    keep_open_text(reader);
    enum err err = source_read(&size, &reader->source, piece, PIECE);
    if (err)
        return reader->err = err;
    reader->fed += size;
    reader->fed_all = size < PIECE;
    if (reader->fed > reader->limits.bytes)
        refuse(reader, ERR_LIMIT, "xml_too_long");
    else
        xmlParseChunk(reader->parser, piece, (int)size, reader->fed_all);
    if (reader->fed_all && !reader->err && reader->depth != 0)
        refuse(reader, ERR_INVALID, "xml_broken");
    return OK;
}

static void give_event(struct xml_reader *reader, const struct note *note)
{
    const char *bytes = reader->bytes.at;
    if (note->attribute_count > reader->event_room) {
        reader->event_room = note->attribute_count * 2;
        reader->event_attributes = NEW_ARRAY(reader->call->arena, reader->event_room, struct xml_attribute);
    }
    const struct noted_attribute *noted = reader->attributes.at;
    for (size_t i = 0; i < note->attribute_count; i++) {
        const struct noted_attribute *at = &noted[note->first_attribute + i];
        reader->event_attributes[i] = (struct xml_attribute){at->name, at->space, bytes + at->value};
    }
    reader->event = (struct xml_event){.kind = note->kind,
        .name = note->name,
        .space = note->space,
        .text = note->kind == XML_TEXT ? bytes + note->text : NULL,
        .size = note->size,
        .attributes = reader->event_attributes,
        .attribute_count = note->attribute_count,
        .depth = note->depth,
        .line = note->line,
        .column = note->column};
}

enum err xml_next(const struct xml_event **event, struct xml_reader *reader)
{
    *event = &reader->event;
    reader->event = (struct xml_event){.kind = XML_ENDED};
    while (reader->next + (reader->text_open && !reader->fed_all) >= reader->notes.count) {
        if (reader->err)
            return give_fault(reader);
        if (reader->fed_all)
            return OK;
        enum err err = feed(reader);
        if (err)
            return err;
    }
    give_event(reader, (const struct note *)reader->notes.at + reader->next++);
    return OK;
}

enum err xml_skip(struct xml_reader *reader)
{
    int depth = reader->event.depth;
    const struct xml_event *event = &reader->event;
    enum err err = OK;
    while (!err && !(event->kind == XML_CLOSE && event->depth <= depth) && event->kind != XML_ENDED)
        err = xml_next(&event, reader);
    return err;
}

const char *xml_attribute_of(const struct xml_event *event, const char *space, const char *name)
{
    for (size_t i = 0; i < event->attribute_count; i++)
        if (text_is(event->attributes[i].name, name) && text_is(event->attributes[i].space, space))
            return event->attributes[i].value;
    return NULL;
}

const char *xml_attribute(const struct xml_event *event, const char *name)
{
    return xml_attribute_of(event, NULL, name);
}
