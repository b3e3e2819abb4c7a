/*
 * A resolution as it was read. All texts are slices of one clean text, told by two offsets; mandate_source tells where they stand
 * in the source.
 */
#pragma once
#include "base/date.h"
#include "base/words.h"
#include "mandate/clean.h"
#include "mandate/organ.h"

struct span {
    uint32_t at, to;
};

struct said_verb {
    const char *phrase; /* "takes note with appreciation", in small letters; of a preamble as it is written */
    const char *base;   /* the verb as the vocabulary has it: "takes note"; NULL when it is not there */
    const char *class;  /* directive, observing, reinforcing, deciding, evaluative; NULL: not known */
    struct span span;   /* of the phrase */
    struct span who;    /* to whom it is said; empty when nobody */
    struct span what;   /* what they are asked for */
};

enum where { WHERE_HEADER = 1, WHERE_PREAMBLE = 2, WHERE_OPERATIVE = 4, WHERE_ANNEX = 8, WHERE_NOTE = 16 };

struct reference {
    const char *symbol;
    unsigned where; /* bits */
};

struct cited {
    uint32_t reference; /* index in the resolution's */
    struct span span;
};

/* A part of a paragraph with a label of its own; children follow their parent, one deeper. */
struct subparagraph {
    char label[8];
    uint8_t depth;     /* from 1 */
    uint32_t label_at; /* where its label begins */
    struct span span;  /* without the label, with what is below it */
};

struct resource {
    const char *kind; /* existing, extrabudgetary, voluntary, request */
    struct span span;
};

struct clause {
    const char *number;  /* NULL: none is written */
    const char *section; /* "II"; NULL */
    const char *heading; /* above it; NULL */
    struct span span;    /* without the number */
    struct said_verb *verbs;
    size_t verb_count;
    struct cited *cited;
    size_t cited_count;
    struct subparagraph *subs;
    size_t sub_count;
    struct resource *resources;
    size_t resource_count;
    const uint32_t *marks; /* footnotes */
    size_t mark_count;
    int sure; /* of 100 */
};

struct report_duty {
    const char *who, *to, *when; /* NULL: not told */
    const char *through;         /* an organ on the way */
    int sessions[16];
    size_t session_count;
    size_t clause;   /* index in operative */
    const char *sub; /* label of the subparagraph it stands in; NULL */
    bool recurring;
    struct span span; /* the words it was read from */
};

struct footnote {
    int number; /* 0: none or an asterisk */
    struct span span;
    struct cited *cited;
    size_t cited_count;
};

struct annex_part {
    const char *number; /* NULL */
    struct span span;
    bool heading, bracket; /* bracket: the number stands in brackets */
};

struct annex {
    const char *label; /* "Annex", "Annex II" */
    const char *title; /* NULL */
    struct annex_part *parts;
    size_t part_count;
    struct span span;
};

struct vote {
    const char *how;                    /* without_vote, unanimous, recorded, vote; NULL: not told */
    int in_favour, against, abstaining; /* -1: not told */
    struct span span;
};

enum sure { SURE_NOT, SURE_SEEN, SURE_COMPUTED };

struct resolution {
    enum un_organ organ;
    enum lang lang;
    bool decision, draft;
    const char *symbol, *session, *title, *meeting, *agenda_item, *committee_report, *distributed;
    struct date date;
    enum sure symbol_sure, session_sure, date_sure, title_sure;
    struct clause *preamble, *operative;
    size_t preamble_count, operative_count;
    struct reference *references;
    size_t reference_count;
    struct report_duty *reporting;
    size_t reporting_count;
    struct footnote *footnotes;
    size_t footnote_count;
    struct annex *annexes;
    size_t annex_count;
    struct vote vote;
    struct span span, formula, closing; /* all of it; its opening words; what stands below */
    bool cut;                           /* ends before its end */
    int sure;                           /* of 100 */
    struct resolution *outer;   /* a draft it recommends to another organ is read; this is what stands around it */
    struct resolution *version; /* the same in another language, from the other column */
    const struct text *text;
};

struct mandate_reading {
    struct resolution **at;
    size_t count;
    const char *error, *looks_like; /* when count is 0: the key of words, and what it seems to be */
    const struct text *text;
};

/* A slice of the clean text as a text of its own. */
static inline char *span_text(struct arena *arena, const struct text *text, struct span span)
{
    return arena_copy(arena, text->bytes + span.at, span.to - span.at);
}
