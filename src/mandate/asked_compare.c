/* Two stored texts side by side, and a whole series: document compare, series clauses. */
#include <string.h>
#include "base/text.h"
#include "mandate/diff.h"
#include "mandate/held.h"
#include "mandate/pieces.h"

/* ---- two texts ---- */

static const struct compared_edit *edits_of(size_t *count, struct arena *arena, const struct diff_pair *pair)
{
    struct compared_edit *edits = NEW_ARRAY(arena, pair->edit_count + 1, struct compared_edit);
    for (size_t i = 0; i < pair->edit_count; i++)
        edits[i] = (struct compared_edit){pair->edits[i].kind == '=' ? COMPARED_EDIT_KIND_KEPT
                : pair->edits[i].kind == '-'                         ? COMPARED_EDIT_KIND_REMOVED
                                                                     : COMPARED_EDIT_KIND_ADDED,
            arena_copy(arena, pair->edits[i].text, pair->edits[i].size)};
    *count = pair->edit_count;
    return edits;
}

enum err document_compare(
    struct comparison *out, struct db *db, struct call *call, const struct document_compare_asked *asked)
{
    struct resolution *first, *second;
    struct document *row;
    struct mandate_diff diff;
    enum err err = document_read_again(&first, &row, db, call, asked->first);
    if (!err)
        err = document_read_again(&second, &row, db, call, asked->second);
    if (!err && (!first || !second))
        err = document_not_held(call, first ? asked->second : asked->first);
    if (err)
        return err;
    mandate_diff(&diff, call->arena, first, second);
    struct compared_pair *pairs = NEW_ARRAY(call->arena, diff.count + 1, struct compared_pair);
    *out = (struct comparison){.first = asked->first,
        .second = asked->second,
        .language = (enum comparison_language)row->language,
        .pairs = pairs};
    for (size_t i = 0; i < diff.count; i++) {
        const struct diff_pair *pair = &diff.pairs[i];
        int64_t *sums[] = {&out->same, &out->changed, &out->added, &out->dropped};
        ++*sums[pair->kind];
        out->moved += pair->moved;
        if (pair->kind == DIFF_SAME && !pair->moved && asked->all != 1)
            continue;
        struct compared_pair *told = &pairs[out->pairs_count++];
        *told = (struct compared_pair){.change = (enum compared_pair_change)(pair->kind + 1),
            .moved = pair->moved,
            .first = pair->a,
            .second = pair->b};
        told->edits = edits_of(&told->edits_count, call->arena, pair);
    }
    return OK;
}

/* ---- a series ---- */

/* A clause on its way: its place in the text before, and what it was in each text. */
struct chain {
    struct clause_cell *cells;
    const char *text, *entered, *left;
    size_t piece; /* in the newest text read; SIZE_MAX: not in it */
    struct chain *next;
};

struct weaving {
    struct call *call;
    const struct series_texts *texts;
    struct text_pieces *pieces;
    struct resolution **read;
    struct chain *first;
    bool preamble;
};

static bool is_wanted(const struct weaving *w, size_t text, size_t piece)
{
    enum piece_part part = w->pieces[text].at[piece].part;
    return part == PIECE_OPERATIVE || (w->preamble && part == PIECE_PREAMBLE);
}

static struct chain *chain_at(const struct weaving *w, size_t piece)
{
    for (struct chain *chain = w->first; chain; chain = chain->next)
        if (chain->piece == piece)
            return chain;
    return NULL;
}

/* A new clause stands behind the one before it in its text. */
static struct chain *chain_new(struct weaving *w, size_t text, size_t piece, const struct chain *const *now)
{
    struct arena *arena = w->call->arena;
    struct chain *chain = NEW(arena, struct chain), **at = &w->first;
    const struct text_piece *p = &w->pieces[text].at[piece];
    chain->cells = NEW_ARRAY(arena, w->texts->count + 1, struct clause_cell);
    for (size_t i = 0; i < w->texts->count; i++)
        chain->cells[i].change = CLAUSE_CELL_CHANGE_ABSENT;
    chain->text = span_text(arena, w->read[text]->text, p->span);
    chain->entered = w->texts->at[text]->row.id;
    const struct chain *before = NULL;
    for (size_t i = piece; i-- > 0 && !before;)
        before = now[i];
    while (before && *at && *at != before)
        at = &(*at)->next;
    if (before && *at)
        at = &(*at)->next;
    chain->next = *at;
    *at = chain;
    return chain;
}

static enum clause_cell_change change_of(const struct diff_pair *pair)
{
    return pair->kind == DIFF_SAME ? (pair->moved ? CLAUSE_CELL_CHANGE_MOVED : CLAUSE_CELL_CHANGE_SAME)
        : pair->moved              ? CLAUSE_CELL_CHANGE_MOVED_CHANGED
                                   : CLAUSE_CELL_CHANGE_CHANGED;
}

