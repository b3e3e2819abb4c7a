/* The edits are those of Myers (1986): furthest reaching paths, remembered for each number of changes. */
#include "mandate/diff_words.h"
#include <string.h>

enum { MOST_CHANGES = 1200 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_end_sign(char c)
{
    return c == ',' || c == ';' || c == '.' || c == ':';
}

struct diff_word *diff_words_cut(struct arena *arena, const char *text, size_t size, size_t *count)
{
    struct diff_word *words = NEW_ARRAY(arena, size + 1, struct diff_word);
    size_t n = 0, at = 0;
    while (at < size) {
        size_t from = at, end;
        if (is_end_sign(text[at]))
            at++;
        else
            while (at < size && !is_blank(text[at]) &&
                !(is_end_sign(text[at]) && (at + 1 == size || is_blank(text[at + 1]))))
                at++;
        end = at;
        while (at < size && is_blank(text[at]))
            at++;
        uint64_t name = 14695981039346656037u;
        for (size_t i = from; i < end; i++)
            name = (name ^ (unsigned char)text[i]) * 1099511628211u;
        words[n++] = (struct diff_word){name, (uint32_t)from, (uint32_t)(at - from)};
    }
    *count = n;
    return words;
}

struct path {
    struct arena *arena;
    const char *a, *b;
    const struct diff_word *a_words, *b_words;
    struct diff_edit *edits;
    size_t count;
};

static void put(struct path *p, char kind, size_t at)
{
    const struct diff_word *word = kind == '+' ? &p->b_words[at] : &p->a_words[at];
    const char *text = (kind == '+' ? p->b : p->a) + word->at;
    struct diff_edit *last = p->count ? &p->edits[p->count - 1] : NULL;
    if (last && last->kind == kind && last->text + last->size == text)
        last->size += word->size;
    else
        p->edits[p->count++] = (struct diff_edit){kind, text, word->size};
}

/* The middle of the two texts, whose ends differ. Marks which words are kept; false when it takes too many changes. */
static bool keep(bool *a_kept, bool *b_kept, struct arena *arena, const struct diff_word *a, long n,
    const struct diff_word *b, long m)
{
    long most = n + m < MOST_CHANGES ? n + m : MOST_CHANGES, found = -1;
    long *reach = NEW_ARRAY(arena, (size_t)(2 * most + 3), long);
    long **history = NEW_ARRAY(arena, (size_t)most + 1, long *);
    long *at = reach + most + 1;
    for (long d = 0; d <= most && found < 0; d++) {
        for (long k = -d; k <= d; k += 2) {
            long x = k == -d || (k != d && at[k - 1] < at[k + 1]) ? at[k + 1] : at[k - 1] + 1, y = x - k;
            while (x < n && y < m && a[x].name == b[y].name) {
                x++;
                y++;
            }
            at[k] = x;
            if (x >= n && y >= m) {
                found = d;
                break;
            }
        }
        history[d] = NEW_ARRAY(arena, (size_t)(2 * d + 3), long);
        memcpy(history[d], at - d - 1, (size_t)(2 * d + 3) * sizeof **history);
    }
    if (found < 0)
        return false;
    long x = n, y = m;
    for (long d = found; d > 0; d--) {
        const long *before = history[d - 1] + d; /* index 0 is diagonal 0 */
        long k = x - y, from = k == -d || (k != d && before[k - 1] < before[k + 1]) ? k + 1 : k - 1;
        long px = before[from], py = px - from;
        while (x > px && y > py) {
            a_kept[--x] = true;
            b_kept[--y] = true;
        }
        x = px;
        y = py;
    }
    while (x > 0 && y > 0) {
        a_kept[--x] = true;
        b_kept[--y] = true;
    }
    return true;
}

struct diff_edit *diff_words(struct arena *arena, const char *a, const struct diff_word *a_words, size_t a_count,
    const char *b, const struct diff_word *b_words, size_t b_count, size_t *count)
{
    size_t start = 0, end = 0, x = 0, y = 0;
    bool *a_kept = NEW_ARRAY(arena, a_count + 1, bool), *b_kept = NEW_ARRAY(arena, b_count + 1, bool);
    while (start < a_count && start < b_count && a_words[start].name == b_words[start].name)
        a_kept[start] = b_kept[start] = true, start++;
    while (end < a_count - start && end < b_count - start &&
        a_words[a_count - 1 - end].name == b_words[b_count - 1 - end].name)
        a_kept[a_count - 1 - end] = b_kept[b_count - 1 - end] = true, end++;
    keep(a_kept + start, b_kept + start, arena, a_words + start, (long)(a_count - start - end), b_words + start,
        (long)(b_count - start - end));
    struct path path = {arena, a, b, a_words, b_words, NEW_ARRAY(arena, a_count + b_count + 1, struct diff_edit), 0};
    while (x < a_count || y < b_count) {
        if (x < a_count && !a_kept[x])
            put(&path, '-', x++);
        else if (y < b_count && !b_kept[y])
            put(&path, '+', y++);
        else if (x < a_count && y < b_count)
            put(&path, '=', x++), y++;
        else
            break;
    }
    *count = path.count;
    return path.edits;
}
