/*
 * What compiled templates write with. Only the C that tools/template makes includes this; a page calls the function
 * of its template. doc/templates.md says which directive becomes what.
 *
 * A value is written by its type and by where it stands: a date is "12 June 2014" between tags and "2014-06-12" in an
 * attribute, a number is grouped between tags and plain in an attribute, text is escaped for the place. Types
 * that have no meaning there do not compile.
 */
#pragma once
#include "base/text.h"
#include "web/html.h"

/* The text of an asset of ui/: made by tools/embed. */
struct asset;

void template_text(struct buffer *out, struct call *call, const char *text);
void template_isolated_text(struct buffer *out, struct call *call, const char *text);
void template_marked_text(struct buffer *out, struct call *call, const char *text);
void template_attribute(struct buffer *out, struct call *call, const char *text);
void template_address(struct buffer *out, struct call *call, const char *text);
void template_address_part(struct buffer *out, struct call *call, const char *text);

void template_text_number(struct buffer *out, struct call *call, int64_t number);
void template_text_size(struct buffer *out, struct call *call, size_t number);
void template_text_date(struct buffer *out, struct call *call, struct date date);
void template_plain_number(struct buffer *out, struct call *call, int64_t number);
void template_plain_size(struct buffer *out, struct call *call, size_t number);
void template_plain_date(struct buffer *out, struct call *call, struct date date);

void template_raw(struct buffer *out, struct html html);
void template_link_prefix(struct buffer *out, struct call *call);
void template_asset(struct buffer *out, const struct asset *asset);

/* `entry` remembers where the words were found. */
void template_words(struct buffer *out, struct call *call, const struct word_entry **entry, const char *key);
void template_say(struct buffer *out, struct call *call, const char *key, const struct word_arg *args, size_t count);

struct word_arg template_argument_text(struct call *call, const char *name, const char *text);
struct word_arg template_argument_number(struct call *call, const char *name, int64_t number);
struct word_arg template_argument_size(struct call *call, const char *name, size_t number);
struct word_arg template_argument_date(struct call *call, const char *name, struct date date);

static inline bool template_holds_text(const char *text)
{
    return text && *text;
}
static inline bool template_holds_number(int64_t number)
{
    return number != 0 && number != UNKNOWN;
}
static inline bool template_holds_size(size_t number)
{
    return number != 0;
}
static inline bool template_holds_date(struct date date)
{
    return date.year != 0;
}
static inline bool template_holds_html(struct html html)
{
    return html.size != 0;
}
static inline bool template_holds_pointer(const void *pointer)
{
    return pointer != NULL;
}

/* clang-format off */
#define TEMPLATE_BY_TYPE(value, of_text, of_number, of_size, of_date)                                                  \
    _Generic((value), char *: of_text, const char *: of_text, int: of_number, short: of_number,                        \
        signed char: of_number, unsigned short: of_number, unsigned char: of_number, long: of_number,                  \
        long long: of_number, unsigned: of_number, unsigned long: of_size, unsigned long long: of_size,                \
        struct date: of_date)

#define LITERAL(text)       buffer_add(out, text, sizeof(text) - 1)
#define TEXT(value)         TEMPLATE_BY_TYPE(value, template_text, template_text_number, template_text_size,           \
                                template_text_date)(out, call, value)
#define ISOLATED_TEXT(value) TEMPLATE_BY_TYPE(value, template_isolated_text, template_text_number, template_text_size, \
                                template_text_date)(out, call, value)
#define MARKED_TEXT(value)  TEMPLATE_BY_TYPE(value, template_marked_text, template_text_number, template_text_size,    \
                                template_text_date)(out, call, value)
#define ATTRIBUTE(value)    TEMPLATE_BY_TYPE(value, template_attribute, template_plain_number, template_plain_size,    \
                                template_plain_date)(out, call, value)
#define ADDRESS(value)      _Generic((value), char *: template_address, const char *: template_address)(out, call, value)
#define ADDRESS_PART(value) TEMPLATE_BY_TYPE(value, template_address_part, template_plain_number, template_plain_size, \
                                template_plain_date)(out, call, value)
#define RAW(value)          template_raw(out, value)
#define LINK_PREFIX()       template_link_prefix(out, call)
#define ASSET(name)         do { extern const struct asset name; template_asset(out, &name); } while (0)
#define WORDS(key)          do { static const struct word_entry *entry_of_words; template_words(out, call, &entry_of_words, key); } while (0)
#define SAY_WORDS(key, ...) template_say(out, call, key, (const struct word_arg[]){__VA_ARGS__},                       \
                                sizeof((const struct word_arg[]){__VA_ARGS__}) / sizeof(struct word_arg))
#define ARGUMENT(name, value) TEMPLATE_BY_TYPE(value, template_argument_text, template_argument_number,                \
                                template_argument_size, template_argument_date)(call, name, value)
#define HOLDS(value)        _Generic((value), char *: template_holds_text, const char *: template_holds_text,          \
                                bool: template_holds_number, int: template_holds_number, short: template_holds_number, \
                                signed char: template_holds_number, unsigned char: template_holds_number,              \
                                unsigned: template_holds_number, long: template_holds_number,                          \
                                long long: template_holds_number, unsigned long: template_holds_size,                  \
                                struct date: template_holds_date, struct html: template_holds_html,                    \
                                default: template_holds_pointer)(value)
#define EACH(item, list, count)                                                                                        \
    for (__typeof__((list) + 0) item = (list), item##_end = item ? item + (count) : item; item != item##_end; item++)
/* clang-format on */
