#include "web/route.h"
#include "base/text.h"
#include <string.h>

enum { SEGMENTS = 12 };

struct node {
    const char *text; /* of a written segment */
    size_t size;
    struct node *written, *any; /* children: the written ones as a list, the one in braces */
    struct node *next;
    const struct route *routes[METHODS];
};

struct route_tree {
    struct node root;
    const struct route **all;
    int count;
};

static struct node *child(struct arena *arena, struct node *node, const char *text, size_t size)
{
    if (*text == '{') {
        if (!node->any)
            node->any = NEW(arena, struct node);
        return node->any;
    }
    for (struct node *at = node->written; at; at = at->next)
        if (at->size == size && !memcmp(at->text, text, size))
            return at;
    struct node *made = NEW(arena, struct node);
    *made = (struct node){.text = text, .size = size, .next = node->written};
    node->written = made;
    return made;
}

static void add(struct arena *arena, struct route_tree *tree, const struct route *route)
{
    struct node *node = &tree->root;
    for (const char *at = route->pattern; *at == '/' && at[1];) {
        size_t size = strcspn(++at, "/");
        node = child(arena, node, at, size);
        at += size;
    }
    node->routes[route->method] = route;
    tree->all[tree->count++] = route;
}

struct route_tree *route_tree_new(struct arena *arena, const struct route *const *tables)
{
    struct route_tree *tree = NEW(arena, struct route_tree);
    size_t count = 0;
    for (const struct route *const *table = tables; *table; table++)
        for (const struct route *route = *table; route->pattern; route++)
            count++;
    tree->all = NEW_ARRAY(arena, count + 1, const struct route *);
    for (const struct route *const *table = tables; *table; table++)
        for (const struct route *route = *table; route->pattern; route++)
            add(arena, tree, route);
    return tree;
}

struct walk {
    const char *segments[SEGMENTS];
    size_t sizes[SEGMENTS];
    int count;
    enum method method;
    unsigned allowed;
};

static const struct route *find(struct walk *walk, const struct node *node, int depth)
{
    if (depth == walk->count) {
        for (int method = 0; method < METHODS; method++)
            if (node->routes[method])
                walk->allowed |= 1u << method;
        return node->routes[walk->method];
    }
    const struct route *found = NULL;
    for (const struct node *at = node->written; at && !found; at = at->next)
        if (at->size == walk->sizes[depth] && !memcmp(at->text, walk->segments[depth], at->size))
            found = find(walk, at, depth + 1);
    if (!found && node->any && walk->sizes[depth])
        found = find(walk, node->any, depth + 1);
    return found;
}

/* The segments that stand where the pattern has braces, decoded. False when one is malformed. */
static bool take_names(struct pairs *names, struct arena *arena, const struct walk *walk, const char *pattern)
{
    struct pairs made = {.at = NEW_ARRAY(arena, SEGMENTS, struct pair)};
    for (int i = 0; i < walk->count; i++) {
        size_t size = strcspn(++pattern, "/");
        if (*pattern == '{') {
            char *value = percent_decode(arena, walk->segments[i], walk->sizes[i], false);
            if (!value)
                return false;
            made.at[made.count++] = (struct pair){arena_copy(arena, pattern + 1, size - 2), value};
        }
        pattern += size;
    }
    *names = made;
    return true;
}

const struct route *route_find(struct pairs *names, unsigned *allowed, const struct route_tree *tree,
    struct arena *arena, enum method method, const char *path)
{
    struct walk walk = {.method = method};
    *names = (struct pairs){0};
    *allowed = 0;
    if (*path != '/' || (path[1] && text_ends(path, "/")))
        return NULL;
    for (const char *at = path; *at == '/' && at[1];) {
        if (walk.count == SEGMENTS)
            return NULL;
        walk.segments[walk.count] = ++at;
        walk.sizes[walk.count] = strcspn(at, "/");
        at += walk.sizes[walk.count++];
    }
    const struct route *route = find(&walk, &tree->root, 0);
    *allowed = walk.allowed;
    if (route && !take_names(names, arena, &walk, route->pattern)) {
        *allowed = 0;
        return NULL;
    }
    return route;
}

int route_count(const struct route_tree *tree)
{
    return tree->count;
}

int route_place(const struct route_tree *tree, const struct route *route)
{
    for (int i = 0; i < tree->count; i++)
        if (tree->all[i] == route)
            return i;
    return tree->count;
}

const struct route *route_at(const struct route_tree *tree, int place)
{
    return place < tree->count ? tree->all[place] : NULL;
}
