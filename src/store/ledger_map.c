/* What the ledger last said of each row: a table with open addressing that doubles. */
#include "store/ledger_map.h"
#include <string.h>

static struct last_said *place(struct last_said *table, size_t room, uint64_t row)
{
    size_t at = (size_t)row & (room - 1);
    while (table[at].row && table[at].row != row)
        at = (at + 1) & (room - 1);
    return &table[at];
}

static bool grow(struct ledger_map *map, size_t room)
{
    struct arena *arena = arena_new(SIZE_MAX / 4);
    struct last_said *table = arena ? arena_try(arena, room * sizeof *table) : NULL;
    if (!table) {
        arena_free(arena);
        return false;
    }
    for (size_t i = 0; i < map->room; i++)
        if (map->table[i].row)
            *place(table, room, map->table[i].row) = map->table[i];
    arena_free(map->arena);
    map->arena = arena;
    map->table = table;
    map->room = room;
    return true;
}

bool ledger_map_start(struct ledger_map *map)
{
    *map = (struct ledger_map){0};
    randombytes_buf(map->key, sizeof map->key);
    return grow(map, 1024);
}

void ledger_map_free(void *what)
{
    struct ledger_map *map = what;
    arena_free(map->arena);
    map->arena = NULL;
}

uint64_t ledger_map_row(const struct ledger_map *map, const char *noun, const char *id)
{
    unsigned char parts[2][8], hash[8];
    uint64_t row;
    crypto_shorthash(parts[0], (const unsigned char *)noun, strlen(noun), map->key);
    crypto_shorthash(parts[1], (const unsigned char *)id, strlen(id), map->key);
    crypto_shorthash(hash, parts[0], sizeof parts, map->key);
    memcpy(&row, hash, sizeof row);
    return row ? row : 1;
}

struct last_said *ledger_map_find(const struct ledger_map *map, uint64_t row)
{
    struct last_said *found = place(map->table, map->room, row);
    return found->row ? found : NULL;
}

struct last_said *ledger_map_take(struct ledger_map *map, uint64_t row)
{
    if (map->used * 3 >= map->room * 2 && !grow(map, map->room * 2))
        return NULL;
    struct last_said *taken = place(map->table, map->room, row);
    if (!taken->row) {
        taken->row = row;
        map->used++;
    }
    return taken;
}
