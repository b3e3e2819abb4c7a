/* A text to read: document read. What the reader found is told as runs of words, so that every face marks the same ones. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "mandate/held.h"
#include "mandate/pieces.h"

static const SQL(others_of_symbol,
    "SELECT id, symbol, date, language FROM document WHERE symbol = $1 AND id <> $2 ORDER BY language, id LIMIT 50");
static const SQL(
    drafts_of_document, "SELECT id, symbol, date, language FROM document WHERE adopted_as = $1 ORDER BY id LIMIT 50");

struct mark {
    struct span span;
    enum read_run_kind kind;
    const char *document; /* of a citation */
};

struct telling {
    struct db *db;
    struct call *call;
    const struct document *row;
    const struct resolution *of;
    const char **known; /* of each reference: the document, NULL */
    struct mark *marks;
    size_t count;
};

/* ---- marks ---- */

static void mark(struct telling *t, struct span span, enum read_run_kind kind, const char *document)
{
    while (span.to > span.at && t->of->text->bytes[span.to - 1] == ' ' && kind != READ_RUN_KIND_LABEL)
        span.to--;
    if (span.to > span.at)
        t->marks[t->count++] = (struct mark){span, kind, document};
}

/* What binds is said otherwise than what is only hoped for. */
static bool only_asks(const struct said_verb *verb)
{
    static const char *const bases[] = {"encourages", "invites", "urges", "calls upon", "appeals", "recommends",
        "calls for", "strongly encourages", "encourage", "invite", "engage", "alienta", "exhorta", "invita", "insta",
        "recommande"};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (text_is(verb->base, bases[i]))
            return true;
    return false;
}

static enum read_run_kind kind_of(const struct said_verb *verb)
{
    bool binds = text_is(verb->class, "directive") || text_is(verb->class, "deciding");
    return !binds ? READ_RUN_KIND_SAYS : only_asks(verb) ? READ_RUN_KIND_ASKS : READ_RUN_KIND_REQUESTS;
}

static void mark_clause(struct telling *t, const struct clause *clause)
{
    size_t room = clause->verb_count * 2 + clause->cited_count + clause->resource_count + clause->sub_count;
    t->marks = NEW_ARRAY(t->call->arena, room + 1, struct mark);
    t->count = 0;
    for (size_t i = 0; i < clause->verb_count; i++) {
        mark(t, clause->verbs[i].span, kind_of(&clause->verbs[i]), NULL);
        mark(t, clause->verbs[i].who, READ_RUN_KIND_WHO, NULL);
    }
    for (size_t i = 0; i < clause->cited_count; i++)
        mark(t, clause->cited[i].span, READ_RUN_KIND_CITES, t->known[clause->cited[i].reference]);
    for (size_t i = 0; i < clause->resource_count; i++)
        mark(t, clause->resources[i].span, READ_RUN_KIND_CONDITION, NULL);
    for (size_t i = 0; i < clause->sub_count; i++)
        mark(t, (struct span){clause->subs[i].label_at, clause->subs[i].span.at}, READ_RUN_KIND_LABEL, NULL);
}

static int by_place(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    return x->span.at != y->span.at ? (x->span.at < y->span.at ? -1 : 1) : x->span.to > y->span.to ? -1 : 1;
}

static const char *words_of(const struct telling *t, uint32_t from, uint32_t to)
{
    return span_text(t->call->arena, t->of->text, (struct span){from, to});
}

/* Where two marks overlap the one that begins first is told. */
static void tell_runs(struct read_piece *out, struct telling *t, struct span span)
{
    uint32_t at = span.at;
    struct read_run *runs = NEW_ARRAY(t->call->arena, t->count * 2 + 2, struct read_run);
    if (t->count)
        qsort(t->marks, t->count, sizeof *t->marks, by_place);
    for (size_t i = 0; i < t->count; i++) {
        const struct mark *each = &t->marks[i];
        if (each->span.at < at || each->span.to > span.to)
            continue;
        if (each->span.at > at)
            runs[out->runs_count++] =
                (struct read_run){.kind = READ_RUN_KIND_WORDS, .text = words_of(t, at, each->span.at)};
        runs[out->runs_count++] = (struct read_run){
            .kind = each->kind, .text = words_of(t, each->span.at, each->span.to), .document = each->document};
        at = each->span.to;
    }
    if (at < span.to)
        runs[out->runs_count++] = (struct read_run){.kind = READ_RUN_KIND_WORDS, .text = words_of(t, at, span.to)};
    out->runs = runs;
}

