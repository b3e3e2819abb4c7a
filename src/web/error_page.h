/*
 * What a request that failed gets: a page that says what happened, what to do and the number to quote, or for programs
 * {"error":{"code","message","field","value",...}} as CONTRACT.md has it.
 */
#pragma once
#include "web/frame.h"

/* HTTP status of an error. */
int error_status(enum err err);

/* Fills the response from the faults of the call. `status` 0: that of the error. */
void error_page(struct request *request, struct response *response, enum err err, int status);

struct error_fault {
    const char *text;
};

struct error_page {
    struct frame frame;
    const char *kick, *title, *text, *number, *way_href, *way_label;
    struct error_fault *faults;
    size_t faults_count;
    int64_t status;
};
void error_page_html(struct buffer *out, struct call *call, const struct error_page *page);
