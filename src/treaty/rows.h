/* Reading rows into arrays that grow. Private to the files that load. */
#pragma once
#include "store/record.h"

struct growing {
    void *items;
    size_t count, room, size;
    struct arena *arena;
};
void *grow(struct growing *list);

struct date date_at(struct rows *rows, int column);
int choice_at(struct rows *rows, int column, const struct record *record, const char *field);
