#include "web/kept.h"
#include "base/text.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 256, WAYS = 4, LARGEST = 64 << 10 };

/* One answer. A key has four places; the least asked for goes. */
struct entry {
    char *key; /* with the body behind it, in one piece of memory */
    const char *body, *type;
    size_t size;
    int64_t number;
    unsigned asked;
    bool zipped;
    char etag[32];
};

struct kept {
    pthread_mutex_t lock;
    struct entry entries[PLACES];
};

struct kept *kept_new(void)
{
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept)
        pthread_mutex_init(&kept->lock, NULL);
    return kept;
}

void kept_free(struct kept *kept)
{
    if (!kept)
        return;
    for (int i = 0; i < PLACES; i++)
        free(kept->entries[i].key);
    pthread_mutex_destroy(&kept->lock);
    free(kept);
}

static struct entry *places_of(struct kept *kept, const char *key)
{
    uint64_t hash = 1469598103934665603u;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211u;
    return &kept->entries[(hash >> 32) % (PLACES / WAYS) * WAYS];
}

/* Kept types are constants of the program: they outlive every answer. */
static const char *constant_type(const char *type)
{
    static const char *const types[] = {"text/html; charset=utf-8", "application/json"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_is(type, types[i]))
            return types[i];
    return NULL;
}

bool kept_find(struct kept *kept, struct response *out, struct arena *arena, const char *key, int64_t number)
{
    bool found = false;
    char etag[32];
    if (!kept || !buffer_room(out->body, LARGEST)) /* room first: nothing is allocated while the lock is held */
        return false;
    pthread_mutex_lock(&kept->lock);
    struct entry *entry = places_of(kept, key);
    for (int i = 0; i < WAYS && !found; i++, entry++) {
        if (entry->number != number || !text_is(entry->key, key))
            continue;
        found = true;
        entry->asked++;
        buffer_add(out->body, entry->body, entry->size);
        out->type = entry->type;
        out->zipped = entry->zipped;
        memcpy(etag, entry->etag, sizeof etag);
    }
    pthread_mutex_unlock(&kept->lock);
    if (found)
        out->etag = arena_text(arena, etag);
    return found;
}

void kept_put(struct kept *kept, const struct response *response, const char *key, int64_t number)
{
    const char *type = constant_type(response->type);
    size_t key_size = strlen(key) + 1, size = response->body->size;
    if (!kept || !type || size > LARGEST || !response->etag || strlen(response->etag) >= sizeof kept->entries->etag)
        return;
    char *made = malloc(key_size + size);
    if (!made)
        return;
    memcpy(made, key, key_size);
    memcpy(made + key_size, response->body->at, size);
    struct entry fresh = {
        .key = made, .body = made + key_size, .type = type, .size = size, .number = number, .zipped = response->zipped};
    memcpy(fresh.etag, response->etag, strlen(response->etag) + 1);
    pthread_mutex_lock(&kept->lock);
    struct entry *places = places_of(kept, key), *least = places;
    for (int i = 0; i < WAYS; i++) {
        if (text_is(places[i].key, key)) {
            least = &places[i];
            break;
        }
        if (places[i].number < least->number || (places[i].number == least->number && places[i].asked < least->asked))
            least = &places[i];
    }
    free(least->key);
    *least = fresh;
    pthread_mutex_unlock(&kept->lock);
}
