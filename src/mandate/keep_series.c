/*
 * Which texts are about the same item at successive sessions. A new text joins the series of one with the same title; else of one that it
 * cites, or that cites it, whose title is like its own; else of one whose long title and paragraphs are like its own. What shows it
 * is kept with the member, and a person can correct it: whoever was taken out by a person is not put in again.
 */
#include <string.h>
#include "mandate/keep.h"

enum {
    TITLES_ALIKE = 75, /* of a hundred words, where one cites the other */
    TITLES_VERY_ALIKE = 92,
    PARAGRAPHS_ALIKE = 60,
    TITLE_LEAST = 3, /* words */
    LONG_TITLE = 8,
    CITING_MOST = 200
};

static const SQL(
    operative_texts, "SELECT text FROM paragraph WHERE document = $1 AND part = 'operative' ORDER BY place");

static const SQL(
    citing_documents, "SELECT DISTINCT document FROM citation WHERE cited = $1 ORDER BY document LIMIT 200");

static bool may_share(const struct known_document *a, const struct known_document *b)
{
    return a != b && !b->out && !b->set_aside && a->language == b->language && a->symbol && b->symbol &&
        strcmp(a->symbol, b->symbol) != 0;
}

static bool symbol_is_in_series(const struct known *known, const struct known_document *document)
{
    for (const struct known_document *each = known_by_symbol(known, document->symbol); each; each = each->same_symbol)
        if (each != document && text_is(each->symbol, document->symbol) && each->series)
            return true;
    return false;
}

struct kinship {
    struct known_document *other;
    enum series_member_evidence evidence;
    const char *told;
};

static bool by_title(struct kinship *out, const struct keeper *keeper, const struct known_document *document)
{
    struct known_document *found = NULL;
    if (document->title_count < TITLE_LEAST)
        return false;
    for (struct known_document *each = known_by_title(keeper->known, document->title_key); each;
         each = each->same_title)
        if (each->title_key == document->title_key && may_share(document, each) &&
            (!found || (each->series && !found->series) ||
                (!found->series == !each->series && each->stage == DOCUMENT_STAGE_ADOPTED)))
            found = each;
    if (found)
        *out = (struct kinship){found, SERIES_MEMBER_EVIDENCE_SAME_TITLE, found->symbol};
    return found;
}

static bool alike(const struct known_document *a, const struct known_document *b)
{
    return may_share(a, b) && a->title_count >= TITLE_LEAST && known_titles_alike(a, b) >= TITLES_ALIKE;
}

static bool by_cited(
    struct kinship *out, const struct keeper *keeper, const struct plan *plan, const struct known_document *document)
{
    for (size_t i = 0; i < plan->citation_count; i++)
        for (struct known_document *each = known_by_symbol(keeper->known, plan->citations[i].cited); each;
             each = each->same_symbol)
            if (text_is(each->symbol, plan->citations[i].cited) && alike(document, each)) {
                *out = (struct kinship){each, SERIES_MEMBER_EVIDENCE_LIKE_TITLE, each->symbol};
                return true;
            }
    return false;
}

/* ---- by their words ---- */

static bool paragraphs_alike(struct arena *arena, const char *a, const char *b)
{
    struct known_document one = {0}, two = {0};
    one.title_count = title_words(&one.title, arena, a);
    two.title_count = title_words(&two.title, arena, b);
    return known_titles_alike(&one, &two) >= PARAGRAPHS_ALIKE;
}

/* Whether a third of the shorter one's operative paragraphs, and two at least, have their like in the other. */
static enum err share_words(bool *out, const struct keeper *keeper, struct call *call, const struct plan *plan,
    const struct known_document *other)
{
    struct rows *rows;
    size_t count = 0, own = 0, found = 0;
    for (size_t i = 0; i < plan->paragraph_count; i++)
        own += plan->paragraphs[i].part == PARAGRAPH_PART_OPERATIVE;
    enum err err = db_query(&rows, keeper->db, call, &operative_texts, ARGS(arg_text(other->id)));
    while (!err && rows_next(rows)) {
        const char *text = rows_copy(rows, 0, call->arena);
        bool has = false;
        for (size_t i = 0; i < plan->paragraph_count && !has; i++)
            has = plan->paragraphs[i].part == PARAGRAPH_PART_OPERATIVE &&
                paragraphs_alike(call->arena, text, plan->paragraphs[i].text);
        found += has;
        count++;
    }
    size_t shorter = count < own ? count : own;
    *out = found >= 2 && found * 3 >= shorter;
    return err ? err : rows_end(rows);
}

