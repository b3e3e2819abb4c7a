/*
 * Whether a document keeps to an XML schema (XSD). The schema is a file beside those that it imports; nothing is fetched.
 */
#pragma once
#include "base/call.h"

struct xml_schema;

/* Compiled once, used often; freed with the arena. ERR_SYSTEM when it cannot be read. */
enum err xml_schema_open(struct xml_schema **out, struct call *call, const char *path) MUST_CHECK;

/* ERR_INVALID with a fault at the line of the first thing that is wrong. */
enum err xml_schema_check(struct xml_schema *schema, struct call *call, const char *bytes, size_t size) MUST_CHECK;
