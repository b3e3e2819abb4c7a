#include "treaty/package_document.h"
#include "base/text.h"
#include "record/print.h"
#include "world/load.h"
#include "world/naming.h"

enum { DAY_SECONDS = 86400 };
#define DAY_LONG (DAY_SECONDS * INT64_C(1000000))

/* All that the parts of the document say, in the language of the call. */
struct papers {
    struct call *call;
    struct document *document;
    const struct package_facts *facts;
    const struct treaty_package *package;
    const char *state, *of_state, *instrument, *deposit;
};

static const char *const act_names[] = {
    [TREATY_PACKAGE_ACT_RATIFICATION] = "ratification",
    [TREATY_PACKAGE_ACT_ACCEPTANCE] = "acceptance",
    [TREATY_PACKAGE_ACT_APPROVAL] = "approval",
    [TREATY_PACKAGE_ACT_ACCESSION] = "accession",
};
static const char *const declaration_names[] = {
    [TREATY_DECLARATION_KIND_JURISDICTION_NOTICE] = "jurisdiction_notice",
    [TREATY_DECLARATION_KIND_PRODUCER_STATE] = "producer_state",
    [TREATY_DECLARATION_KIND_ANNEX_EXCLUSION] = "annex_exclusion",
    [TREATY_DECLARATION_KIND_FAMILY_EXEMPTION] = "family_exemption",
    [TREATY_DECLARATION_KIND_DISPUTE_OPTOUT] = "dispute_optout",
    [TREATY_DECLARATION_KIND_EXTRADITION_BASIS] = "extradition_basis",
};

static const char *words_of(struct papers *papers, const char *group, const char *name)
{
    return word(papers->call->lang, arena_format(papers->call->arena, "package.%s.%s", group, name));
}

static const char *say_of(struct papers *papers, const char *key)
{
    struct call *call = papers->call;
    return SAY(call->arena, call->lang, key, {"state", papers->state, 0}, {"of_state", papers->of_state, 0},
        {"instrument", papers->instrument, 0}, {"deposit", papers->deposit, 0});
}

static const char *say_names(struct papers *papers, const char *key, const char *noun, const char *const *ids, size_t n)
{
    struct call *call = papers->call;
    struct buffer *names = buffer_new(call->arena, 16 << 10);
    for (size_t i = 0; i < n; i++)
        buffer_format(names, "%s%s", i ? "; " : "", text_or(titles_find(papers->facts->titles, noun, ids[i]), ids[i]));
    return SAY(call->arena, call->lang, key, {"names", names->at, 0});
}

static const char *say_date(struct papers *papers, const char *key, struct date date)
{
    struct call *call = papers->call;
    return SAY(call->arena, call->lang, key, {"date", date_words(call->arena, call->lang, date), 0},
        {"deposit", papers->deposit, 0}, {"state", papers->state, 0});
}

static void heading(struct papers *papers, const char *key)
{
    document_heading(papers->document, 1, word(papers->call->lang, key));
}

static void numbered(struct papers *papers, const char *text)
{
    document_numbered(papers->document, 1, text);
}

/* ---- where things stand ---- */

static void tell_standing(struct papers *papers)
{
    const struct treaty_package *package = papers->package;
    heading(papers, "package.stands");
    if (!package->way) {
        numbered(papers,
            say_of(papers, package->status == TREATY_PACKAGE_STATUS_PARTY ? "package.is_party" : "package.cannot"));
        return;
    }
    if (date_known(package->signed_on))
        numbered(papers, say_date(papers, "package.signed", package->signed_on));
    else if (package->way == TREATY_PACKAGE_WAY_SIGN)
        numbered(papers, say_date(papers, "package.open", package->until));
    else
        numbered(papers, say_of(papers, "package.closed"));
    if (package->first_count)
        numbered(papers, say_names(papers, "package.first", "instrument", package->first, package->first_count));
    if (package->brings_count)
        numbered(papers, say_names(papers, "package.brings", "instrument", package->brings, package->brings_count));
    numbered(papers,
        date_known(package->in_force_from) ? say_date(papers, "package.in_force", package->in_force_from)
                                           : say_of(papers, "package.in_force_unknown"));
    if (package->certain != 1)
        numbered(papers, say_of(papers, "package.not_certain"));
}

/* ---- what is deposited with whom ---- */