/* ---- pieces ---- */

static void tell_duties(
    struct read_piece *out, struct telling *t, const struct duty_told_list *told, const char *anchor)
{
    struct arena *arena = t->call->arena;
    const char *id = arena_format(arena, "%s.%s", t->row->row.id, anchor);
    struct read_duty *duties = NEW_ARRAY(arena, told->items_count + 1, struct read_duty);
    for (size_t i = 0; i < told->items_count; i++) {
        const struct duty_told *each = &told->items[i];
        if (!text_is(each->at, id))
            continue;
        duties[out->duties_count++] = (struct read_duty){.duty = each->duty,
            .name = each->what,
            .kind = (enum read_duty_kind)each->kind,
            .who = each->who,
            .due_from = each->due_count ? each->due->from : (struct date){0},
            .due_to = each->due_count ? each->due->to : (struct date){0},
            .mark = (enum read_duty_mark)each->mark,
            .status = (enum read_duty_status)each->status};
    }
    out->duties = duties;
}

static void tell_piece(
    struct read_piece *out, struct telling *t, const struct text_piece *piece, const struct duty_told_list *told)
{
    *out = (struct read_piece){.label = piece->label,
        .anchor = piece->anchor,
        .place_of = (enum read_piece_place_of)(piece->part + 1),
        .number = piece->number,
        .heading = piece->clause ? piece->clause->heading : NULL};
    t->count = 0;
    if (piece->clause)
        mark_clause(t, piece->clause);
    tell_runs(out, t, piece->span);
    tell_duties(out, t, told, piece->anchor);
}

static enum err tell_pieces(struct document_text *out, struct telling *t, const struct duty_told_list *told)
{
    struct text_pieces pieces;
    struct arena *arena = t->call->arena;
    t->known = NEW_ARRAY(arena, t->of->reference_count + 1, const char *);
    for (size_t i = 0; i < t->of->reference_count; i++) {
        enum err err = document_of_symbol(&t->known[i], t->db, t->call, t->of->references[i].symbol, t->row->language);
        if (err)
            return err;
    }
    pieces_make(&pieces, arena, t->of);
    struct read_piece *told_pieces = NEW_ARRAY(arena, pieces.count + 1, struct read_piece);
    for (size_t i = 0; i < pieces.count; i++)
        tell_piece(&told_pieces[i], t, &pieces.at[i], told);
    out->pieces = told_pieces;
    out->pieces_count = pieces.count;
    struct read_note *notes = NEW_ARRAY(arena, t->of->footnote_count + 1, struct read_note);
    for (size_t i = 0; i < t->of->footnote_count; i++)
        notes[i] = (struct read_note){t->of->footnotes[i].number ? t->of->footnotes[i].number : UNKNOWN,
            span_text(arena, t->of->text, t->of->footnotes[i].span)};
    out->notes = notes;
    out->notes_count = t->of->footnote_count;
    return OK;
}

/* ---- what stands beside it ---- */

enum { OTHERS_MOST = 110 };

static void add_other(struct document_text *out, struct read_other *others, struct rows *rows, struct telling *t,
    enum read_other_relation relation)
{
    struct read_other *other = &others[out->others_count++];
    const char *date = rows_text(rows, 2);
    *other = (struct read_other){.document = rows_copy(rows, 0, t->call->arena),
        .symbol = rows_copy(rows, 1, t->call->arena),
        .relation = relation};
    if (date && !date_parse(&other->date, date))
        other->date = (struct date){0};
    for (int lang = 0; lang < LANGS; lang++)
        if (text_is(rows_text(rows, 3), lang_codes[lang]))
            other->language = (enum read_other_language)(lang + 1);
    if (relation == READ_OTHER_RELATION_LANGUAGE && (int)other->language == (int)t->row->language)
        other->relation = READ_OTHER_RELATION_RIVAL;
}

