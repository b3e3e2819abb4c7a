/*
 * JSON read into a tree in the call's arena (RFC 8259, strictly).
 *
 * Refused with line and column: what the grammar does not allow, text that is not UTF-8, NUL in a text, half a surrogate
 * pair, a name twice in one object, nesting or size over the limits, whole numbers that do not fit in 64 bits. A number
 * with a point or an exponent stays as it was written: what it means is for base/money.h or whoever needs it to say.
 *
 * This is our own: a parser of two hundred lines that keeps positions and allocates from the arena. libjansson cannot be linked
 * beside codec/json.h (both have a json_object), and has no positions for what a caller refuses later.
 */
#pragma once
#include "base/call.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_DECIMAL, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

struct json_value {
    enum json_kind kind;
    int line, column;
    bool flag;                /* bool */
    int64_t number;           /* number */
    const char *text;         /* text, decoded; number and decimal, as written */
    size_t size;              /* of the text in bytes */
    const char *name;         /* in an object */
    size_t count;             /* members of an array or object */
    struct json_value *first; /* member, in the order of the input */
    struct json_value *next;  /* of the same array or object */
};

struct json_limits {
    size_t depth, values; /* 0: 32, and 1,000,000 */
};

enum err json_read(struct json_value **out, struct call *call, const char *bytes, size_t size,
    const struct json_limits *limits) MUST_CHECK;

/* The member of an object; NULL when there is none, or the value is no object. */
const struct json_value *json_get(const struct json_value *object, const char *name);

/* Its text, when it is one; else NULL. */
const char *json_get_text(const struct json_value *object, const char *name);

struct json;

/* Writes a value as it was read; with `sorted`, the members of objects in byte order of their names (canonical form). */
void json_value(struct json *json, const struct json_value *value, bool sorted);

/* The canonical form of JSON text: names sorted, no white space, one way to escape. For hashing. */
enum err json_canonical(struct buffer *out, struct call *call, const char *bytes, size_t size) MUST_CHECK;
