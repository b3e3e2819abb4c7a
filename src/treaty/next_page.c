#include "treaty/next_page.h"
#include "base/text.h"
#include "record/print.h"
#include "treaty/load.h"

enum { PART_WAY = 2 };

/* Short names of instruments. */
static const char *called(struct call *call, const struct treaty_book *book, const char *id)
{
    return text_or(book->treaties[book_treaty(book, id)].short_names[call->lang], id);
}

static const char *all_called(struct call *call, const struct treaty_book *book, const char *const *ids, size_t count)
{
    struct buffer *names = buffer_new(call->arena, 16 << 10);
    for (size_t i = 0; i < count; i++)
        buffer_format(names, "%s%s", i ? lang_comma(call->lang) : "", called(call, book, ids[i]));
    return count ? names->at : NULL;
}

static const char *depositaries(struct call *call, const struct answer *answer, const struct treaty_next *next)
{
    struct buffer *names = buffer_new(call->arena, 16 << 10);
    for (size_t i = 0; i < next->depositary_count; i++)
        buffer_format(names, "%s%s", i ? "; " : "",
            text_or(titles_find(answer->titles, "depositary", next->depositary[i]), next->depositary[i]));
    return next->depositary_count ? names->at : NULL;
}

static enum err next_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct treaty_next_list *list = answer->reply;
    const struct field *way = &treaty_next_shape.parts[PART_WAY].field;
    const struct treaty_book *book;
    struct next_page page = {.caption = operation_title(call, answer->operation)};
    enum err err = treaty_book_kept(&book, answer->db, call);
    *rows = list->items_count;
    if (err || (answer->panel && !list->items_count))
        return err;
    page.rows = NEW_ARRAY(call->arena, answer->most + 1, struct next_line);
    for (size_t i = answer->from; i < list->items_count && page.rows_count < answer->most; i++) {
        const struct treaty_next *next = &list->items[i];
        page.rows[page.rows_count++] =
            (struct next_line){.href = arena_format(call->arena, "/instrument/%s", next->instrument),
                .name = called(call, book, next->instrument),
                .way = print_text(call, way, way->choices[next->way - 1]),
                .first = all_called(call, book, next->first, next->first_count),
                .brings = all_called(call, book, next->brings, next->brings_count),
                .depositary = depositaries(call, answer, next),
                .package_href = arena_format(call->arena, "/treaty/package?state=%s&instrument=%s&deposit=%s",
                    answer_asked(answer, "state"), next->instrument, answer_asked(answer, "deposit")),
                .until = next->until,
                .in_force_from = next->in_force_from,
                .doubtful = next->certain != 1};
    }
    next_page_html(out, call, &page);
    return OK;
}

const struct look next_look = {.shape = &treaty_next_shape, .html = next_html};
