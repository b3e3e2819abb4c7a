/* Labels of paragraphs: "12.", "(a)", "(iv)", "II", "B."; with a quotation mark or an asterisk before them or not. */
#pragma once
#include "mandate/token.h"

enum label_kind {
    LABEL_NONE,
    LABEL_NUMBER,  /* "12." */
    LABEL_BRACKET, /* "(a)", "(iv)", "(1)", "a)" */
    LABEL_SECTION, /* "II", "II.", "B.", "B" */
};

struct label {
    uint8_t kind;
    uint8_t size;    /* tokens it takes, with what stands before it */
    bool alone;      /* nothing follows */
    uint16_t number; /* of LABEL_NUMBER */
    char text[8];    /* "12", "a", "iv", "II" */
    bool faulty;     /* a comma for a full stop, "l" for "1" */
};

/* `source` is what the tokens were cut from. */
struct label label_read(const char *source, const struct token *tokens, size_t count);

/* The value of a small or capital Roman figure; 0 when it is none. */
int roman_value(const char *text, size_t size);

/* Tokens of quotation marks, asterisks and the like that may stand before a paragraph. */
size_t decoration(const struct token *tokens, size_t count);
