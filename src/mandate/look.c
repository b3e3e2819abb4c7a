/* Texts and comparisons on pages. A series stands in look_series.c. */
#include "mandate/look.h"
#include "base/text.h"
#include "record/reply.h"

static const char *choice(struct call *call, const char *field, const struct shape *shape, int part, int value)
{
    const char *const *choices = shape->parts[part].field.choices;
    return value ? word_of(call->lang, "choice", field, choices[value - 1]) : "";
}

static const char *page_dir(const struct call *call)
{
    return lang_rtl(call->lang) ? "rtl" : "ltr";
}

static const char *code_of(int language)
{
    return language ? lang_codes[language - 1] : "en";
}

static const char *dir_of(int language)
{
    return language && lang_rtl((enum lang)(language - 1)) ? "rtl" : "ltr";
}

static const char *read_href(struct call *call, const char *document, const char *anchor)
{
    return document
        ? arena_format(call->arena, "/document/read?document=%s%s%s", document, anchor ? "#" : "", text_or(anchor, ""))
        : NULL;
}

/* ---- a text ---- */

static void fill_runs(struct look_piece *out, struct call *call, const struct read_piece *piece)
{
    out->runs = NEW_ARRAY(call->arena, piece->runs_count + 1, struct look_run);
    for (size_t i = 0; i < piece->runs_count; i++) {
        const struct read_run *run = &piece->runs[i];
        bool asks = run->kind == READ_RUN_KIND_ASKS, says = run->kind == READ_RUN_KIND_SAYS;
        out->runs[out->runs_count++] = (struct look_run){.text = run->text,
            .href = run->kind == READ_RUN_KIND_CITES ? read_href(call, run->document, NULL) : NULL,
            .verb = asks || says || run->kind == READ_RUN_KIND_REQUESTS,
            .asks = asks,
            .says = says,
            .label = run->kind == READ_RUN_KIND_LABEL,
            .who = run->kind == READ_RUN_KIND_WHO,
            .condition = run->kind == READ_RUN_KIND_CONDITION};
    }
}

static void fill_duties(struct look_piece *out, struct call *call, const struct read_piece *piece)
{
    out->duties = NEW_ARRAY(call->arena, piece->duties_count + 1, struct look_duty);
    for (size_t i = 0; i < piece->duties_count; i++) {
        const struct read_duty *duty = &piece->duties[i];
        bool dated = date_known(duty->due_from);
        const char *kind =
            word_of(call->lang, "choice", "kind", read_duty_shape.parts[2].field.choices[duty->kind - 1]);
        out->duties[out->duties_count++] = (struct look_duty){
            .aria = SAY(call->arena, call->lang, "read.duty_at",
                {"name", arena_format(call->arena, "%s, %s", kind, piece->label), 0}, {"n", NULL, (int64_t)i + 1}),
            .href = arena_format(call->arena, "/duty/%s", duty->duty),
            .who = duty->who,
            .kind = kind,
            .condition = duty->condition,
            .status = word_of(call->lang, "choice", "status", read_duty_shape.parts[8].field.choices[duty->status - 1]),
            .from = duty->due_from,
            .until =
                date_known(duty->due_to) && !date_is(duty->due_to, duty->due_from) ? duty->due_to : (struct date){0},
            .to_word = word(call->lang, "read.to"),
            .page_lang = lang_codes[call->lang],
            .page_dir = page_dir(call),
            .dated = dated,
            .open = duty->status == READ_DUTY_STATUS_OPEN,
            .done = duty->status == READ_DUTY_STATUS_DISCHARGED};
    }
}

static void fill_pieces(struct look_text *page, struct call *call, const struct document_text *text)
{
    page->pieces = NEW_ARRAY(call->arena, text->pieces_count + 1, struct look_piece);
    for (size_t i = 0; i < text->pieces_count; i++) {
        const struct read_piece *piece = &text->pieces[i];
        struct look_piece *out = &page->pieces[page->pieces_count++];
        bool first = !i || piece[-1].place_of != piece->place_of;
        *out = (struct look_piece){.anchor = piece->anchor,
            .number = piece->number,
            .heading = piece->heading,
            .aria = SAY(call->arena, call->lang, "read.paragraph", {"name", piece->label, 0}),
            .begins_operative = first && piece->place_of == READ_PIECE_PLACE_OF_OPERATIVE,
            .begins_annex = first && piece->place_of == READ_PIECE_PLACE_OF_ANNEX};
        fill_runs(out, call, piece);
        fill_duties(out, call, piece);
    }
}

static void fill_others(struct look_text *page, struct call *call, const struct document_text *text)
{
    page->others = NEW_ARRAY(call->arena, text->others_count + 1, struct look_link);
    for (size_t i = 0; i < text->others_count; i++) {
        const struct read_other *other = &text->others[i];
        const char *what = choice(call, "relation", &read_other_shape, 3, (int)other->relation);
        if (other->relation == READ_OTHER_RELATION_LANGUAGE)
            what = choice(call, "language", &read_other_shape, 4, (int)other->language);
        page->others[page->others_count++] = (struct look_link){.label = text_or(other->symbol, other->document),
            .href = read_href(call, other->document, NULL),
            .text = date_known(other->date)
                ? arena_format(call->arena, "%s · %s", what, date_words(call->arena, call->lang, other->date))
                : what};
        if (other->relation == READ_OTHER_RELATION_BEFORE)
            page->compare_href =
                arena_format(call->arena, "/document/compare?first=%s&second=%s", other->document, text->document);
    }
}