static void set_cell(struct weaving *w, struct chain *chain, size_t text, size_t piece, enum clause_cell_change change)
{
    const struct text_piece *p = &w->pieces[text].at[piece];
    chain->cells[text] = (struct clause_cell){change, p->label, p->anchor};
    chain->text = span_text(w->call->arena, w->read[text]->text, p->span);
}

static void begin_weaving(struct weaving *w)
{
    struct chain **now = NEW_ARRAY(w->call->arena, w->pieces[0].count + 1, struct chain *);
    for (size_t i = 0; i < w->pieces[0].count; i++) {
        if (!is_wanted(w, 0, i))
            continue;
        now[i] = chain_new(w, 0, i, (const struct chain *const *)now);
        now[i]->piece = i;
        set_cell(w, now[i], 0, i, CLAUSE_CELL_CHANGE_NEW);
    }
}

static void weave_in(struct weaving *w, size_t text)
{
    struct mandate_diff diff;
    struct chain **now = NEW_ARRAY(w->call->arena, w->pieces[text].count + 1, struct chain *);
    mandate_diff(&diff, w->call->arena, w->read[text - 1], w->read[text]);
    for (size_t i = 0; i < diff.count; i++) {
        const struct diff_pair *pair = &diff.pairs[i];
        struct chain *chain = pair->a ? chain_at(w, pair->a_at) : NULL;
        if (chain && pair->b && is_wanted(w, text, pair->b_at)) {
            now[pair->b_at] = chain;
            set_cell(w, chain, text, pair->b_at, change_of(pair));
        } else if (chain) {
            chain->cells[text].change = CLAUSE_CELL_CHANGE_DROPPED;
            chain->left = w->texts->at[text]->row.id;
        }
    }
    for (struct chain *chain = w->first; chain; chain = chain->next)
        chain->piece = SIZE_MAX;
    for (size_t i = 0; i < w->pieces[text].count; i++) {
        if (!now[i] && is_wanted(w, text, i)) {
            now[i] = chain_new(w, text, i, (const struct chain *const *)now);
            set_cell(w, now[i], text, i, CLAUSE_CELL_CHANGE_NEW);
        }
        if (now[i])
            now[i]->piece = i;
    }
}

/* The first words of a clause: what it is called in a row. */
static const char *called(struct arena *arena, const char *text)
{
    enum { MOST = 70 };
    size_t cut = 0;
    if (strlen(text) <= MOST)
        return text;
    for (size_t i = 0; i < MOST; i++)
        if (text[i] == ' ')
            cut = i;
    while (!cut || (text[cut] & 0xC0) == 0x80)
        cut = cut ? cut - 1 : MOST;
    return arena_format(arena, "%.*s…", (int)cut, text);
}

static void tell_clauses(struct series_clauses *out, const struct weaving *w)
{
    size_t count = 0;
    for (struct chain *chain = w->first; chain; chain = chain->next)
        count++;
    struct clause_line *lines = NEW_ARRAY(w->call->arena, count + 1, struct clause_line);
    for (struct chain *chain = w->first; chain; chain = chain->next)
        lines[out->clauses_count++] = (struct clause_line){
            called(w->call->arena, chain->text), chain->entered, chain->left, chain->cells, w->texts->count};
    out->clauses = lines;
}

enum err series_clauses(
    struct series_clauses *out, struct db *db, struct call *call, const struct series_clauses_asked *asked)
{
    struct series_texts texts;
    struct weaving w = {.call = call, .texts = &texts, .preamble = asked->preamble == 1};
    size_t kept = 0;
    *out = (struct series_clauses){.series = asked->series};
    enum err err = series_texts_load(&texts, db, call, asked->series);
    if (err || !texts.count)
        return err;
    w.pieces = NEW_ARRAY(call->arena, texts.count, struct text_pieces);
    w.read = NEW_ARRAY(call->arena, texts.count, struct resolution *);
    struct clause_text *told = NEW_ARRAY(call->arena, texts.count, struct clause_text);
    for (size_t i = 0; i < texts.count && !err; i++) {
        struct document *row;
        err = document_read_again(&w.read[kept], &row, db, call, texts.at[i]->row.id);
        if (err)
            return err;
        if (!w.read[kept])
            continue;
        texts.at[kept] = row;
        pieces_make(&w.pieces[kept], call->arena, w.read[kept]);
        told[kept++] =
            (struct clause_text){row->row.id, row->symbol, row->date, row->words, (enum clause_text_stage)row->stage};
    }
    texts.count = kept;
    if (err || !kept)
        return err;
    begin_weaving(&w);
    for (size_t i = 1; i < texts.count; i++)
        weave_in(&w, i);
    out->texts = told;
    out->texts_count = texts.count;
    tell_clauses(out, &w);
    return OK;
}
