/*
 * XML, written and read as a stream.
 *
 * The reader is pulled: xml_next gives the start of an element with its attributes, a text (whole, entities and CDATA
 * resolved), the end of an element. Between two calls no frame of libxml2 is on the stack, so the caller may use its arena
 * freely. Refused with line and column: what is not well-formed, a document type declaration and with it every entity of
 * one's own, anything over the limits. Nothing is ever fetched. Comments and processing instructions are passed over.
 */
#pragma once
#include "codec/source.h"

enum xml_kind { XML_ENDED, XML_OPEN, XML_TEXT, XML_CLOSE };

struct xml_attribute {
    const char *name, *space; /* without prefix; the namespace, NULL when there is none */
    const char *value;
};

struct xml_event {
    enum xml_kind kind;
    const char *name, *space; /* of an element */
    const char *text;         /* ended by a NUL that size does not count */
    size_t size;
    const struct xml_attribute *attributes;
    size_t attribute_count;
    int depth;        /* of the element, the outermost has 1; of a text: of the element it is in */
    int line, column; /* where the tag ends or the text starts */
};

struct xml_limits {
    size_t bytes, depth, text, attributes; /* 0: 1 GB, 64, 4 MB, 100 of one element */
};

struct xml_reader;
struct xml_reader *xml_open_reader(struct call *call, const struct source *source, const struct xml_limits *limits);

/* The next event, good until the next call; XML_ENDED at the end. After an error there is no next one. */
enum err xml_next(const struct xml_event **event, struct xml_reader *reader) MUST_CHECK;

/* Passes over the rest of the element whose XML_OPEN came last. */
enum err xml_skip(struct xml_reader *reader) MUST_CHECK;

const char *xml_attribute(
    const struct xml_event *event, const char *name); /* in no namespace; NULL when there is none */
const char *xml_attribute_of(const struct xml_event *event, const char *space, const char *name);

/*
 * The writer. Names are the program's own; texts and values are escaped, and a character that XML cannot hold becomes
 * U+FFFD. With `indent`, elements that hold elements are set out on lines of their own; a text keeps its element on one.
 */
enum { XML_DEPTH = 64 };

struct xml {
    struct buffer *out;
    const char *open[XML_DEPTH];
    int depth;
    bool indent, tag_open, has_text, has_child;
};

struct xml xml_begin(struct buffer *out, bool indent); /* writes the XML declaration */
void xml_open(struct xml *xml, const char *name);
void xml_put(struct xml *xml, const char *name, const char *value); /* an attribute; NULL writes none */
void xml_put_number(struct xml *xml, const char *name, int64_t number);
void xml_text(struct xml *xml, const char *text);
void xml_close(struct xml *xml);
void xml_element(struct xml *xml, const char *name, const char *text); /* all of it at once; NULL writes nothing */
void xml_end(struct xml *xml);                                         /* closes what is open and ends the line */