/* Nearly the same long title, and paragraphs that are alike: the newest of those comes first. */
static enum err by_words(struct kinship *out, const struct keeper *keeper, struct call *call, const struct plan *plan,
    const struct known_document *document)
{
    enum err err = OK;
    if (document->title_count < LONG_TITLE)
        return OK;
    for (size_t i = keeper->known->count; i-- > 0 && !err && !out->other;) {
        struct known_document *each = keeper->known->all[i];
        bool share = false;
        if (!may_share(document, each) || known_titles_alike(document, each) < TITLES_VERY_ALIKE)
            continue;
        err = share_words(&share, keeper, call, plan, each);
        if (!err && share)
            *out = (struct kinship){each, SERIES_MEMBER_EVIDENCE_LIKE_WORDS, each->symbol};
    }
    return err;
}

static enum err by_citing(
    struct kinship *out, const struct keeper *keeper, struct call *call, const struct known_document *document)
{
    struct rows *rows;
    const char *ids[CITING_MOST];
    size_t count = 0;
    enum err err = db_query(&rows, keeper->db, call, &citing_documents, ARGS(arg_text(document->symbol)));
    while (!err && rows_next(rows) && count < CITING_MOST)
        ids[count++] = rows_copy(rows, 0, call->arena);
    if (!err)
        err = rows_end(rows);
    for (size_t i = 0; i < count && !err && !out->other; i++) {
        struct known_document *each = known_by_id(keeper->known, ids[i]);
        if (each && alike(document, each))
            *out = (struct kinship){each, SERIES_MEMBER_EVIDENCE_LIKE_TITLE, each->symbol};
    }
    return err;
}

static enum err join(struct keeper *keeper, struct call *call, struct known_document *document,
    enum series_member_evidence evidence, const char *told)
{
    struct series_member row = {
        .series = document->series, .document = document->id, .belongs = 1, .evidence = evidence, .told = told};
    return keep_row(keeper, call, BATCH_MEMBER, NULL, &row);
}

/* The series of a text that had none: with what else has its title. */
static enum err begin_series(struct keeper *keeper, struct call *call, struct known_document *first)
{
    struct series row = {.name = first->name};
    enum err err = keep_row(keeper, call, BATCH_SERIES, NULL, &row);
    if (err)
        return err;
    first->series = arena_text(keeper->known->arena, row.row.id);
    err = join(keeper, call, first, SERIES_MEMBER_EVIDENCE_SAME_TITLE, first->symbol);
    for (struct known_document *each = known_by_title(keeper->known, first->title_key); each && !err;
         each = each->same_title)
        if (each->title_key == first->title_key && may_share(first, each) && !each->series &&
            !symbol_is_in_series(keeper->known, each)) {
            each->series = first->series;
            err = join(keeper, call, each, SERIES_MEMBER_EVIDENCE_SAME_TITLE, first->symbol);
        }
    return err;
}

/* What a new text of a series cites under nearly its own title, and what was in no series, belongs to it too. */
static enum err pull_in(
    struct keeper *keeper, struct call *call, const struct plan *plan, const struct known_document *document)
{
    enum err err = OK;
    for (size_t i = 0; i < plan->citation_count && !err; i++)
        for (struct known_document *each = known_by_symbol(keeper->known, plan->citations[i].cited); each && !err;
             each = each->same_symbol)
            if (text_is(each->symbol, plan->citations[i].cited) && alike(document, each) && !each->series &&
                !symbol_is_in_series(keeper->known, each)) {
                each->series = document->series;
                err = join(keeper, call, each, SERIES_MEMBER_EVIDENCE_LIKE_TITLE, document->symbol);
            }
    return err;
}

enum err keep_in_series(
    struct keeper *keeper, struct call *call, const struct plan *plan, struct known_document *document)
{
    struct kinship kin = {0};
    enum err err = OK;
    if (!document->symbol || symbol_is_in_series(keeper->known, document))
        return OK;
    if (!by_title(&kin, keeper, document) && !by_cited(&kin, keeper, plan, document) && document->title_count)
        err = by_citing(&kin, keeper, call, document);
    if (!err && !kin.other)
        err = by_words(&kin, keeper, call, plan, document);
    if (err || !kin.other)
        return err;
    bool pair = (document->stage == DOCUMENT_STAGE_DRAFT && keep_is_adopted_of(kin.other, document)) ||
        (kin.other->stage == DOCUMENT_STAGE_DRAFT && keep_is_adopted_of(document, kin.other));
    if (!kin.other->series && pair)
        return OK; /* no series yet */
    if (!kin.other->series)
        err = begin_series(keeper, call, kin.other);
    if (err || document->series) /* which may have been among those with the title of the other */
        return err;
    document->series = kin.other->series;
    err = join(keeper, call, document, kin.evidence, kin.told);
    return err ? err : pull_in(keeper, call, plan, document);
}
