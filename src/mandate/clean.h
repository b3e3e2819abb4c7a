/*
 * Clean text: the words of lines without what the layout put between them, and the way back to the source.
 *
 * Taken out: italics written as asterisks or underscores, footnote marks (kept aside with their places), soft hyphens, second
 * blanks. Put right: a word broken at the end of a line, no-break spaces and hyphens, "Secretary -General", ligatures.
 */
#pragma once
#include "mandate/notes.h"

struct run {
    uint32_t clean, source; /* from here on the clean text is the source from there on */
};

struct note_mark {
    uint32_t at; /* in the clean text: before it */
    uint32_t number;
};

struct text {
    char *bytes;
    size_t size, room;
    struct run *runs;
    size_t run_count, run_room;
    struct note_mark *marks;
    size_t mark_count, mark_room;
    struct arena *arena;
    uint32_t next_mark; /* the mark that a lone number may be at most */
};

/* Room for `size` bytes and what cleaning may add to them. */
void text_begin(struct text *text, struct arena *arena, size_t size);

/* Appends a slice of the source. With `join`, it goes on from what stands there: a blank between, or none after a broken word. */
void text_add(
    struct text *text, const struct lines *lines, const struct notes *notes, size_t from, size_t to, bool join);

/* One blank, to stand between two paragraphs. */
void text_gap(struct text *text);

/* Where a place of the clean text is in the source. */
uint32_t text_source(const struct text *text, size_t at);

/* The last letter or sign that tells how a paragraph so far ends: closing quotation marks and brackets do not count. 0: nothing. */
char text_end(const struct text *text, size_t from);
