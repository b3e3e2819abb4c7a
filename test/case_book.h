/*
 * A book for cases: the real instruments and what they are to each other, two invented States, and actions written as a lawyer
 * would note them:
 *
 *     signature 2000-01-10; ratification 2001-09-07     with the day of signature or deposit
 *     succession 1994-08-15>1992-03-06                  > the stated effective date
 *     accession 1999-02-11@MONTREAL_NL/GBR              @ the source, / the depositary
 *     listed                                            named by a list without dates
 *     objects no_relations                              (of pairs) objects to the other's reservation
 *
 * For tests only.
 */
#pragma once
#include "test/table.h"
#include "treaty/book.h"

enum { CASE_ACTS_MOST = 64 };

struct case_book {
    struct treaty_book book;
    uint32_t a, b; /* XAA and XAB */
};

static inline void case_treaties(struct treaty_book *book)
{
    size_t count, ties;
    const void **rows = facts_read("data/instrument.csv", &instrument_record, &count);
    book->treaties = NEW_ARRAY(test_call.arena, count, struct treaty);
    for (size_t i = 0; i < count; i++) { /* in the order of their ids */
        size_t at = i;
        const struct instrument *it = rows[i];
        for (; at > 0 && strcmp(book->treaties[at - 1].id, it->row.id) > 0; at--)
            book->treaties[at] = book->treaties[at - 1];
        book->treaties[at] = (struct treaty){.id = it->row.id,
            .reach = it->reach,
            .adopted = it->adopted,
            .opens = it->opens,
            .closes = it->closes,
            .in_force = it->in_force,
            .table = {it->coverage == INSTRUMENT_COVERAGE_WHOLE, it->covered_until}};
        REQUIRE(rule_parse(&book->treaties[at].later, it->later_rule) &&
            rule_parse(&book->treaties[at].notice, it->notice));
    }
    book->treaty_count = count;
    rows = facts_read("data/relation.csv", &relation_record, &ties);
    book->ties = NEW_ARRAY(test_call.arena, ties, struct tie_to);
    for (size_t i = 0; i < ties; i++) {
        const struct relation *it = rows[i];
        book->ties[i] = (struct tie_to){book_treaty(book, it->instrument), book_treaty(book, it->to), it->kind,
            it->joining, it->read_as_one == 1, it->ends_with == 1, it->later_amended == 1, it->articles};
    }
    book->tie_count = ties;
}

static inline struct case_book *case_book_new(void)
{
    struct case_book *made = NEW(test_call.arena, struct case_book);
    struct treaty_book *book = &made->book;
    case_treaties(book);
    book->bodies = NEW_ARRAY(test_call.arena, 2, struct body);
    book->bodies[0] = (struct body){.id = "XAA", .able = true};
    book->bodies[1] = (struct body){.id = "XAB", .able = true};
    book->body_count = 2;
    made->b = 1;
    book->acts = NEW_ARRAY(test_call.arena, CASE_ACTS_MOST, struct act);
    book->listed = NEW_ARRAY(test_call.arena, CASE_ACTS_MOST, struct listed);
    book->objections = NEW_ARRAY(test_call.arena, CASE_ACTS_MOST, struct objected);
    return made;
}

/* The same instruments again, with nobody's actions. */
static inline void case_book_clear(struct case_book *made)
{
    struct treaty_book *book = &made->book;
    book->act_count = book->listed_count = book->objection_count = 0;
    for (size_t i = 0; i < book->treaty_count; i++)
        book->treaties[i].tie_count = book->treaties[i].cell_count = 0;
}

static inline char *case_cut(char **at, char sign)
{
    char *start = *at, *end = strchr(start, sign);
    *at = end ? end + 1 : start + strlen(start);
    if (end)
        *end = 0;
    return text_trim(test_call.arena, start);
}

static inline void case_act(struct treaty_book *book, uint32_t instrument, uint32_t state, char *note)
{
    struct act act = {.instrument = instrument, .state = state, .source = "SOURCE"};
    char *depositary = note, *source, *effective, *word;
    note = case_cut(&depositary, '/');
    act.depositary = *depositary ? depositary : NULL;
    source = note;
    note = case_cut(&source, '@');
    act.source = *source ? source : act.source;
    effective = note;
    note = case_cut(&effective, '>');
    if (*effective)
        REQUIRE(date_parse(&act.effective, effective));
    word = case_cut(&note, ' ');
    act.kind = (enum action_kind)choice_named(&action_record, "kind", word);
    REQUIRE(act.kind);
    if (*note)
        REQUIRE(date_parse(&act.date, note));
    REQUIRE(book->act_count < CASE_ACTS_MOST);
    book->acts[book->act_count++] = act;
}

/* `instrument` NULL: each action names its own first. */
static inline void case_add(struct case_book *made, const char *instrument, uint32_t state, const char *actions)
{
    struct treaty_book *book = &made->book;
    char *at = arena_text(test_call.arena, actions);
    uint32_t last = NO_PLACE;
    while (*at) {
        char *note = case_cut(&at, ';');
        if (text_is(note, "objects no_relations") || text_is(note, "objects relations_remain")) {
            book->objections[book->objection_count++] = (struct objected){.instrument = last,
                .state = state,
                .against = state == made->a ? made->b : made->a,
                .ends_relations = text_ends(note, "no_relations")};
            continue;
        }
        last = book_treaty(book, instrument ? instrument : case_cut(&note, ' '));
        REQUIRE(last != NO_PLACE);
        if (text_is(note, "listed"))
            book->listed[book->listed_count++] = (struct listed){last, state, "LIST"};
        else
            case_act(book, last, state, note);
    }
}
