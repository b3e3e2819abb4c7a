/* Phrases and symbols of resolutions out of any bytes: spans that do not run backwards, organs that are known, no end of words. */
#include "test/fuzz/fuzz.h"
#include "world/phrase.h"

static void check_due(const struct due *due)
{
    PROMISE(due->kind != DUE_SESSION || due->organ);
    PROMISE(due->session >= 0 && due->stop_session >= 0);
    PROMISE(due->rule);
    PROMISE(date_exists(due->from) || !date_known(due->from));
    PROMISE(date_exists(due->to) || !date_known(due->to));
    if (date_known(due->from) && date_known(due->to) && due->kind != DUE_SESSION)
        PROMISE(date_compare(date_first(due->from), date_last(due->to)) <= 0);
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    static const char *const organs[] = {"GA", "ECOSOC", "HRC", "SC", "CCPCJ", "CND", NULL};
    static const struct calendar none;
    const char *text = arena_copy(call->arena, bytes, size);
    struct symbol_session symbol;
    if (symbol_session(&symbol, text))
        PROMISE(symbol.organ && symbol.rule && symbol.session >= 0);
    struct phrase_asked asked = {.text = text,
        .adopter = organs[size % 7],
        .recipient = organs[size % 5],
        .adopted = size % 3 ? date_of(2009, 12, 18) : date_of(2009, 0, 0),
        .symbol = size % 2 ? "A/RES/64/177" : NULL,
        .show = 3,
        .calendar = &none};
    struct phrase_reading reading;
    phrase_read(&reading, call->arena, &asked);
    for (size_t i = 0; i < reading.count; i++)
        check_due(&reading.dues[i]);
    PROMISE(phrase_duties(&reading) <= reading.count);
}
