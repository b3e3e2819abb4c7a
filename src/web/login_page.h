/* The page for signing in. Private to visitor.c. */
#pragma once
#include "web/form.h"

struct login_page {
    struct frame frame;
    struct form form;
};
void login_page_html(struct buffer *out, struct call *call, const struct login_page *page);
