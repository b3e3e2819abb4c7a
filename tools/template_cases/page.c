/* Made from page.html by tools/template: edit that one. */
#include "web/template.h"
#include "web/case.h"

static void row_cells(struct buffer *out, struct call *call, const struct case_row *page);

void case_html(struct buffer *out, struct call *call, const struct case_page *page)
{
#line 5 "page.html"
    frame_html_before(out, call, &page->frame);
#line 5 "page.html"
    {
        LITERAL("<h1>");
#line 6 "page.html"
        ISOLATED_TEXT(page->title);
        LITERAL("</h1>\n"
                "<p title=\"");
#line 7 "page.html"
        ATTRIBUTE(page->title);
        LITERAL("\" data-n='");
#line 7 "page.html"
        ATTRIBUTE(page->count);
        LITERAL("'>");
#line 7 "page.html"
        ISOLATED_TEXT(page->count);
        LITERAL(" <bdi>");
#line 7 "page.html"
        TEXT(page->title);
        LITERAL("</bdi> <span dir=\"auto\">");
#line 7 "page.html"
        TEXT(page->title);
        LITERAL("</span></p>\n"
                "<a href=\"");
#line 8 "page.html"
        LINK_PREFIX();
        LITERAL("/state/");
#line 8 "page.html"
        ADDRESS_PART(page->id);
        LITERAL("/history?after=");
#line 8 "page.html"
        ADDRESS_PART(page->next);
        LITERAL("\">");
#line 8 "page.html"
        TEXT(page->label);
        LITERAL("</a>\n"
                "<a href=\"");
#line 9 "page.html"
        ADDRESS(page->address);
        LITERAL("\"");
#line 9 "page.html"
        if (HOLDS(page->here)) {
            LITERAL(" aria-current=\"page\"");
#line 9 "page.html"
        }
        LITERAL(">");
#line 9 "page.html"
        WORDS("plain");
        LITERAL("</a>\n"
                "<link rel=\"stylesheet\" href=\"");
#line 10 "page.html"
        ASSET(asset_site_css);
        LITERAL("\"><a href=\"/static/x\">x</a>\n");
#line 11 "page.html"
        SAY_WORDS("hello", ARGUMENT("name", page->title));
        LITERAL(" ");
#line 11 "page.html"
        SAY_WORDS("late", ARGUMENT("n", page->count));
        LITERAL("\n");
#line 12 "page.html"
        if (!HOLDS(page->rows_count) && (call->lang == LANG_AR) && HOLDS(page->frame.user)) {
            LITERAL("<p>nothing</p>\n");
#line 14 "page.html"
        } else {
            LITERAL("<ul>\n");
#line 16 "page.html"
            EACH(row, page->rows, page->rows_count) {
                LITERAL("<li>");
#line 17 "page.html"
                ISOLATED_TEXT(row->name);
#line 17 "page.html"
                EACH(tag, row->tags, row->tags_count) {
                    LITERAL(" ");
#line 17 "page.html"
                    ISOLATED_TEXT(*tag);
#line 17 "page.html"
                }
                LITERAL("</li>\n");
#line 18 "page.html"
                row_cells(out, call, row);
#line 19 "page.html"
            }
            LITERAL("\n"
                    "</ul>\n");
#line 21 "page.html"
        }
        LITERAL("\n"
                "<textarea name=\"story\">\n");
#line 23 "page.html"
        TEXT(page->story);
        LITERAL("</textarea><pre>\n"
                "   ");
#line 24 "page.html"
        ISOLATED_TEXT(page->story);
        LITERAL("\n"
                "   </pre>\n");
#line 26 "page.html"
        RAW(page->chart);
        LITERAL("\n");
#line 27 "page.html"
    }
#line 27 "page.html"
    frame_html_after(out, call, &page->frame);
    LITERAL("\n");
}

static void row_cells(struct buffer *out, struct call *call, const struct case_row *page)
{
    LITERAL("<select><option value=\"");
#line 30 "page.html"
    ATTRIBUTE(page->name);
    LITERAL("\">");
#line 30 "page.html"
    MARKED_TEXT(page->name);
    LITERAL("</option></select>\n");
}
