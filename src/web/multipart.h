/*
 * Forms with files, as browsers send them (multipart/form-data, RFC 7578): the fields become pairs like those of any form, the
 * files stand where they came. Strict: what a browser would not send is refused, since nobody else has a reason to send it.
 *
 * The name of a file is what its sender says: only its last part is taken, to be shown, never to open or to store anything.
 */
#pragma once
#include "web/request.h"

enum {
    MULTIPART_PARTS = 64,        /* in one form */
    MULTIPART_FILES = 4,         /* of them, files */
    MULTIPART_HEADERS = 4 << 10, /* bytes of the headers of one part */
    MULTIPART_TEXT = 64 << 10,   /* bytes of one field that is no file */
    MULTIPART_FILE_NAME = 120,   /* characters shown of the name of a file */
};

/* `type` is the header Content-Type, with its boundary. The bytes of files are those of `body`, not copied. */
bool multipart_parse(
    struct pairs *fields, struct uploads *files, struct arena *arena, const char *type, const char *body, size_t size);

/* Whether a header Content-Type announces such a form. */
bool multipart_is(const char *type);
