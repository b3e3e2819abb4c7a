/*
 * A page that is one form: what it is about, what it will do, the form. And what follows when it was sent: done and on to
 * another page, or refused and shown again with what was typed.
 */
#pragma once
#include "web/form.h"

struct form_point {
    const char *text;
};

struct form_page {
    struct frame frame;
    const char *kick, *kick_href; /* what it is about */
    const char *title, *text;
    const struct form_point *points; /* what it does, one by one */
    size_t points_count;
    const char *warning; /* what cannot be undone */
    struct form form;
};
void form_page_html(struct buffer *out, struct call *call, const struct form_page *page);

/* Fills the frame and writes the page; faults of the call stand in the form. What was typed is not kept by browsers. */
enum err form_page_show(struct form_page *page, struct request *request, struct response *response) MUST_CHECK;

/* The same request was sent before, and what it asked for is done. */
bool form_was_sent(const struct call *call);

/*
 * After what the form asked for was tried: goes to `next` when it was done, also when an earlier sending did it; shows the form
 * again when it was refused; gives back any other error.
 */
enum err form_answer(
    struct request *request, struct response *response, enum err err, const char *next, handler *show) MUST_CHECK;

/* A password that the person knows, asked for once more. */
void form_add_password(struct form *form, struct call *call, const char *name, const char *label);
