/* The calendar of duties on a page: what is due, by day, and behind it what has no day. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "mandate/look.h"

enum { WHAT_MOST = 160 };

/* What is to come, the next first; what is over, the last first; what has no day. */
static int group_of(const struct duty_told *duty)
{
    bool dated = duty->due_count && date_known(duty->due->from);
    return !dated ? 2 : duty->status == DUTY_TOLD_STATUS_OPEN ? 0 : 1;
}

static int by_day(const void *a, const void *b)
{
    const struct duty_told *const *x = a, *const *y = b;
    int one = group_of(*x), two = group_of(*y);
    if (one != two)
        return one - two;
    int order = one == 2 ? 0 : date_compare((*x)->due->from, (*y)->due->from);
    return order ? (one ? -order : order) : *x < *y ? -1 : *x > *y;
}

static const char *shortened(struct arena *arena, const char *text)
{
    size_t cut = 0;
    if (!text || strlen(text) <= WHAT_MOST)
        return text;
    for (size_t i = 0; i < WHAT_MOST; i++)
        cut = text[i] == ' ' ? i : cut;
    while (!cut || (text[cut] & 0xC0) == 0x80)
        cut = cut ? cut - 1 : WHAT_MOST;
    return arena_format(arena, "%.*s…", (int)cut, text);
}

static const char *choice(struct call *call, const char *field, int part, int value)
{
    return value ? word_of(call->lang, "choice", field, duty_told_shape.parts[part].field.choices[value - 1]) : "";
}

static struct look_due line_of(struct call *call, const struct answer *answer, const struct duty_told *duty)
{
    struct date from = duty->due_count ? duty->due->from : (struct date){0},
                to = duty->due_count ? duty->due->to : (struct date){0};
    const char *document = duty->document, *anchor = duty->at ? duty->at + strlen(document) : NULL;
    return (struct look_due){.from = from,
        .until = date_known(to) && !date_is(from, to) ? to : (struct date){0},
        .to_word = word(call->lang, "read.to"),
        .who = duty->who,
        .what = shortened(call->arena, text_or(duty->what, "–")),
        .href = arena_format(call->arena, "/duty/%s", duty->duty),
        .kind = choice(call, "kind", 10, (int)duty->kind),
        .at = duty->at ? text_or(titles_find(answer->titles, "paragraph", duty->at), duty->at)
                       : text_or(duty->symbol, document),
        .at_href = arena_format(call->arena, "/document/read?document=%s%s%s", document, anchor && *anchor ? "#" : "",
            anchor && *anchor ? anchor + 1 : ""),
        .status = choice(call, "status", 8, (int)duty->status),
        .open = duty->status == DUTY_TOLD_STATUS_OPEN,
        .done = duty->status == DUTY_TOLD_STATUS_DISCHARGED};
}

static enum err look_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct duty_told_list *told = answer->reply;
    const struct duty_told **sorted = NEW_ARRAY(call->arena, told->items_count + 1, const struct duty_told *);
    struct look_duties page = {.lines = NEW_ARRAY(call->arena, answer->most + 1, struct look_due)};
    *rows = told->items_count;
    if (answer->panel && !told->items_count)
        return OK;
    for (size_t i = 0; i < told->items_count; i++)
        sorted[i] = &told->items[i];
    if (told->items_count)
        qsort(sorted, told->items_count, sizeof *sorted, by_day);
    for (size_t i = answer->from; i < told->items_count && page.lines_count < answer->most; i++)
        page.lines[page.lines_count++] = line_of(call, answer, sorted[i]);
    duties_html(out, call, &page);
    return OK;
}

const struct look duties_look = {.shape = &duty_told_shape, .html = look_html};