static void tell_deposit(struct papers *papers)
{
    const struct treaty_package *package = papers->package;
    heading(papers, "package.deposit");
    numbered(papers, words_of(papers, "one", act_names[package->act]));
    numbered(papers, word(papers->call->lang, "package.who_signs"));
    if (package->depositary_count)
        numbered(papers,
            say_names(papers, package->depositary_count > 1 ? "package.with_several" : "package.with", "depositary",
                package->depositary, package->depositary_count));
    else
        numbered(papers, word(papers->call->lang, "package.with_unknown"));
    numbered(papers, word(papers->call->lang, "package.effect"));
}

/* ---- declarations ---- */

static void head_row(struct papers *papers, struct grid *table, const char *const *keys, int count)
{
    struct grid_row *row = grid_add_row(table, true);
    for (int i = 0; i < count; i++)
        grid_add_cell(table, row, word(papers->call->lang, keys[i]));
}

static const char *articles_of(struct papers *papers, const char *articles, bool verified)
{
    return verified
        ? articles
        : arena_format(papers->call->arena, "%s (%s)", articles, word(papers->call->lang, "package.unverified"));
}

static void tell_declarations(struct papers *papers)
{
    static const struct grid_column columns[] = {{30, ALIGN_START}, {16, ALIGN_START}, {54, ALIGN_START}};
    static const char *const heads[] = {"package.declaration", "field.articles", "package.does"};
    static const char *const needs[] = {
        [TREATY_DECLARATION_NEED_MUST] = "must",
        [TREATY_DECLARATION_NEED_MAY] = "may",
        [TREATY_DECLARATION_NEED_USEFUL] = "useful",
    };
    const struct treaty_package *package = papers->package;
    heading(papers, "package.declarations");
    if (!package->declarations_count) {
        numbered(papers, word(papers->call->lang, "package.no_declarations"));
        return;
    }
    numbered(papers, word(papers->call->lang, "package.declare_how"));
    struct grid *table = document_table(papers->document, columns, 3);
    head_row(papers, table, heads, 3);
    for (size_t i = 0; i < package->declarations_count; i++) {
        const struct treaty_declaration *declaration = &package->declarations[i];
        struct grid_row *row = grid_add_row(table, false);
        struct prose *name = grid_add_cell(table, row, NULL);
        const char *kind = declaration_names[declaration->kind];
        prose_run(name, (struct run){.text = words_of(papers, "kind", kind), .bold = true});
        prose_text(name, "\n");
        prose_text(name, words_of(papers, "need", needs[declaration->need]));
        grid_add_cell(table, row,
            articles_of(papers, declaration->articles, declaration->mark != TREATY_DECLARATION_MARK_UNVERIFIED));
        grid_add_cell(table, row, words_of(papers, "does", kind));
    }
}

/* ---- at home ---- */

static void tell_steps(struct papers *papers)
{
    static const char *const steps[] = {
        "text", "law", "ministries", "declare", "approval", "signature", "delivery", "publish", "notify"};
    heading(papers, "package.home");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct prose *step = document_bullet(papers->document, 1, NULL);
        prose_text(step, "[  ] ");
        prose_text(step, words_of(papers, "step", steps[i]));
    }
}

static void tell_provisions(struct papers *papers)
{
    static const struct grid_column columns[] = {{60, ALIGN_START}, {40, ALIGN_START}};
    static const char *const heads[] = {"field.category", "field.articles"};
    const struct treaty_package *package = papers->package;
    const struct field *category = &treaty_provision_shape.parts[0].field;
    if (!package->provisions_count)
        return;
    heading(papers, "package.law");
    numbered(papers, word(papers->call->lang, "package.law_text"));
    struct grid *table = document_table(papers->document, columns, 2);
    head_row(papers, table, heads, 2);
    for (size_t i = 0; i < package->provisions_count; i++) {
        const struct treaty_provision *provision = &package->provisions[i];
        struct grid_row *row = grid_add_row(table, false);
        grid_add_cell(table, row, print_text(papers->call, category, category->choices[provision->category - 1]));
        grid_add_cell(
            table, row, articles_of(papers, provision->articles, provision->mark != TREATY_PROVISION_MARK_UNVERIFIED));
    }
}

/* ---- the model ---- */

static void gap(struct prose *prose, struct papers *papers, const char *key, int width)
{
    prose_gap(prose, word(papers->call->lang, key), width);
}