static const char *last_cite(struct call *call, const struct document_text *text)
{
    for (size_t i = text->pieces_count; i-- > 0;)
        if (text->pieces[i].place_of == READ_PIECE_PLACE_OF_OPERATIVE && text->symbol)
            return arena_format(call->arena, "%s %s", text->symbol, text->pieces[i].label);
    return NULL;
}

static enum err look_text_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    *rows = 0;
    const struct document_text *text = answer->reply;
    struct look_text page = {.lang = code_of((int)text->language),
        .dir = dir_of((int)text->language),
        .symbol = text->symbol,
        .date = text->date,
        .draft = text->stage == DOCUMENT_TEXT_STAGE_DRAFT ? word(call->lang, "read.draft") : NULL,
        .opening = text->opening,
        .record_href = arena_format(call->arena, "/document/%s", text->document),
        .cite = last_cite(call, text),
        .words = text->words,
        .duties = text->duties,
        .invented = text->invented == 1,
        .notes = text->notes,
        .notes_count = text->notes_count,
        .open_href = read_href(call, text->document, NULL)};
    if (text->series) {
        page.series = text->series;
        page.series_href = arena_format(call->arena, "/series/clauses?series=%s", text->series);
        page.turn = text->turn == UNKNOWN ? word(call->lang, "read.series")
                                          : SAY(call->arena, call->lang, "read.of", {"n", NULL, text->turn},
                                                {"all", number_text(call->arena, call->lang, text->turns), 0});
    }
    fill_others(&page, call, text);
    if (answer->panel && text->pieces_count)
        text_panel_html(out, call, &page);
    if (answer->panel)
        return OK;
    fill_pieces(&page, call, text);
    text_html(out, call, &page);
    return OK;
}

static void look_text_heading(struct look_heading *out, struct call *call, const struct answer *answer)
{
    const struct document_text *text = answer->reply;
    *out = (struct look_heading){.title = text_or(text->name, text_or(text->symbol, text->document)),
        .lang = text->language && (int)text->language - 1 != (int)call->lang ? code_of((int)text->language) : NULL};
}

/* ---- two texts ---- */

static const char *change_words(struct call *call, const struct compared_pair *pair)
{
    const char *change = choice(call, "change", &compared_pair_shape, 0, (int)pair->change);
    if (!pair->moved)
        return change;
    return pair->change == COMPARED_PAIR_CHANGE_SAME ? word(call->lang, "choice.change.moved")
                                                     : word(call->lang, "choice.change.moved_changed");
}

static enum err look_comparison_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    *rows = 0;
    const struct comparison *both = answer->reply;
    struct look_comparison page = {.first = text_or(titles_find(answer->titles, "document", both->first), both->first),
        .first_href = read_href(call, both->first, NULL),
        .second = text_or(titles_find(answer->titles, "document", both->second), both->second),
        .second_href = read_href(call, both->second, NULL),
        .counts =
            SAY(call->arena, call->lang, "compare.counts", {"changed", NULL, both->changed}, {"same", NULL, both->same},
                {"added", NULL, both->added}, {"dropped", NULL, both->dropped}, {"moved", NULL, both->moved}),
        .lang = code_of((int)both->language),
        .dir = dir_of((int)both->language),
        .arrow = lang_rtl(call->lang) ? "←" : "→",
        .pairs = NEW_ARRAY(call->arena, both->pairs_count + 1, struct look_pair)};
    for (size_t i = 0; i < both->pairs_count; i++) {
        const struct compared_pair *pair = &both->pairs[i];
        struct look_pair *told = &page.pairs[page.pairs_count++];
        *told = (struct look_pair){.first = pair->first,
            .second = pair->second,
            .change = change_words(call, pair),
            .arrow = text_is(page.dir, "rtl") ? "←" : "→",
            .page_lang = lang_codes[call->lang],
            .page_dir = page_dir(call),
            .moved = pair->moved,
            .both = pair->first && pair->second && !text_is(pair->first, pair->second),
            .edits = NEW_ARRAY(call->arena, pair->edits_count + 1, struct look_edit)};
        for (size_t e = 0; e < pair->edits_count; e++)
            told->edits[told->edits_count++] = (struct look_edit){pair->edits[e].text,
                pair->edits[e].kind == COMPARED_EDIT_KIND_ADDED, pair->edits[e].kind == COMPARED_EDIT_KIND_REMOVED};
    }
    comparison_html(out, call, &page);
    return OK;
}

const struct look text_look = {.shape = &document_text_shape, .html = look_text_html, .heading = look_text_heading};
const struct look comparison_look = {.shape = &comparison_shape, .html = look_comparison_html};
