/* The papers for becoming a party as a file: at the addresses /treaty/package.docx and .pdf, beside the page that asks for them, and by
 * `servanda treaty draft`. */
#pragma once
#include "cli/command.h"
#include "web/operation_page.h"

extern const struct look package_look;

enum err package_docx(struct request *request, struct response *response) MUST_CHECK;
enum err package_pdf(struct request *request, struct response *response) MUST_CHECK;
enum err run_draft(struct session_of_command *session) MUST_CHECK;

struct package_page {
    const char *docx_href, *pdf_href; /* NULL: there is nothing to deposit */
    struct html answer;
};
void package_page_html(struct buffer *out, struct call *call, const struct package_page *page);
