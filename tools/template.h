/*
 * The template compiler: HTML with {{directives}} in, C out (doc/templates.md says how templates
 * are written).
 *
 * template_html.c   follows the HTML byte by byte and knows where a value would stand
 * template_words.c  knows the keys of *.words files and the arguments of each text
 * template_write.c  turns directives into C
 * template.c        reads the file, cuts it into directives, and is the program
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Where the next byte stands. */
enum place {
    PLACE_TEXT,       /* between tags */
    PLACE_PLAIN_TEXT, /* in title, textarea, option: text in which no element can stand */
    PLACE_FOREIGN,    /* in script or style */
    PLACE_COMMENT,    /* in a comment, or in <!doctype ...> */
    PLACE_TAG_NAME,   /* after <, </ */
    PLACE_TAG,        /* between attributes */
    PLACE_ATTRIBUTE,  /* in the name of an attribute */
    PLACE_EQUALS,     /* after the = */
    PLACE_VALUE,      /* in a quoted value */
    PLACE_BARE_VALUE, /* in a value without quotes */
};

enum { NAME_SIZE = 48, DEPTH = 64 };

struct element {
    char name[NAME_SIZE];
    bool isolated; /* <bdi>, or dir="auto": what stands in it does not mix its direction with the
                      rest */
};

struct position {
    enum place place;
    char name[NAME_SIZE];      /* of the tag being read */
    char attribute[NAME_SIZE]; /* being read */
    char value[NAME_SIZE];     /* the literal start of its value */
    size_t value_size;         /* literal bytes and values so far */
    char quote;
    bool closing, slash, isolates;
    unsigned dashes;
    struct element open[DEPTH];
    int depth;
    bool fresh; /* the last byte written was the end of a line */
};

/* Takes one byte; NULL, or what is wrong with it. */
const char *position_take(struct position *position, char byte);

/* A block begins here: the name of a tag or of an attribute that was being read is complete. */
void position_settle(struct position *position);

/* Says that a value stands here. */
void position_value(struct position *position);

bool position_same(const struct position *a, const struct position *b);

/* In an attribute whose value is an address. */
bool position_is_address(const struct position *position);

/* Why no value may stand here; NULL when it may. */
const char *position_refuses(const struct position *position);

/* Is white space at the start of a line without meaning here? */
bool position_trims(const struct position *position);

/* The text of a key, as far as templates need it. */
struct word_key {
    char *key;
    char *arguments[8];
    int argument_count;
};

struct words {
    struct word_key *keys;
    size_t count, room;
};

bool words_read(struct words *words, const char *path);
const struct word_key *words_find(const struct words *words, const char *key);

/* What is being compiled. */
struct block {
    enum { BLOCK_IF, BLOCK_FOR, BLOCK_INSIDE } kind;
    bool has_else;
    struct position at_start, at_else;
    char variable[NAME_SIZE];
    char layout[NAME_SIZE], argument[256]; /* of INSIDE */
    int line;
};

enum { NESTING = 32 };

struct template
{
    const char *path; /* of the template, as #line gives it */
    const char *text;
    FILE *out;
    int line; /* of the directive or text being compiled */
    struct words words;
    bool check_words;
    struct position position;
    struct block blocks[NESTING];
    int depth;
    int loops;
    bool in_function, is_part, had_body;
    char function[NAME_SIZE], type[2 * NAME_SIZE];
    char *literal; /* HTML gathered, not yet written */
    size_t literal_size, literal_room;
};

_Noreturn void template_fail(const struct template *template, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One piece of HTML, or one directive without its braces. */
void template_literal(struct template *template, const char *bytes, size_t size);
void template_directive(struct template *template, const char *directive);
void template_finish(struct template *template);
