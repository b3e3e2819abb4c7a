/* What a template writes for a value, in each place where one may stand; and that no value gets out
 * of its place. */
#include "test/test.h"
#include "web/test/case.h"

static struct case_page page(void)
{
    return (struct case_page){
        .text = "word",
        .address = "/y",
        .piece = "p",
        .number = 1234567,
        .small = 7,
        .size = 8,
        .date = date_of(2014, 6, 12),
        .rows = {{"one"}, {"two"}, {"three"}},
        .rows_count = 2,
    };
}

static const char *shown(const struct case_page *what)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    case_html(out, &test_call, what);
    return out->at;
}

static void has(const char *html, const char *part, int line)
{
    if (!strstr(html, part))
        test_fail(__FILE__, line, "%s is not in %s", part, html);
}

static void lacks(const char *html, const char *part, int line)
{
    if (strstr(html, part))
        test_fail(__FILE__, line, "%s is in %s", part, html);
}
#define HAS(html, part)   has(html, part, __LINE__)
#define LACKS(html, part) lacks(html, part, __LINE__)

TEST(values_are_written_for_their_place)
{
    struct case_page what = page();
    const char *html = shown(&what);
    HAS(html, "<html><title>\xE2\x81\xA8word\xE2\x81\xA9</title>\n");
    HAS(html, "<p title=\"word\"><bdi>word</bdi>|<bdi>word</bdi>||word</p>");
    HAS(html, "<textarea>word</textarea>");
    HAS(html, "<i data-n=\"1234567\" data-d=\"2014-06-12\">1,234,567 7 8 12 June 2014</i>");
    HAS(html, "<b>no</b>");
    LACKS(html, "<b>some</b>");
    HAS(html, "<li><bdi>one</bdi></li><li><bdi>two</bdi></li>\n");
    HAS(html, "</html>");
}

TEST(what_is_not_known_writes_nothing)
{
    struct case_page what = {.number = UNKNOWN};
    const char *html = shown(&what);
    HAS(html, "<p title=\"\">|<bdi></bdi>||</p>");
    HAS(html, "<i data-n=\"\" data-d=\"\"> 0 0 </i>");
}

TEST(text_does_not_become_markup)
{
    struct case_page what = page();
    what.text = "</title></textarea></bdi><script>\"'&";
    const char *html = shown(&what);
    LACKS(html, "<script>");
    HAS(html, "<bdi>&lt;/title&gt;&lt;/textarea&gt;&lt;/bdi&gt;&lt;script&gt;&quot;&#39;&amp;</bdi>");
    HAS(html, "title='&lt;/title&gt;&lt;/textarea&gt;&lt;/bdi&gt;&lt;script&gt;&quot;&#39;&amp;'");
}

TEST(addresses_lead_where_they_should)
{
    static const struct {
        const char *given, *written;
    } cases[] = {
        {"/state/FRA", "href=\"/en/state/FRA\""},    /* in the language of the page */
        {"/fr/state/FRA", "href=\"/fr/state/FRA\""}, /* said already */
        {"/frz", "href=\"/en/frz\""},
        {"/fr", "href=\"/fr\""},
        {"/static/x.css", "href=\"/static/x.css\""},
        {"/api/v1/state", "href=\"/api/v1/state\""},
        {"?after=x", "href=\"?after=x\""},
        {"#top", "href=\"#top\""},
        {"page:2", "href=\"#\""},
        {"./a:b", "href=\"./a:b\""},
        {"https://treaties.un.org/?a=1&b=2", "href=\"https://treaties.un.org/?a=1&amp;b=2\""},
        {"MAILTO:a@b.int", "href=\"MAILTO:a@b.int\""},
        {"javascript:alert(1)", "href=\"#\""},
        {"JaVaScRiPt:alert(1)", "href=\"#\""},
        {" javascript:alert(1)", "href=\"#\""},
        {"java\tscript:alert(1)", "href=\"#\""},
        {"\x01javascript:alert(1)", "href=\"#\""},
        {"data:text/html,<script>", "href=\"#\""},
        {"vbscript:x", "href=\"#\""},
        {"//evil.example/", "href=\"#\""},
        {"/\\evil.example/", "href=\"#\""},
        {"\" onclick=\"x", "href=\"&quot; onclick=&quot;x\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct case_page what = page();
        what.address = cases[i].given;
        HAS(shown(&what), cases[i].written);
    }
}

TEST(pieces_of_addresses_stay_pieces)
{
    struct case_page what = page();
    what.piece = "../a b&c=d?#\"<é";
    HAS(shown(&what),
        "<a "
        "href=\"/en/x/"
        "..%2Fa%20b%26c%3Dd%3F%23%22%3C%C3%A9?q=..%2Fa%20b%26c%3Dd%3F%23%22%3C%C3%A9\">");
}

TEST(raw_takes_what_was_made_safe)
{
    struct buffer *made = buffer_new(test_call.arena, 100);
    buffer_text(made, "<svg>");
    html_text(made, "a<b");
    struct case_page what = page();
    what.chart = html_of(made);
    what.yes = true;
    HAS(shown(&what), "\n<svg>a&lt;b\n");
    HAS(shown(&what), "<b>yes</b>");
}

TEST(the_language_of_the_page_is_in_its_links)
{
    test_call.lang = LANG_AR;
    struct case_page what = page();
    const char *html = shown(&what);
    HAS(html, "<a href=\"/ar/y\"");
    HAS(html, "<a href=\"/ar/x/p?q=p\">");
    HAS(html, date_words(test_call.arena, LANG_AR, what.date));
}

int main(void)
{
    RUN(values_are_written_for_their_place);
    RUN(what_is_not_known_writes_nothing);
    RUN(text_does_not_become_markup);
    RUN(addresses_lead_where_they_should);
    RUN(pieces_of_addresses_stay_pieces);
    RUN(raw_takes_what_was_made_safe);
    RUN(the_language_of_the_page_is_in_its_links);
    return test_end();
}
