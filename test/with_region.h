/*
 * What the tests of pages share: a site on a store of either engine with a few States of an invented region and two people, and the
 * thread that does jobs. For *_test.c files only.
 */
#pragma once
#include "access/job_kind.h"
#include "test/with_site.h"
#include "web/folder.h"

static inline void begin(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    store = new_store(migrations, count);
    folders_enter(folders);
    as_operator();
    add("legal", ROLE_legal, NULL);
    add("writer", ROLE_writer, NULL);
    SET("state", "id", "XAA", "name_en", "Xanadu <b>", "name_ar", "زانادو", "status", "invented");
    SET("state", "id", "XAB", "name_en", "Xylia", "name_fr", "Xylie", "status", "invented");
    SET("state", "id", "XAC", "name_en", "Old Xylia", "status", "un_member", "un_member_since", "1971-03");
    REQUIRE(site_open(&site, store, &test_call) == OK);
    *session_cookie = *form_csrf = 0;
}

static inline int64_t test_now(void)
{
    return test_call.now;
}

/* What the thread of a server does: every job there is, one after the other. */
static inline void do_jobs(void)
{
    const struct job_node node = {.store = store, .name = "test", .now = test_now};
    bool did = true;
    while (did) {
        struct arena *arena = arena_new(64 << 20);
        REQUIRE(job_work(&did, &node, arena) == OK);
        arena_free(arena);
    }
}
