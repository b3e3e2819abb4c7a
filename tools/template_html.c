/*
 * Where in the HTML are we? A small state machine over the bytes, strict on purpose: tags are
 * closed in order, attributes are quoted, and what the content security policy would refuse anyway
 * (inline handlers, inline styles) is refused here with a reason.
 */
#include "tools/template.h"
#include <ctype.h>
#include <string.h>

static bool one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

static bool is_void(const char *name)
{
    static const char *const names[] = {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", NULL};
    return one_of(name, names);
}

/* Elements of SVG that a template may close at once. */
static bool closes_itself(const char *name)
{
    static const char *const names[] = {
        "circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use", NULL};
    return one_of(name, names);
}

static bool holds_plain_text(const char *name)
{
    static const char *const names[] = {"title", "textarea", "option", NULL};
    return one_of(name, names);
}

static bool holds_foreign_text(const char *name)
{
    static const char *const names[] = {"script", "style", NULL};
    return one_of(name, names);
}

static void append(char *to, char byte)
{
    size_t size = strlen(to);
    if (size + 1 < NAME_SIZE) {
        to[size] = byte;
        to[size + 1] = 0;
    }
}

static const char *in_element(const struct position *position)
{
    return position->depth ? position->open[position->depth - 1].name : "";
}

static enum place place_inside(const struct position *position)
{
    const char *name = in_element(position);
    return holds_foreign_text(name) ? PLACE_FOREIGN : holds_plain_text(name) ? PLACE_PLAIN_TEXT : PLACE_TEXT;
}

static const char *end_tag(struct position *position)
{
    if (position->closing) {
        if (!position->depth || strcmp(in_element(position), position->name) != 0)
            return "this end tag does not close the element that is open";
        position->depth--;
    } else if (is_void(position->name) || (position->slash && closes_itself(position->name))) {
        /* nothing stays open */
    } else if (position->slash) {
        return "this element cannot be closed with />";
    } else {
        if (position->depth == DEPTH)
            return "elements are nested too deep";
        struct element *element = &position->open[position->depth++];
        memcpy(element->name, position->name, NAME_SIZE);
        element->isolated = position->isolates || !strcmp(position->name, "bdi");
    }
    position->place = place_inside(position);
    return NULL;
}

static const char *end_value(struct position *position)
{
    if (!strcmp(position->attribute, "dir") && !strcmp(position->value, "auto"))
        position->isolates = true;
    if (!strncmp(position->value, "javascript:", 11))
        return "scripts do not stand in addresses";
    position->place = PLACE_TAG;
    return NULL;
}

static const char *take_tag_name(struct position *position, char byte)
{
    if (!position->name[0] && byte == '/' && !position->closing) {
        position->closing = true;
        return NULL;
    }
    if (!position->name[0] && byte == '!') {
        position->place = PLACE_COMMENT;
        position->dashes = 0;
        append(position->name, '!');
        return NULL;
    }
    if (isalnum((unsigned char)byte) || byte == '-') {
        append(position->name, byte);
        return NULL;
    }
    if (!position->name[0])
        return "a < that begins no tag is written &lt;";
    position->place = PLACE_TAG;
    return position_take(position, byte);
}

static const char *take_tag(struct position *position, char byte)
{
    if (isspace((unsigned char)byte))
        return NULL;
    if (byte == '/') {
        position->slash = true;
        return NULL;
    }
    if (byte == '>')
        return end_tag(position);
    if (!isalpha((unsigned char)byte))
        return "here an attribute or the end of the tag was expected";
    memset(position->attribute, 0, NAME_SIZE);
    append(position->attribute, byte);
    position->place = PLACE_ATTRIBUTE;
    return NULL;
}

static const char *take_attribute(struct position *position, char byte)
{
    if (isalnum((unsigned char)byte) || byte == '-' || byte == ':') {
        append(position->attribute, byte);
        return NULL;
    }
    if (byte == '=') {
        if (!strncmp(position->attribute, "on", 2) || !strcmp(position->attribute, "style"))
            return "inline handlers and styles are refused by the content security policy";
        position->place = PLACE_EQUALS;
        return NULL;
    }
    position->place = PLACE_TAG;
    return position_take(position, byte);
}

static const char *take_comment(struct position *position, char byte)
{
    bool comment = position->name[1] == '-';
    if (!position->name[1])
        append(position->name, byte == '-' ? '-' : 'd');
    else if (byte == '>' && (!comment || position->dashes >= 2))
        position->place = place_inside(position);
    position->dashes = byte == '-' ? position->dashes + 1 : 0;
    return NULL;
}

const char *position_take(struct position *position, char byte)
{
    switch (position->place) {
    case PLACE_TEXT:
    case PLACE_PLAIN_TEXT:
    case PLACE_FOREIGN:
        if (byte == '<') {
            memset(position->name, 0, NAME_SIZE);
            position->closing = position->slash = position->isolates = false;
            position->place = PLACE_TAG_NAME;
        }
        return NULL;
    case PLACE_COMMENT: return take_comment(position, byte);
    case PLACE_TAG_NAME: return take_tag_name(position, byte);
    case PLACE_TAG: return take_tag(position, byte);
    case PLACE_ATTRIBUTE: return take_attribute(position, byte);
    case PLACE_EQUALS:
        memset(position->value, 0, NAME_SIZE);
        position->value_size = 0;
        position->place = byte == '"' || byte == '\'' ? PLACE_VALUE : PLACE_BARE_VALUE;
        position->quote = byte;
        return position->place == PLACE_VALUE ? NULL : "the value of an attribute stands in quotes";
    case PLACE_VALUE:
        if (byte == position->quote)
            return end_value(position);
        append(position->value, byte);
        position->value_size++;
        return NULL;
    case PLACE_BARE_VALUE: return "the value of an attribute stands in quotes";
    }
    return NULL;
}

void position_settle(struct position *position)
{
    if ((position->place == PLACE_TAG_NAME && position->name[0]) || position->place == PLACE_ATTRIBUTE)
        position->place = PLACE_TAG;
}

void position_value(struct position *position)
{
    if (position->place == PLACE_VALUE)
        position->value_size++;
}

bool position_same(const struct position *a, const struct position *b)
{
    if (a->place != b->place || a->depth != b->depth)
        return false;
    for (int i = 0; i < a->depth; i++)
        if (strcmp(a->open[i].name, b->open[i].name) != 0)
            return false;
    return a->place != PLACE_VALUE || (a->quote == b->quote && !strcmp(a->attribute, b->attribute));
}

bool position_is_address(const struct position *position)
{
    static const char *const names[] = {
        "href", "src", "action", "formaction", "cite", "poster", "data", "background", "manifest", "xlink:href", NULL};
    return position->place == PLACE_VALUE && one_of(position->attribute, names);
}

const char *position_refuses(const struct position *position)
{
    switch (position->place) {
    case PLACE_TEXT:
    case PLACE_PLAIN_TEXT: return NULL;
    case PLACE_VALUE:
        if (!strcmp(position->attribute, "srcdoc") || !strcmp(position->attribute, "srcset"))
            return "a value cannot stand in this attribute";
        if (!strcmp(position->name, "meta") && !strcmp(position->attribute, "http-equiv"))
            return "a value cannot stand in this attribute";
        return NULL;
    case PLACE_FOREIGN: return "a value cannot stand in a script or a style";
    case PLACE_COMMENT: return "a value cannot stand in a comment";
    case PLACE_TAG_NAME:
    case PLACE_TAG:
    case PLACE_ATTRIBUTE: return "a value cannot stand in a tag outside of a quoted attribute";
    case PLACE_EQUALS:
    case PLACE_BARE_VALUE: return "an attribute with a value in it stands in quotes";
    }
    return "a value cannot stand here";
}

bool position_trims(const struct position *position)
{
    if (position->place == PLACE_TAG)
        return true;
    if (position->place != PLACE_TEXT)
        return false;
    for (int i = 0; i < position->depth; i++)
        if (!strcmp(position->open[i].name, "pre"))
            return false;
    return true;
}
