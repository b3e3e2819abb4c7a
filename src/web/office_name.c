#include "web/office_name.h"
#include "access/office.h"
#include "base/text.h"
#include "web/answer.h"
#include <pthread.h>
#include <stdio.h>

struct office_kept {
    pthread_mutex_t lock;
    int64_t number; /* of the newest entry of the ledger when it was read */
    char name[LANGS][OFFICE_NAME_BYTES];
};

static void release(void *what)
{
    struct office_kept *kept = what;
    pthread_mutex_destroy(&kept->lock);
}

struct office_kept *office_kept_new(struct arena *arena)
{
    struct office_kept *kept = NEW(arena, struct office_kept);
    pthread_mutex_init(&kept->lock, NULL);
    arena_defer(arena, release, kept);
    return kept;
}

/* A page does not fail because it cannot say whose it is. */
static const char *read_name(const struct request *request)
{
    struct call *call = request->call;
    struct office office;
    struct db *db;
    struct office_kept *kept = request->site->office;
    bool faulty = call->faults;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = office_load(&office, db, call);
    if (err && !faulty)
        call_clear(call);
    if (err)
        return NULL;
    if (kept && request->ledger) {
        pthread_mutex_lock(&kept->lock);
        for (int lang = 0; lang < LANGS; lang++)
            snprintf(kept->name[lang], OFFICE_NAME_BYTES, "%s", text_or(office_name(&office, (enum lang)lang), ""));
        kept->number = request->ledger;
        pthread_mutex_unlock(&kept->lock);
    }
    return office_name(&office, call->lang);
}

const char *site_office(const struct request *request)
{
    struct office_kept *kept = request->site->office;
    char name[OFFICE_NAME_BYTES] = "";
    if (!request->site->store)
        return NULL;
    if (!kept || !request->ledger)
        return read_name(request);
    pthread_mutex_lock(&kept->lock);
    bool fresh = kept->number == request->ledger;
    if (fresh)
        snprintf(name, sizeof name, "%s", kept->name[request->call->lang]);
    pthread_mutex_unlock(&kept->lock);
    return !fresh ? read_name(request) : *name ? arena_text(request->call->arena, name) : NULL;
}