static void tell_model(struct papers *papers)
{
    const struct treaty_package *package = papers->package;
    struct document *document = papers->document;
    enum lang lang = papers->call->lang;
    document_page_break(document);
    document_heading(document, 1, words_of(papers, "model", act_names[package->act]));
    struct prose *opening = document_paragraph(document, word(lang, "package.model_opening"));
    prose_text(opening, " ");
    gap(opening, papers, "package.gap_person", 40);
    document_paragraph(document, say_of(papers, "package.model_recalls"));
    if (date_known(package->signed_on))
        document_paragraph(document, say_date(papers, "package.model_signed", package->signed_on));
    document_paragraph(document,
        say_of(papers, arena_format(papers->call->arena, "package.model_consent.%s", act_names[package->act])));
    for (size_t i = 0; i < package->declarations_count; i++) {
        const struct treaty_declaration *declaration = &package->declarations[i];
        struct prose *prose = document_paragraph(document, NULL);
        if (declaration->need != TREATY_DECLARATION_NEED_MUST)
            prose_run(prose,
                (struct run){.text = arena_format(papers->call->arena, "[%s] ", word(lang, "package.if_wished")),
                    .italic = lang != LANG_AR && lang != LANG_ZH});
        prose_text(prose,
            SAY(papers->call->arena, lang,
                arena_format(papers->call->arena, "package.declares.%s", declaration_names[declaration->kind]),
                {"articles", declaration->articles, 0}, {"state", papers->state, 0}));
        if (declaration->need == TREATY_DECLARATION_NEED_MUST ||
            declaration->kind == TREATY_DECLARATION_KIND_ANNEX_EXCLUSION) {
            prose_text(prose, " ");
            gap(prose, papers, "package.gap_text", 40);
        }
    }
    document_paragraph(document, word(lang, "package.model_witness"));
    struct prose *done = document_paragraph(document, word(lang, "package.model_done"));
    prose_text(done, " ");
    gap(done, papers, "package.gap_place", 24);
    prose_text(done, " ");
    gap(done, papers, "package.gap_day", 24);
    struct prose *end = document_paragraph(document, NULL);
    gap(end, papers, "package.gap_signature", 40);
    prose_text(end, "    ");
    gap(end, papers, "package.gap_seal", 16);
}

static enum err name_things(struct papers *papers, struct db *db)
{
    struct call *call = papers->call;
    struct instrument *instrument;
    struct state *state;
    const struct name_usage *usage;
    enum err err = state_load(&state, db, call, papers->facts->asked->state);
    if (!err)
        err = name_usage_of(&usage, db, call, papers->facts->asked->state);
    if (!err)
        err = instrument_load(&instrument, db, call, papers->facts->asked->instrument);
    if (err)
        return err;
    const char *name = text_or(instrument->name[call->lang], instrument->name[LANG_EN]);
    papers->state = state_words(call->arena, call->lang, state, usage, RELATION_NAMED);
    papers->of_state = state_words(call->arena, call->lang, state, usage, RELATION_OF);
    papers->instrument = date_known(instrument->adopted)
        ? SAY(call->arena, call->lang, "package.named", {"name", name, 0},
              {"date", date_words(call->arena, call->lang, instrument->adopted), 0})
        : name;
    papers->deposit = date_words(call->arena, call->lang, papers->facts->asked->deposit);
    return OK;
}

enum err package_document(struct document **out, struct db *db, struct call *call, const struct package_facts *facts)
{
    struct papers papers = {.call = call, .facts = facts, .package = facts->package};
    enum err err = name_things(&papers, db);
    if (err)
        return err;
    const char *title = say_of(&papers, "package.title");
    *out = papers.document = document_new(call->arena, lang_codes[call->lang], title);
    papers.document->created = call->now - call->now % DAY_LONG; /* on one day the file is the same */
    papers.document->author = "Servanda";
    papers.document->foot = word(call->lang, "package.foot");
    document_title(papers.document, title);
    document_paragraph(papers.document, papers.instrument);
    tell_standing(&papers);
    if (!facts->package->way)
        return OK;
    tell_deposit(&papers);
    tell_declarations(&papers);
    tell_steps(&papers);
    tell_provisions(&papers);
    tell_model(&papers);
    return OK;
}
