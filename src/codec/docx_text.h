/*
 * What stands in a paragraph, as .docx has it: runs cut where the direction of writing or the look changes, footnotes, gaps,
 * links. Shared by the parts of the writer; nobody else needs it.
 */
#pragma once
#include "codec/document.h"
#include "codec/xml.h"

/* Addresses that one part of the package links to, in the order of their ids. */
struct docx_links {
    struct docx_link {
        const char *url;
        struct docx_link *next;
    } * first, *last;
    int count;
};

struct docx_note {
    const struct prose *prose;
    const char *lang; /* of the paragraph that it belongs to */
    struct docx_note *next;
};

struct docx {
    struct arena *arena;
    const struct document *document;
    struct xml xml;           /* the part being written */
    struct docx_links *links; /* of that part */
    struct docx_note *notes, *last_note;
    int note_count, gap_count;
    bool in_note; /* which holds no notes itself */
};

/* The runs of a paragraph in this language. */
void docx_prose(struct docx *docx, const struct prose *prose, const char *lang);

/* A text as one run or more, in the look of `run`. */
void docx_run(struct docx *docx, const struct run *run, const char *text, const char *lang);

/* Elements with one value, <w:NAME w:val="VALUE"/>, or with none; NULL writes nothing. */
void docx_value(struct xml *xml, const char *name, const char *value);
void docx_number(struct xml *xml, const char *name, int64_t value);
void docx_empty(struct xml *xml, const char *name);
