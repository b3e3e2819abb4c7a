/* Made from layout.html by tools/template: edit that one. */
#include "web/template.h"

void frame_html_before(struct buffer *out, struct call *call, const struct frame *page)
{
    LITERAL("<!doctype html>\n"
            "<html lang=\"");
#line 3 "layout.html"
    ATTRIBUTE(page->lang);
    LITERAL("\"><!-- no value here --><head><title>");
#line 3 "layout.html"
    MARKED_TEXT(page->title);
    LITERAL("</title></head>\n"
            "<body>\n");
}

void frame_html_after(struct buffer *out, struct call *call, const struct frame *page)
{
    LITERAL("</body></html>\n");
}
