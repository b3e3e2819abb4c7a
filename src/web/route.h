/*
 * Which handler answers a path. Folders declare tables of routes; the tables are put into a tree of segments once, at
 * start. A written segment goes before one in braces, so that a folder can answer `/state/{id}` with a page of its
 * own while `/{noun}/{id}` answers for every other noun.
 */
#pragma once
#include "web/request.h"

struct route_tree;

/* `tables` ends with NULL; each table ends with an entry without pattern. Later tables go before earlier ones. */
struct route_tree *route_tree_new(struct arena *arena, const struct route *const *tables);

/* The route, with the names of its pattern; NULL when there is none for the method. *allowed: bits of the methods that the path has. */
const struct route *route_find(struct pairs *names, unsigned *allowed, const struct route_tree *tree,
    struct arena *arena, enum method method, const char *path);

/* Its place among all routes, for counting; and all of them. */
int route_count(const struct route_tree *tree);
int route_place(const struct route_tree *tree, const struct route *route);
const struct route *route_at(const struct route_tree *tree, int place);
