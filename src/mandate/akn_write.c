/* Resolutions as Akoma Ntoso 3.0: what mandate/akn.h says of it. */
#include "mandate/akn.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "codec/xml.h"
#include "world/ordinal.h"

#define AKN_SPACE "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

struct akn {
    struct xml xml;
    struct arena *arena;
    const struct resolution *of;
    const char *prefix; /* of the eIds of a document within another */
    bool inner;         /* a draft within: its quotation marks are the layout's */
    unsigned refs, notes, others;
};

static char *id(struct akn *w, const char *name)
{
    return arena_format(w->arena, "%s%s", w->prefix, name);
}

static void element(struct akn *w, const char *name, const char *attribute, const char *value)
{
    xml_open(&w->xml, name);
    xml_put(&w->xml, attribute, value);
    xml_close(&w->xml);
}

static const char *organ_folder(enum un_organ organ)
{
    static const char *const folders[] = {"un", "unga", "ecosoc", "unsc", "unhrc", "unchr", "un", "un", "un"};
    return folders[organ];
}

static const char *language(enum lang lang)
{
    static const char *const codes[LANGS] = {"ara", "eng", "spa", "fra", "rus", "zho"};
    return codes[lang];
}

/* "64-177" from A/RES/64/177, "1373-2001" from S/RES/1373(2001): what may stand in an address. */
static char *address_number(struct akn *w)
{
    const char *symbol = text_or(w->of->symbol, "notTold"), *start = strstr(symbol, "/RES/");
    start = start ? start : strstr(symbol, "/DEC/");
    char *out = arena_text(w->arena, start ? start + 5 : symbol);
    size_t to = 0;
    for (const char *c = out; *c; c++) {
        bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || *c == '.';
        if (plain)
            out[to++] = *c;
        else if (to && out[to - 1] != '-' && c[1])
            out[to++] = '-';
    }
    out[to] = 0;
    return out;
}

static void frbr_date(struct akn *w, const char *name)
{
    char date[DATE_TEXT];
    bool told = date_whole(w->of->date);
    xml_open(&w->xml, "FRBRdate");
    xml_put(&w->xml, "date", told ? date_text(date, w->of->date) : "0001-01-01");
    xml_put(&w->xml, "name", told ? name : "notTold");
    xml_close(&w->xml);
}

static void frbr(
    struct akn *w, const char *element_name, const char *this, const char *uri, const char *author, const char *as)
{
    xml_open(&w->xml, element_name);
    element(w, "FRBRthis", "value", this);
    element(w, "FRBRuri", "value", uri);
    frbr_date(w, "adoption");
    xml_open(&w->xml, "FRBRauthor");
    xml_put(&w->xml, "href", author);
    xml_put(&w->xml, "as", as);
    xml_close(&w->xml);
}

static void meta(struct akn *w, const char *part, bool notes)
{
    char date[DATE_TEXT];
    const struct resolution *r = w->of;
    const char *work = arena_format(w->arena, "/akn/un/statement/deliberation/%s/%s/%s", organ_folder(r->organ),
        date_whole(r->date) ? date_text(date, r->date) : "0001-01-01", address_number(w));
    const char *expression = arena_format(w->arena, "%s/%s@", work, language(r->lang)),
               *organ = arena_format(w->arena, "#%s", id(w, "organ")),
               *self = arena_format(w->arena, "#%s", id(w, "editor"));
    xml_open(&w->xml, "meta");
    xml_open(&w->xml, "identification");
    xml_put(&w->xml, "source", self);
    frbr(w, "FRBRWork", arena_format(w->arena, "%s/!%s", work, part), work, organ, "#author");
    element(w, "FRBRcountry", "value", "un");
    if (r->symbol)
        element(w, "FRBRnumber", "value", r->symbol);
    xml_close(&w->xml);
    frbr(w, "FRBRExpression", arena_format(w->arena, "%s/!%s", expression, part), expression, organ, "#author");
    element(w, "FRBRlanguage", "language", language(r->lang));
    xml_close(&w->xml);
    frbr(w, "FRBRManifestation", arena_format(w->arena, "%s/!%s.xml", expression, part),
        arena_format(w->arena, "%s.akn", expression), self, "#editor");
    xml_close(&w->xml);
    xml_close(&w->xml);
    xml_open(&w->xml, "references");
    xml_put(&w->xml, "source", self);
    xml_open(&w->xml, "TLCOrganization");
    xml_put(&w->xml, "eId", id(w, "organ"));
    xml_put(&w->xml, "href", arena_format(w->arena, "/akn/ontology/organization/un/%s", organ_folder(r->organ)));
    xml_put(&w->xml, "showAs", text_or(organ_title(r->organ), "United Nations"));
    xml_close(&w->xml);
    xml_open(&w->xml, "TLCOrganization");
    xml_put(&w->xml, "eId", id(w, "editor"));
    xml_put(&w->xml, "href", "/akn/ontology/organization/un/editor");
    xml_put(&w->xml, "showAs", "Servanda");
    xml_close(&w->xml);
    xml_close(&w->xml);
    if (notes && r->footnote_count) {
        xml_open(&w->xml, "notes");
        xml_put(&w->xml, "source", self);
        for (size_t i = 0; i < r->footnote_count; i++) {
            const struct footnote *note = &r->footnotes[i];
            xml_open(&w->xml, "note");
            xml_put(&w->xml, "eId", id(w, arena_format(w->arena, "note_%zu", i + 1)));
            if (note->number)
                xml_put_number(&w->xml, "marker", note->number);
            xml_element(&w->xml, "p", span_text(w->arena, r->text, note->span));
            xml_close(&w->xml);
        }
        xml_close(&w->xml);
    }
    xml_close(&w->xml);
}

