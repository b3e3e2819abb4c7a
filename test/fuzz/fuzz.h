/*
 * What every fuzz target shares. A target is one function that takes any bytes; it must not crash, hang, read beyond them or
 * break a promise of the header it tests. libFuzzer calls it (test/fuzz/run.sh), and test/fuzz/replay.c calls it with each
 * file of its corpus in the ordinary test run.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/call.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What a target defines: it runs inside a fresh call. */
static void fuzz(struct call *call, const char *bytes, size_t size);

/* A broken promise stops the fuzzer and is shown with the input. */
#define PROMISE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition);                                    \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

struct fuzz_input {
    struct call call;
    const char *bytes;
    size_t size;
};

static enum err fuzz_body(void *arg)
{
    struct fuzz_input *input = arg;
    fuzz(&input->call, input->bytes, input->size);
    for (const struct fault *fault = input->call.faults; fault; fault = fault->next) {
        const char *sentence = fault_text(&input->call, fault);
        PROMISE(word_find(input->call.lang, arena_format(input->call.arena, "fault.%s", fault->key)) != NULL);
        PROMISE(utf8_valid(sentence, strlen(sentence)) == strlen(sentence));
    }
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { MOST_MEMORY = 256 << 20 };
    struct arena *arena = arena_new(MOST_MEMORY);
    struct fuzz_input input = {.bytes = (const char *)bytes, .size = size};
    if (!arena)
        return 0;
    call_init(&input.call, arena, (enum lang)(size % LANGS), 0);
    enum err err = arena_run(arena, fuzz_body, &input);
    PROMISE(err == OK || err == ERR_NO_MEMORY);
    arena_free(arena);
    return 0;
}
