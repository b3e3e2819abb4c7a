/*
 * What can go wrong, as values.
 *
 * A fallible function returns `enum err`, and the caller must look at it. What a person is told (message
 * key, field, offending value, what would be right) goes into the context of the call: base/call.h.
 * The values are also the exit status of the command line (err_status) and the status of an answer over HTTP.
 */
#pragma once

#define MUST_CHECK                      __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

enum err {
    OK = 0,
    ERR_INVALID,   /* the input is refused: one or more faults say which part and why */
    ERR_NOT_FOUND, /* the thing named is not there, or not there for this user */
    ERR_FORBIDDEN, /* the user may not do this */
    ERR_LOGIN,     /* nobody is logged in, and somebody has to be */
    ERR_STALE,     /* somebody else changed it in between */
    ERR_CONFLICT,  /* it is there already, or something else depends on it */
    ERR_LIMIT,     /* too large, too many, too fast */
    ERR_USAGE,     /* the command or request is not understood */
    ERR_BUSY,      /* cannot be done now, may be done later */
    ERR_UNKNOWN,   /* it may have been done or not: ask again with the same key */
    ERR_NO_MEMORY, /* an allocation failed or a call's limit of memory is reached */
    ERR_SYSTEM,    /* disk, database, permission of files */
};

/* The short word of an error: "invalid", "not_found", ... as it stands in JSON answers and message keys. */
const char *err_name(enum err err);

/* Exit status: 0 done, 1 refused or not there, 2 usage, 3 could not be done. */
int err_status(enum err err);
