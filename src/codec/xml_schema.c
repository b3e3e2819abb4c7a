#include "codec/xml_schema.h"
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <string.h>

struct xml_schema {
    xmlSchemaPtr schema;
};

/* The first message of libxml2, kept without its arena: memory may not run out inside its frames. */
struct first_fault {
    int line;
    char text[500];
};

static void keep_first(void *arg, const xmlError *error)
{
    struct first_fault *first = arg;
    if (first->line || first->text[0])
        return;
    first->line = error->line;
    size_t size = error->message ? strcspn(error->message, "\n") : 0;
    size = size < sizeof first->text ? size : sizeof first->text - 1;
    memcpy(first->text, error->message ? error->message : "", size);
    first->text[size] = 0;
}

static void keep_first_structured(void *arg, xmlErrorPtr error)
{
    keep_first(arg, error);
}

static void free_schema(void *arg)
{
    struct xml_schema *schema = arg;
    xmlSchemaFree(schema->schema);
}

enum err xml_schema_open(struct xml_schema **out, struct call *call, const char *path)
{
    struct xml_schema *schema = NEW(call->arena, struct xml_schema);
    struct first_fault first = {0};
    xmlExternalEntityLoader usual = xmlGetExternalEntityLoader();
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(path);
    if (!parser)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    xmlSchemaSetParserStructuredErrors(parser, keep_first_structured, &first);
    schema->schema = xmlSchemaParse(parser);
    xmlSetExternalEntityLoader(usual);
    xmlSchemaFreeParserCtxt(parser);
    if (!schema->schema)
        return fail_system(call, path, first.text);
    arena_defer(call->arena, free_schema, schema);
    *out = schema;
    return OK;
}

enum err xml_schema_check(struct xml_schema *schema, struct call *call, const char *bytes, size_t size)
{
    struct first_fault first = {0};
    xmlDocPtr document = size <= INT32_MAX
        ? xmlReadMemory(
              bytes, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE)
        : NULL;
    xmlSchemaValidCtxtPtr context = document ? xmlSchemaNewValidCtxt(schema->schema) : NULL;
    int wrong = -1;
    if (context) {
        xmlSchemaSetValidStructuredErrors(context, keep_first_structured, &first);
        wrong = xmlSchemaValidateDoc(context, document);
        xmlSchemaFreeValidCtxt(context);
    }
    xmlFreeDoc(document);
    if (wrong == 0)
        return OK;
    struct fault *fault = fault_add(call, ERR_INVALID, "xml_schema");
    fault->line = first.line;
    fault->want = arena_text(call->arena, first.text);
    return ERR_INVALID;
}
