/*
 * Style sheets, drawings and scripts of ui/, inside the program: tools/embed makes the table. Their
 * address holds the hash of their content, so that a browser may keep them for ever.
 */
#pragma once
#include <stddef.h>

struct asset {
    const char *name;                    /* "site.css" */
    const char *url;                     /* "/static/2f1c.../site.css" */
    const char *type;                    /* "text/css; charset=utf-8" */
    const unsigned char *bytes, *zipped; /* zipped: NULL when it would not be smaller */
    size_t size, zipped_size;
};

extern const struct asset *const assets[]; /* NULL at the end */

/* By the path of a request; NULL when there is none. */
const struct asset *asset_at(const char *url);
