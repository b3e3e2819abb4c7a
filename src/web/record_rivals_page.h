/* What several sources say of one fact, on the page of each row; and the page on which a person says which one stands. */
#pragma once
#include "web/operation_page.h"

struct rivals_view {
    struct answer_page table; /* this row first, then the others */
    const char *settle_href;  /* NULL: there is nothing to settle, or not by this user */
    const char *about;        /* whether they say the same */
};
void rivals_html(struct buffer *out, struct call *call, const struct rivals_view *page);

/* The panel; its title stays NULL when no other source says anything. */
enum err rivals_panel(struct panel *out, struct request *request, struct db *db, const struct view *view) MUST_CHECK;

enum err record_settle_page(struct request *request, struct response *response) MUST_CHECK;
