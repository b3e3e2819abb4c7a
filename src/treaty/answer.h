/* Parts of answers that several questions of this folder give. */
#pragma once
#include "treaty/load.h"

/* The standing of a cell on a day as an answer tells it; state and instrument are left to whoever knows which is asked. */
struct treaty_cell cell_told(const struct treaty_book *book, const struct book_cell *cell, day_number day);
struct treaty_cell cell_told_of(
    const struct treaty_book *book, const struct book_cell *cell, const struct turn *turn, day_number day);

/* Instruments or bodies by place, as ids. */
const char **treaty_ids(
    size_t *count, struct arena *arena, const struct treaty_book *book, const uint32_t *places, size_t n);
const char **body_ids(
    size_t *count, struct arena *arena, const struct treaty_book *book, const uint32_t *places, size_t n);

/* How the members of a group stand to an instrument; the group is left to whoever knows it. */
struct treaty_gap gap_of(struct arena *arena, const struct treaty_book *book, const struct members *members,
    uint32_t instrument, day_number day);

/* Places of what a question names: NO_PLACE where it names none. */
struct narrowed {
    uint32_t instrument, state;
};
struct narrowed narrow(const struct treaty_book *book, const char *instrument, const char *state);
bool narrow_has(const struct narrowed *narrowed, const struct book_cell *cell);
