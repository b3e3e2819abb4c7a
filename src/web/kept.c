#include "web/kept.h"
#include "base/text.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 256, WAYS = 4, LARGEST = 64 << 10 };

/* A key has four places; the least asked for goes. */
struct entry {
    char *key; /* with the bytes behind it, in one piece of memory */
    const char *bytes;
    size_t size;
    int64_t number;
    unsigned asked;
    struct kept_facts facts;
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

/* Under the lock; NULL when there is none. */
static struct entry *find(struct entry *places, const char *key, int64_t number)
{
    for (int i = 0; i < WAYS; i++)
        if (places[i].number == number && text_is(places[i].key, key))
            return &places[i];
    return NULL;
}

/* Room is made before the lock is taken, because nothing is allocated while it is held: so there is a look at the size first. */
bool kept_find(struct kept *kept, struct buffer *out, struct kept_facts *facts, const char *key, int64_t number)
{
    struct entry *places = kept ? places_of(kept, key) : NULL, *entry = NULL;
    size_t room = 0;
    if (!kept)
        return false;
    for (int i = 0; i < 2; i++) {
        if (i == 1 && !buffer_room(out, room))
            return false;
        pthread_mutex_lock(&kept->lock);
        entry = find(places, key, number);
        if (entry && i == 0)
            room = entry->size;
        if (entry && i == 1 && entry->size <= room) {
            entry->asked++;
            buffer_add(out, entry->bytes, entry->size);
            *facts = entry->facts;
        } else if (i == 1) {
            entry = NULL;
        }
        pthread_mutex_unlock(&kept->lock);
        if (!entry)
            return false;
    }
    return true;
}

void kept_put(
    struct kept *kept, const char *bytes, size_t size, const struct kept_facts *facts, const char *key, int64_t number)
{
    size_t key_size = strlen(key) + 1;
    char *made = kept && size <= LARGEST ? malloc(key_size + size) : NULL;
    if (!made)
        return;
    memcpy(made, key, key_size);
    memcpy(made + key_size, bytes, size);
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
    *least = (struct entry){.key = made, .bytes = made + key_size, .size = size, .number = number, .facts = *facts};
    pthread_mutex_unlock(&kept->lock);
}
