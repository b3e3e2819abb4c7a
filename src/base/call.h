/*
 * The context of one call: a request, a command or a job. Who asks, in which language, as of when, with what
 * memory; and what went wrong, for the person who asked.
 */
#pragma once
#include "base/words.h"

struct user;     /* access/user.h: who acts, with roles and scopes */
struct row_memo; /* store/row_memo.h: rows read before in a transaction over many */

/* One thing that is wrong with the input. The message is words under the key "fault.KEY", with {field}, {value}, {want}. */
struct fault {
    enum err code;
    const char *key;
    const char *field; /* the name of the field, option, column or file; NULL when it is about the whole */
    const char *value; /* what was given */
    const char *want;  /* what would be right */
    const char *noun;  /* whose field it is, to find its label */
    const char *file;  /* where the input came from, when it was a file */
    int line, column;  /* 0 when there is none */
    struct fault *next;
};

/* Why the system does something by itself: another row is in a state, or a time is over that counts from a field. */
struct cause {
    const char *noun, *id, *state;
    const char *field; /* NULL when it is a row */
};

struct call {
    struct arena *arena;
    enum lang lang;
    const struct user *user;
    const char *who;           /* as the ledger records it */
    const char *request;       /* id of the request, for logs and error pages */
    const char *key;           /* idempotency key; NULL when there is none */
    const char *reason;        /* why, where a change asks for it */
    const struct cause *cause; /* NULL: a person acts, not the system */
    struct row_memo *memo;     /* NULL: nothing is remembered */
    struct date today;
    int64_t now; /* microseconds UTC, read once by the face */
    struct fault *faults, **faults_end;
    size_t fault_count;
};

/* A context with nothing in it but memory, language and time. */
void call_init(struct call *call, struct arena *arena, enum lang lang, int64_t now);

/* Records a fault and gives it back so that more can be said of it. Texts are copied. After 1,000 the rest is counted only. */
struct fault *fault_add(struct call *call, enum err code, const char *key);

/* Records a fault that another call has, with copies of its texts. */
void fault_copy(struct call *call, const struct fault *fault);

/* The usual cases. Each records one fault and returns its code. */
enum err fail(struct call *call, enum err code, const char *key);
enum err fail_field(struct call *call, enum err code, const char *key, const char *field, const char *value);
enum err fail_want(
    struct call *call, enum err code, const char *key, const char *field, const char *value, const char *want);

/* ERR_INVALID about a field of a record. */
enum err fail_of(
    struct call *call, const char *noun, const char *key, const char *field, const char *value, const char *want);

/* ERR_SYSTEM with a message of a library or of the operating system, for the log and for the operator. */
enum err fail_system(struct call *call, const char *what, const char *detail);

/* Forgets the faults recorded so far: for a part that tries and recovers. */
void call_clear(struct call *call);

/* The code of the first fault; OK when there is none. */
enum err call_err(const struct call *call);

/* The sentence for a fault in the language of the call. */
char *fault_text(const struct call *call, const struct fault *fault);
