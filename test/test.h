/*
 * Tests that print TAP. A test program is a list of cases:
 *
 *     TEST(dates_add_up) { CHECK(date_is(a, b)); CHECK_TEXT(date_text(t, a), "2014-06-30"); }
 *     int main(void) { RUN(dates_add_up); return test_end(); }
 *
 * A failed CHECK prints where and what, and the case goes on; REQUIRE ends the case. `test_call` is a fresh call in a
 * fresh arena for each case.
 */
#pragma once
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/call.h"
#include "base/text.h"

extern struct call test_call;
extern int test_failed_checks;

#define TEST(name) static void name(void)
#define RUN(name)  test_run(#name, name)

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            test_fail(__FILE__, __LINE__, "%s", #condition);                                                           \
    } while (0)
#define CHECK_TEXT(got, want)                                                                                          \
    do {                                                                                                               \
        const char *got_ = (got), *want_ = (want);                                                                     \
        if (!text_is(got_, want_))                                                                                     \
            test_fail(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got, got_ ? got_ : "(NULL)",                    \
                want_ ? want_ : "(NULL)");                                                                             \
    } while (0)
#define CHECK_NUMBER(got, want)                                                                                        \
    do {                                                                                                               \
        long long got_ = (long long)(got), want_ = (long long)(want);                                                  \
        if (got_ != want_)                                                                                             \
            test_fail(__FILE__, __LINE__, "%s is %lld, not %lld", #got, got_, want_);                                  \
    } while (0)
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            test_fail(__FILE__, __LINE__, "%s", #condition);                                                           \
            test_leave();                                                                                              \
        }                                                                                                              \
    } while (0)

void test_fail(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);
_Noreturn void test_leave(void);
void test_run(const char *name, void (*test)(void));
void test_skip(const char *name, const char *why); /* says why; a missing dependency is a failure, not a skip */
int test_end(void);

/* A new empty folder for this test program, removed at its end. */
const char *test_folder(void);
