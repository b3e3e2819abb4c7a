/* A line of a declaration, cut into words, and how it is read: by parse.c, and by who reads other blocks than records. */
#pragma once
#include "tools/decl/decl.h"

/* The words of a line: a quoted text is one word; , ; stand alone. */
struct line {
    struct place place;
    char *words[256];
    bool quoted[256];
    int count, at;
    bool indented;
};

const char *peek(const struct line *line);                          /* the next word, "" at the end */
bool take(struct line *line, const char *word);                     /* takes the next word when it is this one */
char *next(struct line *line, const char *what);                    /* the next word; complains when there is none */
char *name(struct line *line, const char *what);                    /* a word of small letters */
void names(struct line *line, struct names *out, const char *what); /* a, b, c */
long long number(struct line *line, const char *word);              /* the word as one */
void roles(struct line *line, struct open_to *to);                  /* officer, focal_point own, ... */
bool is_type(const char *word);                                     /* text, number, ref, ... */
void take_field(struct line *line, struct record *record);          /* NAME TYPE PROPERTIES */
struct field *add_field(struct line *line, struct record *record, char *field_name);
