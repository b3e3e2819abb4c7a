// States. Says nothing of sprintf(x) or "malloc(" that counts: comments and texts are not code.
#include <stdio.h>
#include "base/memory.h"
#include "store/sql.h"
#include "world/state.h"

static const SQL(state_by_name,
    "SELECT id, name FROM state "            /* a comment between two literals is no piece */
    "WHERE name = $1 AND note <> 'lower(x) ? ILIKE' AND CAST($2 AS TEXT) IS NULL "
    "ORDER BY max(a) FILTER (WHERE b) NULLS LAST, id LIMIT $3");

static const char *const tables[] = {
    "CREATE TABLE state (id TEXT PRIMARY KEY, area BIGINT NOT NULL, update_of TEXT)",
    "CREATE INDEX state_area ON state (area)",
};

static const char *const sentence = "Please SELECT a State WHERE you live; malloc(3)";

int ask(struct clock *clock, struct list *list)
{
    list->free(list);
    int system = clock->time(clock), printf_ = 'a' + '"';
    return printf("%s", sentence) + system + printf_;
}