static void add_document(struct document_text *out, struct read_other *others, const struct document *document,
    enum read_other_relation relation)
{
    others[out->others_count++] = (struct read_other){
        document->row.id, document->symbol, document->date, relation, (enum read_other_language)document->language};
}

static enum err tell_series(struct document_text *out, struct read_other *others, struct telling *t)
{
    struct series_texts texts = {0};
    enum err err = series_of_document(&out->series, t->db, t->call, t->row);
    if (!err && out->series)
        err = series_texts_load(&texts, t->db, t->call, out->series);
    for (size_t i = 0; i < texts.count && !err; i++) {
        if (!text_is(texts.at[i]->symbol, t->row->symbol))
            continue;
        out->turn = (int64_t)i + 1;
        out->turns = (int64_t)texts.count;
        if (i)
            add_document(out, others, texts.at[i - 1], READ_OTHER_RELATION_BEFORE);
        if (i + 1 < texts.count)
            add_document(out, others, texts.at[i + 1], READ_OTHER_RELATION_AFTER);
    }
    return err;
}

static enum err tell_others(struct document_text *out, struct telling *t)
{
    struct read_other *others = NEW_ARRAY(t->call->arena, OTHERS_MOST, struct read_other);
    struct document *adopted;
    struct rows *rows;
    out->others = others;
    enum err err =
        db_query(&rows, t->db, t->call, &others_of_symbol, ARGS(arg_text(t->row->symbol), arg_text(t->row->row.id)));
    while (!err && rows_next(rows))
        add_other(out, others, rows, t, READ_OTHER_RELATION_LANGUAGE);
    if (!err)
        err = rows_end(rows);
    if (!err)
        err = db_query(&rows, t->db, t->call, &drafts_of_document, ARGS(arg_text(t->row->row.id)));
    while (!err && rows_next(rows))
        add_other(out, others, rows, t, READ_OTHER_RELATION_DRAFT);
    if (!err)
        err = rows_end(rows);
    if (!err && t->row->adopted_as) {
        err = document_load(&adopted, t->db, t->call, t->row->adopted_as);
        if (!err)
            add_document(out, others, adopted, READ_OTHER_RELATION_ADOPTED);
    }
    return err ? err : tell_series(out, others, t);
}

/* "The General Assembly," where it stands as a line of its own; else it begins the first paragraph. */
static const char *opening_of(const struct telling *t)
{
    struct span formula = t->of->formula;
    size_t size = formula.to > formula.at ? formula.to - formula.at : 0;
    return size && size < 400 ? span_text(t->call->arena, t->of->text, formula) : NULL;
}

enum err document_read(
    struct document_text *out, struct db *db, struct call *call, const struct document_read_asked *asked)
{
    struct resolution *resolution;
    struct document *row;
    struct duty_told_list duties;
    enum err err = document_read_again(&resolution, &row, db, call, asked->document);
    if (!err)
        err = mandate_duties(
            &duties, db, call, &(struct mandate_duties_asked){.document = asked->document, .as_of = asked->as_of});
    if (err)
        return err;
    struct telling telling = {.db = db, .call = call, .row = row, .of = resolution};
    *out = (struct document_text){.document = asked->document,
        .symbol = row->symbol,
        .name = row->name,
        .organ = row->organ,
        .session = row->session,
        .date = row->date,
        .kind = (enum document_text_kind)row->kind,
        .stage = (enum document_text_stage)row->stage,
        .language = (enum document_text_language)row->language,
        .turn = UNKNOWN,
        .turns = UNKNOWN,
        .duties = (int64_t)duties.items_count,
        .words = row->words,
        .invented = row->invented,
        .opening = resolution ? opening_of(&telling) : NULL};
    err = resolution ? tell_pieces(out, &telling, &duties) : OK;
    return err ? err : tell_others(out, &telling);
}
