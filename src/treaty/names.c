#include "treaty/names.h"
#include <stdlib.h>
#include <string.h>
#include "base/fold.h"
#include "base/text.h"

/* ---- loading ---- */

static const SQL(state_names,
    "SELECT id, name_ar, name_en, name_es, name_fr, name_ru, name_zh, formal_name_ar, formal_name_en, formal_name_es, "
    "formal_name_fr, "
    "formal_name_ru, formal_name_zh FROM state ORDER BY id");
static const SQL(other_names, "SELECT state, name FROM other_name ORDER BY name");

enum { NAMES_EACH = 1 + 2 * LANGS };

struct names_growing {
    struct known_names *names;
    size_t room;
    struct arena *arena;
};

static void add_name(struct names_growing *to, const char *name, const char *state)
{
    struct known_names *names = to->names;
    if (text_empty(name))
        return;
    if (names->count == to->room) {
        to->room = to->room ? to->room * 2 : 4096;
        struct known_name *more = NEW_ARRAY(to->arena, to->room, struct known_name);
        if (names->count)
            memcpy(more, names->at, names->count * sizeof *more);
        names->at = more;
    }
    names->at[names->count++] = (struct known_name){fold_text(to->arena, name), arena_text(to->arena, name), state};
}

static enum err add_from(struct names_growing *to, struct db *db, struct call *call, const struct sql *sql, int columns)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, sql, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        const char *state = rows_copy(rows, 0, to->arena);
        for (int i = 0; i < columns; i++)
            add_name(to, rows_text(rows, i), state);
    }
    return rows_end(rows);
}

static int by_folded(const void *a, const void *b)
{
    const struct known_name *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);
    return order ? order : strcmp(x->state, y->state);
}

enum err names_load(struct known_names *out, struct db *db, struct call *call)
{
    struct names_growing to = {.names = out, .arena = call->arena};
    *out = (struct known_names){0};
    enum err err = add_from(&to, db, call, &state_names, NAMES_EACH);
    if (!err)
        err = add_from(&to, db, call, &other_names, 2);
    if (!err)
        qsort(out->at, out->count, sizeof *out->at, by_folded);
    return err;
}

/* ---- finding ---- */

/* A footnote mark: digits, commas between them, raised digits, asterisks, daggers. */
static size_t mark_at_end(const char *text, size_t size)
{
    static const char *const marks[] = {"¹", "²", "³", "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "†", "‡", "\u00a0"};
    unsigned char last = (unsigned char)text[size - 1];
    if ((last >= '0' && last <= '9') || strchr(", *", last))
        return 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (size >= n && memcmp(text + size - n, marks[i], n) == 0)
            return n;
    }
    return 0;
}

char *name_clean(struct arena *arena, const char *name)
{
    char *text = text_trim(arena, name);
    size_t size = strlen(text), mark;
    while (size && (mark = mark_at_end(text, size)) > 0)
        text[size -= mark] = 0;
    if (size > 2 && text[0] == '[' && text[size - 1] == ']') {
        text[size - 1] = 0;
        return name_clean(arena, text + 1);
    }
    return text;
}

const char *names_find(const struct known_names *names, struct arena *arena, const char *name)
{
    if (text_empty(name))
        return NULL;
    const char *folded = fold_text(arena, name_clean(arena, name));
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(names->at[middle].folded, folded);
        if (order == 0)
            return names->at[middle].state;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct near_name {
    const struct known_name *name;
    unsigned distance;
};

/* Keeps the three nearest, each State once. */
static void consider(struct near_name near[3], const struct known_name *name, unsigned distance)
{
    struct near_name one = {name, distance};
    for (int i = 0; i < 3; i++) {
        if (near[i].name && text_is(near[i].name->state, one.name->state)) {
            if (one.distance < near[i].distance)
                near[i] = one;
            return;
        }
        if (!near[i].name || one.distance < near[i].distance) {
            struct near_name moved = near[i];
            near[i] = one;
            if (!moved.name)
                return;
            one = moved;
        }
    }
}

const char *names_near(const struct known_names *names, struct arena *arena, const char *name)
{
    enum { FAR = 7, LONGEST = 400 };
    const char *folded = fold_text(arena, name_clean(arena, name));
    struct near_name near[3] = {{0}};
    unsigned most = (unsigned)(strlen(folded) / 3);
    most = most > FAR ? FAR : most < 1 ? 1 : most;
    for (size_t i = 0; i < names->count; i++) {
        unsigned distance = text_distance(names->at[i].folded, folded, most);
        bool within = strlen(folded) >= 4 &&
            (strstr(names->at[i].folded, folded) || strstr(folded, names->at[i].folded)) &&
            strlen(names->at[i].folded) >= 4;
        if (distance <= most || within)
            consider(near, &names->at[i], within && distance > most ? most : distance);
    }
    struct buffer *out = buffer_new(arena, LONGEST);
    for (int i = 0; i < 3 && near[i].name; i++)
        buffer_format(out, "%s%s (%s)", i ? "; " : "", near[i].name->shown, near[i].name->state);
    return out->size && !out->full ? out->at : NULL;
}
