/* XML: written, read as a stream, refused with its place. */
#include "codec/xml.h"
#include "test/reading.h"
#include "test/test.h"

/* The events as "<a x=1>text</a>", to compare. */
static char *events_of(enum err *err, struct source source, struct xml_limits limits)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 24);
    struct xml_reader *reader = xml_open_reader(&test_call, &source, &limits);
    const struct xml_event *event;
    while (!(*err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
        if (event->kind == XML_TEXT) {
            buffer_format(out, "[%s]", event->text);
            CHECK_NUMBER(strlen(event->text), event->size);
            continue;
        }
        buffer_format(out, event->kind == XML_OPEN ? "<%s%s%s" : "</%s%s%s", event->space ? event->space : "",
            event->space ? ":" : "", event->name);
        for (size_t i = 0; i < event->attribute_count; i++)
            buffer_format(out, " %s%s%s=%s", event->attributes[i].space ? event->attributes[i].space : "",
                event->attributes[i].space ? ":" : "", event->attributes[i].name, event->attributes[i].value);
        buffer_byte(out, '>');
    }
    return out->at;
}

static char *events(enum err *err, const char *text)
{
    return events_of(err, source_memory(&test_call, text, strlen(text)), (struct xml_limits){0});
}

TEST(documents_are_read)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"<a/>", "<a></a>"},
        {"<?xml version=\"1.0\"?>\n<!-- no --><a>x<!-- no -->y<?no?>z</a>\n", "<a>[xyz]</a>"},
        {"<a b='1' c=\"&lt;&amp;&#233;&quot;\">&gt;<![CDATA[<x>&]]>&#x7acb;</a>", "<a b=1 c=<&é\">[><x>&立]</a>"},
        {"<n:a xmlns:n='u' n:b='1' c='2'><n:d/></n:a>", "<u:a u:b=1 c=2><u:d></u:d></u:a>"},
        {"<a xmlns='u'> <b>x</b> </a>", "<u:a>[ ]<u:b>[x]</u:b>[ ]</u:a>"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "<a>[é]</a>"},
        {"<a>1\r\n2</a>", "<a>[1\n2]</a>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        CHECK_TEXT(events(&err, cases[i].text), cases[i].want);
        CHECK(err == OK);
    }
}

