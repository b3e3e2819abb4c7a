/*
 * What tests of readers share: a look at the one fault a reader reported, and chance that is the same in every run.
 */
#pragma once
#include "test/test.h"

/* The call has this one fault, at this place, with words for it in every language; then it is forgotten. */
static inline void check_fault(const char *file, int at, const char *key, int line, int column)
{
    const struct fault *fault = test_call.faults;
    if (!fault || !text_is(fault->key, key) || fault->line != line || fault->column != column || fault->next)
        test_fail(file, at, "fault is %s at %d:%d, not %s at %d:%d", fault ? fault->key : "none",
            fault ? fault->line : 0, fault ? fault->column : 0, key, line, column);
    for (enum lang lang = 0; lang < LANGS; lang++)
        if (!word_find(lang, arena_format(test_call.arena, "fault.%s", key)))
            test_fail(file, at, "no words for %s", key);
    call_clear(&test_call);
}
#define CHECK_FAULT(key, line, column) check_fault(__FILE__, __LINE__, key, line, column)

/* xorshift: numbers that look like chance and are the same in every run. */
static inline uint32_t chance(uint64_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32) % below;
}

/* A text of up to `most` characters, chosen from those that readers and writers stumble over. */
static inline char *chance_text(uint64_t *state, uint32_t most)
{
    static const char *const pieces[] = {"a", "=", "'", "\"", ",", ";", "\n", "\r", "\r\n", "\t", " ", "-", "+", "@",
        "é", "ش", "立", "\U0001F54A", "<", "&", "]]>", "\\", "_x0041_", "_", "0", "\x01", "\x7f", "\u2028", "\ufeff"};
    struct buffer *out = buffer_new(test_call.arena, 4096);
    for (uint32_t count = chance(state, most + 1); count > 0; count--)
        buffer_text(out, pieces[chance(state, sizeof pieces / sizeof *pieces)]);
    return out->at;
}
