#include "web/template.h"
#include "web/asset.h"
#include <string.h>

/* First strong isolate .. pop directional isolate: where no element can stand. */
static const char isolate[] = "\xE2\x81\xA8", pop_isolate[] = "\xE2\x81\xA9";

void template_text(struct buffer *out, struct call *call, const char *text)
{
    html_text(out, text);
}

void template_isolated_text(struct buffer *out, struct call *call, const char *text)
{
    if (!text || !*text)
        return;
    LITERAL("<bdi>");
    html_text(out, text);
    LITERAL("</bdi>");
}

void template_marked_text(struct buffer *out, struct call *call, const char *text)
{
    if (!text || !*text)
        return;
    LITERAL(isolate);
    html_text(out, text);
    LITERAL(pop_isolate);
}

void template_attribute(struct buffer *out, struct call *call, const char *text)
{
    html_text(out, text);
}

void template_address(struct buffer *out, struct call *call, const char *text)
{
    html_address(out, call->lang, text);
}

void template_address_part(struct buffer *out, struct call *call, const char *text)
{
    html_address_part(out, text);
}

void template_text_number(struct buffer *out, struct call *call, int64_t number)
{
    if (number > -1000 && number < 1000)
        buffer_number(out, number);
    else if (number != UNKNOWN)
        html_text(out, number_text(call->arena, call->lang, number));
}

void template_text_size(struct buffer *out, struct call *call, size_t number)
{
    template_text_number(out, call, (int64_t)number);
}

void template_text_date(struct buffer *out, struct call *call, struct date date)
{
    html_text(out, date_words(call->arena, call->lang, date));
}

void template_plain_number(struct buffer *out, struct call *call, int64_t number)
{
    if (number != UNKNOWN)
        buffer_number(out, number);
}

void template_plain_size(struct buffer *out, struct call *call, size_t number)
{
    buffer_number(out, (int64_t)number);
}

void template_plain_date(struct buffer *out, struct call *call, struct date date)
{
    char text[DATE_TEXT];
    buffer_text(out, date_text(text, date));
}

void template_raw(struct buffer *out, struct html html)
{
    buffer_add(out, html.bytes, html.size);
}

void template_link_prefix(struct buffer *out, struct call *call)
{
    buffer_byte(out, '/');
    buffer_add(out, lang_codes[call->lang], 2);
}

void template_asset(struct buffer *out, const struct asset *asset)
{
    buffer_text(out, asset->url);
}

/* A key that is missing writes itself; the template compiler has refused such keys before. */
void template_words(struct buffer *out, struct call *call, const struct word_entry **entry, const char *key)
{
    const struct word_entry *found = __atomic_load_n(entry, __ATOMIC_RELAXED);
    if (!found) {
        found = word_entry_find(key);
        __atomic_store_n(entry, found, __ATOMIC_RELAXED);
    }
    const char *text = found ? found->text[call->lang] : key;
    html_bytes(out, text, strcspn(text, "\x1f"));
}

void template_say(struct buffer *out, struct call *call, const char *key, const struct word_arg *args, size_t count)
{
    html_text(out, say_text(call->arena, call->lang, key, args, count));
}

struct word_arg template_argument_text(struct call *call, const char *name, const char *text)
{
    return (struct word_arg){name, text_or(text, ""), 0};
}

struct word_arg template_argument_number(struct call *call, const char *name, int64_t number)
{
    return (struct word_arg){name, NULL, number};
}

struct word_arg template_argument_size(struct call *call, const char *name, size_t number)
{
    return (struct word_arg){name, NULL, (int64_t)number};
}

struct word_arg template_argument_date(struct call *call, const char *name, struct date date)
{
    return (struct word_arg){name, date_words(call->arena, call->lang, date), 0};
}
