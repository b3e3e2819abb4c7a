/*
 * Operations: questions that no single record answers, as declared (doc/declarations.md). tools/decl writes their descriptions, and the
 * structs of what they are asked with and of what they give (shapes); the folder writes one function for each.
 *
 * Every face comes in through operation_ask: permission, typed arguments, the function; and prints the answer by its shape (record/reply.h).
 */
#pragma once
#include "record/operate.h"
#include "store/projection.h"

struct shape;

/* A part of a shape: a plain field; several texts; several of another shape, or one. */
struct part {
    struct field field;
    const struct shape *shape; /* NULL: no shape but a field or texts */
    bool many, single;         /* single: of those there is one, or none */
    size_t count_offset;       /* many: where their number stands, a size_t */
    bool maybe;                /* left out of JSON when it is not known */
};

struct shape {
    const char *name, *about;
    const struct part *parts;
    int part_count;
    size_t size;
};

/* What an operation that gives many of a shape gives. */
struct shape_list {
    const void *items;
    size_t items_count;
};

struct operation {
    const char *noun, *verb, *folder, *about;
    struct record asks;  /* its arguments as fields; no table */
    struct open_to open; /* own: of the argument that is its scope */
    const char *const
        *reads; /* records it looks at: who asks must be one who may see all their rows; NULL at the end */
    const struct shape *gives;
    bool many;
    size_t size;       /* of what it gives */
    bool changes;      /* it writes: asked by POST, with a proof that the person meant it */
    const int *panels; /* arguments on whose pages it stands: of the record that each refers to; -1 at the end */
    enum err (*run)(void *out, struct db *db, struct store *store, struct call *call, const void *asked);
};

extern const struct operation *const operations[]; /* NULL at the end: made by tools/decl */
extern const int operation_count;
const struct operation *operation_named(const char *noun, const char *verb);

/* Whether there is anything that this user may ask it: shows or hides a page, a panel, a command. */
bool operation_anywhere(const struct user *user, const struct operation *operation);

/* Asks it with typed text; what is missing has its standard value. `out` has operation->size and lives as long as the call. */
enum err operation_ask(void **out, struct store *store, struct db *db, struct call *call,
    const struct operation *operation, const struct input *inputs, int count) MUST_CHECK;
