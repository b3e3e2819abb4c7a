/* The rows of the store as the rules of this folder take them. What is set aside is not among them. All SQL of the folder is here. */
#pragma once
#include "store/store.h"
#include "treaty/book.h"

/* Everything but the cells: what book_make goes on from. It lives in `into`. */
enum err book_rows_load(struct treaty_book *out, struct arena *into, struct db *db, struct call *call) MUST_CHECK;

/* What sources tell of one State and one instrument, with what those tell whom the State succeeded. */
enum err acts_load(struct treaty_act_list *out, struct db *db, struct call *call, const struct treaty_book *book,
    uint32_t instrument, uint32_t state) MUST_CHECK;

/* Reservations and objections to an instrument, of a State, or both; NULL: any. */
enum err said_load(struct treaty_reserved *out, struct db *db, struct call *call, const char *instrument,
    const char *state) MUST_CHECK;

/* The provisions of an instrument, in the order in which they were entered. */
enum err provisions_load(
    struct treaty_provision_list *out, struct db *db, struct call *call, const char *instrument) MUST_CHECK;

/* The regions of the world, by id: groups that are no part of another and whose members are all known. */
enum err regions_load(const char *const **out, size_t *count, struct db *db, struct call *call) MUST_CHECK;

/* Those of a group, on a day, who can be parties, by place; all who can when group is NULL. */
struct members {
    bool *has; /* by place */
    size_t count;
};
enum err members_load(struct members *out, struct db *db, struct call *call, const struct treaty_book *book,
    const char *group, struct date day) MUST_CHECK;
