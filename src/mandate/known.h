/*
 * The documents that the store holds, in memory, as far as a new one is held against them: which symbol, which words, which title, in which
 * series. Loaded once for an import, and added to as it goes on; so that a text costs no question for each other one.
 */
#pragma once
#include "mandate/plan.h"
#include "store/store.h"

struct known_document {
    const char *id, *symbol, *digest, *name, *organ, *adopted_as, *series;
    struct date date;
    enum document_language language;
    enum document_stage stage;
    bool set_aside;
    bool out;          /* a person took it out of its series */
    bool lays, recurs; /* it has duties; recurring ones */
    uint64_t title_key, *title;
    size_t title_count;
    struct known_document *next_id, *same_symbol, *same_title; /* chains of the tables below */
};

enum { KNOWN_PLACES = 1 << 16 };

struct known {
    struct arena *arena;
    struct known_document **all;
    size_t count, room;
    struct known_document *by_id[KNOWN_PLACES], *by_symbol[KNOWN_PLACES], *by_title[KNOWN_PLACES];
};

/* In the arena of the call. */
enum err known_load(struct known **out, struct db *db, struct call *call) MUST_CHECK;

/* What it points at is copied. */
struct known_document *known_add(struct known *known, const struct known_document *document);

struct known_document *known_by_id(const struct known *known, const char *id);
struct known_document *known_by_symbol(
    const struct known *known, const char *symbol); /* the first; the others by same_symbol */
struct known_document *known_by_title(const struct known *known, uint64_t key);

/* How many words of a hundred two titles have in common. */
int known_titles_alike(const struct known_document *a, const struct known_document *b);
