/*
 * Making memory run short anywhere, for *_test.c files. A program linked with failing.c and its --wrap options (test/meson.build) has
 * every malloc, calloc and realloc of our own code counted, whichever thread asks; one of them can be made to fail. What libraries
 * allocate for themselves is not counted. None of this is in the program that is handed out.
 *
 * Failing each of the thousands of allocations of a page would take hours and mostly repeat itself: a loop allocates at one place. So
 * allocations are told apart by the way that leads to them, the innermost calls on the stack, and each way fails once.
 *
 *     failing_note();
 *     ... the work, whole ...
 *     for (unsigned i = 0; i < failing_noted(); i++) {
 *         failing_choose(i, false);
 *         ... the work again: its i-th new allocation fails ...
 *         failing_stop();
 *     }
 */
#pragma once
#include <stdbool.h>

/* Counts from here on, and lists the allocations that are reached by a way not noted before in this program. */
void failing_note(void);
unsigned failing_noted(void);

/* Counts from here on; the i-th of the list fails, alone or with all that follow. */
void failing_choose(unsigned i, bool with_all_after);

/* The n-th allocation from now on fails; 0: none. */
void failing_at(unsigned long n);

/* Nothing fails any more; whether something did. */
bool failing_stop(void);

/* How many of the innermost calls tell one way from another; more is slower and finds more. Ways noted before are forgotten. */
void failing_depth(int calls);
