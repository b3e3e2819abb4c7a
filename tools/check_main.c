/*
 * check ROOT [FILE...]: runs the checker on the sources under ROOT, and on the SQL of the files that were made while
 * building, and prints one TAP case for each rule. The findings go to standard error, where an editor finds
 * "file:line:". Exit status 0 when there are none.
 */
#include <stdio.h>
#include "tools/check.h"

enum { MOST_LINES = 600 };

struct work {
    struct check check;
    struct arena *arena;
    char **args;
    int count;
};

static enum err run(void *arg)
{
    struct work *work = arg;
    enum err err = check_tree(&work->check, work->arena, work->args[1], MOST_LINES);
    for (int i = 2; i < work->count && !err; i++)
        err = check_made(&work->check, work->args[i]);
    return err;
}

int main(int count, char **args)
{
    struct arena *arena = arena_new((size_t)1 << 30);
    struct work work = {.arena = arena, .args = args, .count = count};
    if (count < 2) {
        fputs("usage: check ROOT [FILE...]\n", stderr);
        return 2;
    }
    enum err err = arena ? arena_run(arena, run, &work) : ERR_NO_MEMORY;
    if (err) {
        printf("Bail out! %s: %s\n", args[1], err_name(err));
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
