#include "web/clock.h"

enum { BAR = 104 };

void clock_fill(struct clock_line *out, struct call *call, const struct record *record, const struct step *step,
    const struct clock_reading *reading)
{
    *out = (struct clock_line){
        .label = word_of(call->lang, "step", record->noun, step->name),
        .words = clock_words(call, step, reading),
        .due = reading->due,
        .late = reading->state == CLOCK_LATE,
        .soon = reading->state == CLOCK_SOON,
        .bar = reading->used * BAR / 100,
    };
}

struct clock_line *clocks_fill(size_t *count, struct call *call, const struct view *view)
{
    struct row_clock clocks[MOST_CLOCKS];
    int found = clocks_of(clocks, call, view);
    struct clock_line *lines = NEW_ARRAY(call->arena, (size_t)found + 1, struct clock_line);
    for (int i = 0; i < found; i++)
        clock_fill(&lines[i], call, view->record, clocks[i].step, &clocks[i].reading);
    *count = (size_t)found;
    return lines;
}
