/*
 * What the checker knows: sources as tokens, rules, exceptions, findings. tools/check.c says what
 * it is for.
 */
#pragma once
#include "base/buffer.h"
#include "base/text.h"

enum token_kind { TOKEN_COMMENT, TOKEN_WORD, TOKEN_STRING, TOKEN_SIGN, TOKEN_INCLUDE_OURS, TOKEN_INCLUDE_SYSTEM };

struct token {
    enum token_kind kind;
    int line;
    const char *text; /* of a string: what stands between the quotes; of an include: the path */
};

struct source {
    const char *path; /* from the root, "src/world/state.c" */
    char *text;
    struct token *tokens;
    size_t count;
};

enum rule {
    RULE_INCLUDES,   /* a folder uses only those above it */
    RULE_LIBRARIES,  /* a library is known in one folder */
    RULE_FUNCTIONS,  /* what may not be called, and where */
    RULE_SQL_PLACE,  /* SQL is literal text inside SQL() or a migration */
    RULE_SQL_WORDS,  /* SQL means the same on both engines */
    RULE_COMMENT,    /* a file says first what it is */
    RULE_LENGTH,     /* lines and files that can be read */
    RULE_MAP,        /* ARCHITECTURE.md lists the folders there are */
    RULE_EXCEPTIONS, /* an exception is still needed */
    RULES
};
extern const char *const rule_names[RULES];

/* A line of tools/check.exceptions: in this file, this is allowed, because. */
struct exception {
    const char *path, *what;
    int line;
    bool used;
    struct exception *next;
};

struct finding {
    enum rule rule;
    const char *path;
    int line;
    const char *sentence;
    struct finding *next;
};

struct check {
    struct arena *arena;
    const char *root;
    int most_lines; /* of a file */
    struct exception *exceptions;
    struct finding *findings, **findings_end;
};

/* Reads everything under root and leaves the findings in the order of files and lines. ERR_SYSTEM
 * when it cannot be read. */
enum err check_tree(struct check *out, struct arena *arena, const char *root, int most_lines) MUST_CHECK;

/* Records a finding unless an exception says that `what` is allowed in this file. */
void found(struct check *check, enum rule rule, const char *path, int line, const char *what, const char *format, ...)
    PRINTF_LIKE(6, 7);

/* Splits C text into tokens. */
void source_read(struct source *source, struct arena *arena);

/* The two SQL rules on one source; the second on a file of SQL. */
void check_sql(struct check *check, const struct source *source);
void check_sql_file(struct check *check, const char *path, const char *text);

/* The SQL rules on a source that was made while building; its path as it is given. */
enum err check_made(struct check *check, const char *path) MUST_CHECK;
