/*
 * check ROOT: runs the checker on the sources under ROOT and prints one TAP case for each rule. The
 * findings go to standard error, where an editor finds "file:line:". Exit status 0 when there are
 * none.
 */
#include <stdio.h>
#include "tools/check.h"

enum { MOST_LINES = 600 };

struct work {
    struct check check;
    struct arena *arena;
    const char *root;
};

static enum err run(void *arg)
{
    struct work *work = arg;
    return check_tree(&work->check, work->arena, work->root, MOST_LINES);
}

int main(int count, char **args)
{
    struct arena *arena = arena_new((size_t)1 << 30);
    struct work work = {.arena = arena, .root = count > 1 ? args[1] : "."};
    enum err err = arena ? arena_run(arena, run, &work) : ERR_NO_MEMORY;
    if (err) {
        printf("Bail out! %s: %s\n", work.root, err_name(err));
        return err_status(err);
    }
    int broken[RULES] = {0};
    for (const struct finding *f = work.check.findings; f; f = f->next) {
        fprintf(stderr, "%s:%d: %s\n", f->path, f->line, f->sentence);
        broken[f->rule]++;
    }
    for (int rule = 0; rule < RULES; rule++)
        printf("%s %d - %s\n", broken[rule] ? "not ok" : "ok", rule + 1, rule_names[rule]);
    printf("1..%d\n", RULES);
    bool good = !work.check.findings;
    arena_free(arena);
    return good ? 0 : 1;
}