TEST(faults_are_placed)
{
    static const struct {
        const char *text, *key;
        int line;
    } cases[] = {
        {"<a>\n<b></a>", "xml_broken", 2},
        {"<a>\n\n", "xml_broken", 3},
        {"", "xml_broken", 1},
        {"plain text", "xml_broken", 1},
        {"<a>\n&unknown;</a>", "xml_broken", 2},
        {"<a b='1' b='2'/>", "xml_broken", 1},
        {"<x:a/>", "xml_broken", 1},
        {"<a>\xE9</a>", "xml_broken", 1},
        {"<a/><b/>", "xml_broken", 1},
        {"<a>\x01</a>", "xml_broken", 1},
        {"<!DOCTYPE a>\n<a/>", "xml_doctype", 1},
        {"<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>", "xml_doctype", 1},
        {"\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "xml_doctype", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        events(&err, cases[i].text);
        CHECK(err == ERR_INVALID);
        REQUIRE(test_call.faults != NULL);
        CHECK_FAULT(cases[i].key, cases[i].line, test_call.faults->column);
    }
}

/* An entity can name a file of the machine, or swell; with the declaration refused, neither comes to be. */
TEST(no_file_is_read)
{
    enum err err;
    const char *got = events(&err, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>");
    CHECK_TEXT(got, "");
    CHECK(err == ERR_INVALID);
    CHECK_FAULT("xml_doctype", 1, test_call.faults->column);
}

TEST(limits_hold)
{
    static const struct {
        const char *text, *key;
        struct xml_limits limits;
    } cases[] = {
        {"<a><b><c/></b></a>", "xml_too_deep", {.depth = 2}},
        {"<a>1234567890</a>", "xml_text_too_long", {.text = 9}},
        {"<a b='' c='' d=''/>", "xml_too_many_attributes", {.attributes = 2}},
        {"<a>1234567890</a>", "xml_too_long", {.bytes = 10}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        events_of(&err, source_memory(&test_call, cases[i].text, strlen(cases[i].text)), cases[i].limits);
        CHECK(err == ERR_LIMIT);
        REQUIRE(test_call.faults != NULL);
        CHECK_FAULT(cases[i].key, test_call.faults->line, test_call.faults->column);
    }
}

/* Texts and elements on every border between two pieces of the reader. */
TEST(long_documents_stream)
{
    struct buffer *text = buffer_new(test_call.arena, 1 << 24), *want = buffer_new(test_call.arena, 1 << 24);
    buffer_text(text, "<a>");
    buffer_text(want, "<a>");
    for (int i = 0; i < 9000; i++) {
        buffer_format(text, "<b n='%d'>立&amp;法</b>", i);
        buffer_format(want, "<b n=%d>[立&法]</b>", i);
    }
    buffer_text(text, "</a>");
    buffer_text(want, "</a>");
    enum err err;
    CHECK_TEXT(events(&err, text->at), want->at);
    CHECK(err == OK);
}

TEST(one_text_over_many_pieces)
{
    size_t size = 200000;
    char *text = arena_alloc(test_call.arena, size + 8), *want = arena_alloc(test_call.arena, size + 10);
    memset(text, 'x', size + 7);
    memcpy(text, "<a>", 3);
    memcpy(text + size + 3, "</a>", 4);
    memset(want, 'x', size + 5);
    memcpy(want, "<a>[", 4);
    memcpy(want + size + 4, "]</a>", 5);
    enum err err;
    CHECK_TEXT(events(&err, text), want);
}

TEST(elements_are_passed_over)
{
    const char *text = "<a><b><c/>x<b/></b><d/></a>";
    struct source source = source_memory(&test_call, text, strlen(text));
    struct xml_reader *reader = xml_open_reader(&test_call, &source, NULL);
    const struct xml_event *event;
    CHECK(xml_next(&event, reader) == OK && xml_next(&event, reader) == OK);
    CHECK_TEXT(event->name, "b");
    CHECK_NUMBER(event->depth, 2);
    CHECK(xml_skip(reader) == OK && xml_next(&event, reader) == OK);
    CHECK_TEXT(event->name, "d");
    CHECK(xml_attribute(event, "no") == NULL);
}

TEST(what_is_written)
{
    struct buffer *out = buffer_new(test_call.arena, 4096);
    struct xml xml = xml_begin(out, true);
    xml_open(&xml, "feed");
    xml_put(&xml, "xmlns", "http://www.w3.org/2005/Atom");
    xml_element(&xml, "title", "A < B & \"C\" ]]> \x01\xFF");
    xml_element(&xml, "empty", "");
    xml_element(&xml, "none", NULL);
    xml_open(&xml, "entry");
    xml_put(&xml, "term", "a\"b\n<'");
    xml_put(&xml, "none", NULL);
    xml_put_number(&xml, "n", -5);
    xml_open(&xml, "deep");
    xml_end(&xml);
    CHECK_TEXT(out->at,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        "  <title>A &lt; B &amp; \"C\" ]]&gt; \uFFFD\uFFFD</title>\n"
        "  <empty/>\n"
        "  <entry term=\"a&quot;b&#10;&lt;'\" n=\"-5\">\n"
        "    <deep/>\n"
        "  </entry>\n"
        "</feed>\n");
}

TEST(every_text_comes_back)
{
    uint64_t state = 3;
    for (int round = 0; round < 300; round++) {
        struct buffer *out = buffer_new(test_call.arena, 1 << 16);
        char *text = chance_text(&state, 12), *value = chance_text(&state, 12);
        struct xml xml = xml_begin(out, false);
        xml_open(&xml, "a");
        xml_put(&xml, "b", value);
        xml_text(&xml, text);
        xml_end(&xml);
        struct source source = source_memory(&test_call, out->at, out->size);
        struct xml_reader *reader = xml_open_reader(&test_call, &source, NULL);
        const struct xml_event *event;
        REQUIRE(xml_next(&event, reader) == OK && event->attribute_count == 1);
        for (char *at = value; *at; at++) /* what XML cannot hold became U+FFFD */
            *at = *at == '\x01' ? '?' : *at;
        struct buffer *shown = buffer_new(test_call.arena, 1 << 16);
        for (const char *at = event->attributes[0].value; *at; at++) {
            bool replaced = text_starts(at, "\uFFFD");
            buffer_byte(shown, replaced ? '?' : *at);
            at += replaced ? 2 : 0;
        }
        CHECK_TEXT(shown->at, value);
    }
}

int main(void)
{
    RUN(documents_are_read);
    RUN(faults_are_placed);
    RUN(no_file_is_read);
    RUN(limits_hold);
    RUN(long_documents_stream);
    RUN(one_text_over_many_pieces);
    RUN(elements_are_passed_over);
    RUN(what_is_written);
    RUN(every_text_comes_back);
    return test_end();
}