/* ---- running text: citations are links, marks point to their notes ---- */

static size_t note_of(const struct resolution *r, uint32_t number)
{
    for (size_t i = 0; i < r->footnote_count; i++)
        if (r->footnotes[i].number == (int)number)
            return i + 1;
    return 0;
}

static size_t first_mark(const struct text *text, uint32_t from)
{
    size_t low = 0, high = text->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text->marks[middle].at < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void put_text(struct akn *w, uint32_t from, uint32_t to)
{
    if (to > from)
        xml_text(&w->xml, span_text(w->arena, w->of->text, (struct span){from, to}));
}

static void put_mark(struct akn *w, uint32_t number)
{
    size_t note = note_of(w->of, number);
    if (!note)
        return;
    xml_open(&w->xml, "noteRef");
    xml_put(&w->xml, "href", arena_format(w->arena, "#%s", id(w, arena_format(w->arena, "note_%zu", note))));
    xml_put_number(&w->xml, "marker", number);
    xml_close(&w->xml);
}

/* Text from `from` to `to`, with the marks in it. */
static void put_marked(struct akn *w, uint32_t from, uint32_t to, bool last)
{
    const struct text *text = w->of->text;
    for (size_t m = first_mark(text, from);
         m < text->mark_count && (text->marks[m].at < to || (last && text->marks[m].at == to)); m++) {
        if (text->marks[m].at > from) {
            put_text(w, from, text->marks[m].at);
            from = text->marks[m].at;
        }
        put_mark(w, text->marks[m].number);
    }
    put_text(w, from, to);
}

static void put_cited(struct akn *w, struct span span, const struct cited *cited, size_t count)
{
    uint32_t at = span.at;
    xml_open(&w->xml, "p");
    for (size_t i = 0; i < count; i++) {
        if (cited[i].span.at < at || cited[i].span.to > span.to)
            continue;
        put_marked(w, at, cited[i].span.at, false);
        xml_open(&w->xml, "ref");
        xml_put(&w->xml, "eId", id(w, arena_format(w->arena, "ref_%u", ++w->refs)));
        xml_put(
            &w->xml, "href", arena_format(w->arena, "/akn/un/symbol/%s", w->of->references[cited[i].reference].symbol));
        put_marked(w, cited[i].span.at, cited[i].span.to, false);
        xml_close(&w->xml);
        at = cited[i].span.to;
    }
    put_marked(w, at, span.to, true);
    xml_close(&w->xml);
}

static void open_with_id(struct akn *w, const char *name, const char *eid)
{
    xml_open(&w->xml, name);
    xml_put(&w->xml, "eId", eid);
}

/* ---- parts ---- */

/* "Seventy-third session" */
static char *session_title(struct arena *arena, int number)
{
    char *title = session_words(arena, LANG_EN, number);
    if (*title >= 'a' && *title <= 'z')
        *title = (char)(*title - 32);
    return title;
}

/* As they stand in the text, or as the organ would say them. */
static const char *opening_words(struct arena *arena, const struct resolution *r)
{
    if (r->formula.to > r->formula.at)
        return text_trim(arena, span_text(arena, r->text, r->formula));
    return arena_format(arena, "The %s,", text_or(organ_title(r->organ), "General Assembly"));
}

/* The number as heads write it: "64/177" of A/RES/64/177; the whole symbol of a draft. */
static const char *head_number(const struct resolution *r)
{
    const char *start = r->symbol ? strstr(r->symbol, "/RES/") : NULL;
    start = start || !r->symbol ? start : strstr(r->symbol, "/DEC/");
    return start ? start + 5 : r->symbol;
}

static void preface(struct akn *w)
{
    const struct resolution *r = w->of;
    char date[DATE_TEXT];
    xml_open(&w->xml, "preface");
    if (r->session && r->session_sure == SURE_SEEN && r->organ != ORGAN_ECOSOC) {
        int64_t number = 0;
        xml_open(&w->xml, "p");
        xml_open(&w->xml, "session");
        xml_put(&w->xml, "value", r->session);
        xml_text(&w->xml,
            text_number(&number, r->session) && number > 0 && number < 100 ? session_title(w->arena, (int)number)
                                                                           : r->session);
        xml_close(&w->xml);
        xml_close(&w->xml);
    }
    if (r->agenda_item)
        xml_element(&w->xml, "p", arena_format(w->arena, "Agenda item %s", r->agenda_item));
    if (r->organ == ORGAN_SC && r->symbol && !r->draft) {
        xml_open(&w->xml, "p");
        xml_text(&w->xml, "Resolution ");
        xml_element(&w->xml, "docNumber", head_number(r));
        xml_close(&w->xml);
    }
    if (date_whole(r->date) && organ_title(r->organ) && !r->decision) {
        xml_open(&w->xml, "p");
        xml_text(&w->xml,
            arena_format(w->arena, r->organ == ORGAN_SC ? "Adopted by the %s" : "Resolution adopted by the %s",
                organ_title(r->organ)));
        if (r->organ == ORGAN_SC && r->meeting)
            xml_text(&w->xml, arena_format(w->arena, " at its %s,", r->meeting));
        xml_text(&w->xml, " on ");
        xml_open(&w->xml, "docDate");
        xml_put(&w->xml, "date", date_text(date, r->date));
        xml_text(&w->xml, date_words(w->arena, LANG_EN, r->date));
        xml_close(&w->xml);
        xml_close(&w->xml);
    }
    if (r->committee_report)
        xml_element(&w->xml, "p", r->committee_report);
    xml_open(&w->xml, "p");
    if (r->symbol && !(r->organ == ORGAN_SC && !r->draft)) {
        xml_element(&w->xml, "docNumber", head_number(r));
        if (r->draft) { /* its symbol stands alone */
            xml_close(&w->xml);
            xml_open(&w->xml, "p");
        } else if (r->title) {
            xml_text(&w->xml, ". ");
        }
    }
    if (r->title)
        xml_element(&w->xml, "docTitle", r->title);
    xml_close(&w->xml);
    xml_close(&w->xml);
}

static void preamble(struct akn *w)
{
    const struct resolution *r = w->of;
    if (r->decision && !r->preamble_count)
        return;
    xml_open(&w->xml, "preamble");
    open_with_id(w, "formula", id(w, "preamble__formula_1"));
    xml_put(&w->xml, "name", "enactingFormula");
    xml_element(&w->xml, "p", opening_words(w->arena, r));
    xml_close(&w->xml);
    for (size_t i = 0; i < r->preamble_count; i++) {
        const struct clause *c = &r->preamble[i];
        open_with_id(w, "container", id(w, arena_format(w->arena, "preamble__container_%zu", i + 1)));
        xml_put(&w->xml, "name", c->verb_count ? c->verbs[0].phrase : "recital");
        put_cited(w, c->span, c->cited, c->cited_count);
        xml_close(&w->xml);
    }
    xml_close(&w->xml);
}

/* The own words of a subparagraph end before the label of the first one below it. */
static struct span own_words(const struct clause *c, size_t i)
{
    struct span own = c->subs[i].span;
    if (i + 1 < c->sub_count && c->subs[i + 1].depth > c->subs[i].depth)
        own.to = c->subs[i + 1].label_at;
    return own;
}

static void put_block(struct akn *w, const char *name, const char *eid, const struct clause *c, struct span span)
{
    open_with_id(w, name, eid);
    while (span.to > span.at && w->of->text->bytes[span.to - 1] == ' ')
        span.to--;
    put_cited(w, span, c->cited, c->cited_count);
    xml_close(&w->xml);
}

/* Points from subs[i] on that are of its depth, and what is below them. Gives the one behind the last. */
static size_t points(struct akn *w, const struct clause *c, size_t i, const char *parent)
{
    int depth = c->subs[i].depth, n = 0;
    while (i < c->sub_count && c->subs[i].depth >= depth) {
        const char *eid = arena_format(w->arena, "%s__point_%d", parent, ++n);
        bool below = i + 1 < c->sub_count && c->subs[i + 1].depth > depth;
        open_with_id(w, "point", eid);
        const char *label = text_trim(
            w->arena, span_text(w->arena, w->of->text, (struct span){c->subs[i].label_at, c->subs[i].span.at}));
        xml_element(&w->xml, "num", w->inner ? arena_format(w->arena, "(%s)", c->subs[i].label) : label);
        put_block(w, below ? "intro" : "content", arena_format(w->arena, "%s__%s", eid, below ? "intro" : "content"), c,
            own_words(c, i));
        i = below ? points(w, c, i + 1, eid) : i + 1;
        xml_close(&w->xml);
    }
    return i;
}

static void paragraph(struct akn *w, const struct clause *c, size_t index)
{
    const char *eid = id(w, arena_format(w->arena, "para_%zu", index + 1));
    open_with_id(w, "paragraph", eid);
    if (c->heading && !c->section) {
        open_with_id(w, "heading", arena_format(w->arena, "%s__heading", eid));
        xml_text(&w->xml, c->heading);
        xml_close(&w->xml);
    }
    if (c->number)
        xml_element(&w->xml, "num", arena_format(w->arena, "%s.", c->number));
    if (c->sub_count) {
        const char *list = arena_format(w->arena, "%s__list_1", eid);
        open_with_id(w, "list", list);
        put_block(
            w, "intro", arena_format(w->arena, "%s__intro", list), c, (struct span){c->span.at, c->subs[0].label_at});
        for (size_t i = 0; i < c->sub_count;)
            i = points(w, c, i, i ? arena_format(w->arena, "%s_%zu", list, i) : list);
        xml_close(&w->xml);
    } else {
        put_block(w, "content", arena_format(w->arena, "%s__content", eid), c, c->span);
    }
    xml_close(&w->xml);
}

static void main_body(struct akn *w, bool with_draft)
{
    const struct resolution *r = w->of;
    const char *section = NULL;
    unsigned sections = 0;
    xml_open(&w->xml, "mainBody");
    for (size_t i = 0; i < r->operative_count; i++) {
        const struct clause *c = &r->operative[i];
        if (c->section && !text_is(c->section, section)) {
            if (section)
                xml_close(&w->xml);
            const char *eid = id(w, arena_format(w->arena, "sec_%u", ++sections));
            open_with_id(w, "section", eid);
            xml_element(&w->xml, "num", c->section);
            if (c->heading) {
                open_with_id(w, "heading", arena_format(w->arena, "%s__heading", eid));
                xml_text(&w->xml, c->heading);
                xml_close(&w->xml);
            }
            section = c->section;
        } else if (c->section && c->heading) {
            open_with_id(w, "crossHeading", id(w, arena_format(w->arena, "crossHeading_%u", ++w->others)));
            xml_text(&w->xml, c->heading);
            xml_close(&w->xml);
        }
        paragraph(w, c, i);
    }
    if (section)
        xml_close(&w->xml);
    if (with_draft) {
        xml_open(&w->xml, "componentRef");
        xml_put(&w->xml, "src", arena_format(w->arena, "#%s", id(w, "cmp_1")));
        xml_put(&w->xml, "showAs", "draft resolution");
        xml_close(&w->xml);
    } else if (!r->operative_count) {
        xml_open(&w->xml, "p");
        xml_close(&w->xml);
    }
    xml_close(&w->xml);
}

static void conclusions(struct akn *w)
{
    const struct resolution *r = w->of;
    char date[DATE_TEXT];
    bool meeting = r->meeting && r->organ != ORGAN_SC, vote = r->vote.how && r->vote.span.to > r->vote.span.at;
    if (!meeting && !vote)
        return;
    xml_open(&w->xml, "conclusions");
    xml_put(&w->xml, "eId", id(w, "conclusions"));
    if (meeting) {
        xml_open(&w->xml, "p");
        open_with_id(w, "location", id(w, "conclusions__location_1"));
        xml_put(&w->xml, "refersTo", "#adoptionMeeting");
        xml_text(&w->xml, r->meeting);
        xml_close(&w->xml);
        if (date_whole(r->date)) {
            xml_open(&w->xml, "eol");
            xml_close(&w->xml);
            xml_open(&w->xml, "docDate");
            xml_put(&w->xml, "date", date_text(date, r->date));
            xml_text(&w->xml, date_words(w->arena, LANG_EN, r->date));
            xml_close(&w->xml);
        }
        xml_close(&w->xml);
    }
    if (vote)
        xml_element(&w->xml, "p", span_text(w->arena, r->text, r->vote.span));
    xml_close(&w->xml);
}

static void annex(struct akn *w, const struct annex *a, size_t index)
{
    const char *outer = w->prefix;
    open_with_id(w, "attachment", id(w, arena_format(w->arena, "att_%zu", index + 1)));
    xml_open(&w->xml, "doc");
    xml_put(&w->xml, "name", "annex");
    w->prefix = arena_format(w->arena, "%satt_%zu__", outer, index + 1);
    meta(w, arena_format(w->arena, "annex_%zu", index + 1), false);
    xml_open(&w->xml, "preface");
    xml_element(&w->xml, "p", a->label);
    if (a->title)
        xml_element(&w->xml, "p", a->title);
    xml_close(&w->xml);
    xml_open(&w->xml, "mainBody");
    for (size_t i = 0; i < a->part_count; i++) {
        const struct annex_part *part = &a->parts[i];
        const char *eid = id(w, arena_format(w->arena, "para_%zu", i + 1));
        if (!part->number) {
            xml_element(&w->xml, "p", span_text(w->arena, w->of->text, part->span));
            continue;
        }
        open_with_id(w, "paragraph", eid);
        xml_element(&w->xml, "num", arena_format(w->arena, part->bracket ? "(%s)" : "%s.", part->number));
        put_block(w, "content", arena_format(w->arena, "%s__content", eid), &(struct clause){0}, part->span);
        xml_close(&w->xml);
    }
    if (!a->part_count) {
        xml_open(&w->xml, "p");
        xml_close(&w->xml);
    }
    xml_close(&w->xml);
    xml_close(&w->xml);
    xml_close(&w->xml);
    w->prefix = outer;
}

static void statement(struct akn *w, const struct resolution *r, const char *prefix, bool inner)
{
    const struct resolution *draft = !inner && r->outer ? r : NULL;
    struct akn saved = *w;
    w->of = draft ? r->outer : r;
    w->prefix = prefix;
    w->inner = inner;
    w->refs = w->notes = w->others = 0;
    xml_open(&w->xml, "statement");
    xml_put(&w->xml, "name",
        inner                 ? "resolutionDraft"
            : w->of->decision ? "decision"
            : w->of->draft    ? "resolutionDraft"
                              : "resolution");
    xml_put(&w->xml, "contains", "originalVersion");
    meta(w, "main", true);
    if (!inner)
        preface(w);
    preamble(w);
    main_body(w, draft != NULL);
    if (!inner)
        conclusions(w);
    if (w->of->annex_count) {
        xml_open(&w->xml, "attachments");
        for (size_t i = 0; i < w->of->annex_count; i++)
            annex(w, &w->of->annexes[i], i);
        xml_close(&w->xml);
    }
    if (draft) {
        open_with_id(w, "components", id(w, "cmps"));
        open_with_id(w, "component", id(w, "cmp_1"));
        statement(w, draft, id(w, "cmp_1__"), true);
        xml_close(&w->xml);
        xml_close(&w->xml);
    }
    xml_close(&w->xml);
    saved.xml = w->xml;
    *w = saved;
}

void akn_write(struct buffer *out, struct arena *arena, struct resolution *const *resolutions, size_t count)
{
    struct akn w = {.xml = xml_begin(out, true), .arena = arena, .prefix = ""};
    xml_open(&w.xml, "akomaNtoso");
    xml_put(&w.xml, "xmlns", AKN_SPACE);
    if (count == 1) {
        statement(&w, resolutions[0], "", false);
    } else {
        w.of = resolutions[0];
        xml_open(&w.xml, "documentCollection");
        xml_put(&w.xml, "name", "resolutions");
        meta(&w, "collection", false);
        xml_open(&w.xml, "collectionBody");
        for (size_t i = 0; i < count; i++) {
            const char *eid = arena_format(arena, "cmp_%zu", i + 1);
            open_with_id(&w, "component", eid);
            statement(&w, resolutions[i], arena_format(arena, "%s__", eid), false);
            xml_close(&w.xml);
        }
        xml_close(&w.xml);
        xml_close(&w.xml);
    }
    xml_close(&w.xml);
    xml_end(&w.xml);
}
