#include "test/test.h"
#include <ftw.h>
#include <stdarg.h>
#include <unistd.h>

struct call test_call;
int test_failed_checks;
static jmp_buf leave;
static int done, failed, skipped;
static char folder[64];

void test_fail(const char *file, int line, const char *format, ...)
{
    va_list args;
    printf("# %s:%d: ", file, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
    for (struct fault *f = test_call.faults; f; f = f->next)
        printf("#   fault %s field=%s value=%s\n", f->key, text_or(f->field, "-"), text_or(f->value, "-"));
    test_failed_checks++;
}

_Noreturn void test_leave(void)
{
    longjmp(leave, 1);
}

static enum err body(void *arg)
{
    void (*const *test)(void) = arg;
    if (setjmp(leave) == 0)
        (*test)();
    return OK;
}

void test_run(const char *name, void (*test)(void))
{
    struct arena *arena = arena_new((size_t)1 << 30);
    if (!arena)
        abort();
    call_init(&test_call, arena, LANG_EN, INT64_C(1402564320000000)); /* 12 June 2014, 09:12 UTC */
    test_call.who = "test";
    test_failed_checks = 0;
    if (arena_run(arena, body, &test) != OK)
        test_fail(name, 0, "out of memory");
    arena_free(arena);
    printf("%s %d - %s\n", test_failed_checks ? "not ok" : "ok", ++done, name);
    failed += test_failed_checks != 0;
    fflush(stdout);
}

void test_skip(const char *name, const char *why)
{
    printf("ok %d - %s # SKIP %s\n", ++done, name, why);
    skipped++;
}

static int drop(const char *path, const struct stat *stat, int type, struct FTW *at)
{
    (void)stat, (void)type, (void)at;
    return remove(path);
}

const char *test_folder(void)
{
    if (!folder[0]) {
        const char *root = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%s/servanda-test-XXXXXX", root && strlen(root) < 40 ? root : "/tmp");
        if (!mkdtemp(folder))
            abort();
    }
    return folder;
}

int test_end(void)
{
    if (folder[0])
        nftw(folder, drop, 16, FTW_DEPTH | FTW_PHYS);
    printf("1..%d\n", done);
    return failed != 0;
}
