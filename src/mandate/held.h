/* A stored text read again from the file that it came in: the same bytes always give the same answer. */
#pragma once
#include "gen/mandate.h"
#include "mandate/reader.h"
#include "store/store.h"

/* *out is NULL where its file is not here (it was entered by hand) or reads otherwise today. */
enum err document_read_again(
    struct resolution **out, struct document **row, struct db *db, struct call *call, const char *id) MUST_CHECK;

enum err document_not_held(struct call *call, const char *id) MUST_CHECK; /* for those that need it */

/* The texts of a series that stand and belong, oldest first; drafts only where what was adopted of them is not among them. */
struct series_texts {
    struct document **at;
    size_t count;
};
enum err series_texts_load(struct series_texts *out, struct db *db, struct call *call, const char *series) MUST_CHECK;

/* In which series a text is; NULL when in none. */
enum err series_of_document(
    const char **out, struct db *db, struct call *call, const struct document *document) MUST_CHECK;

/* The document that stands for a symbol, in this language where there is one; NULL when it is not known here. */
enum err document_of_symbol(
    const char **out, struct db *db, struct call *call, const char *symbol, enum document_language language) MUST_CHECK;
