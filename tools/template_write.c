/*
 * Directives into C. The C is meant to be read: one statement a directive, indented as the template
 * is nested, each with the line of the template it came from. The macros it calls stand in
 * web/template.h.
 */
#include "tools/template.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { EXPRESSION = 512 };

struct expression {
    char c[EXPRESSION];
    size_t size;
};

static void add(const struct template *template, struct expression *to, const char *bytes, size_t size)
{
    if (to->size + size + 1 > sizeof to->c)
        template_fail(template, "this expression is too long");
    memcpy(to->c + to->size, bytes, size);
    to->size += size;
    to->c[to->size] = 0;
}

static void add_text(const struct template *template, struct expression *to, const char *text)
{
    add(template, to, text, strlen(text));
}

/* ---- statements ---- */

static void indent(struct template *template)
{
    for (int i = 0; i <= template->depth; i++)
        fputs("    ", template->out);
}

static void write_string(struct template *template, const char *bytes, size_t size)
{
    FILE *out = template->out;
    putc('"', out);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\n') {
            fputs("\\n", out);
            if (i + 1 < size) {
                fputs("\"\n", out);
                indent(template);
                fputs("        \"", out);
            }
        } else if (byte == '"' || byte == '\\') {
            fprintf(out, "\\%c", byte);
        } else if (byte < ' ') {
            fprintf(out, "\\%03o", byte);
        } else {
            putc(byte, out);
        }
    }
    putc('"', out);
}

static void flush_literal(struct template *template)
{
    if (!template->literal_size)
        return;
    indent(template);
    fputs("LITERAL(", template->out);
    write_string(template, template->literal, template->literal_size);
    fputs(");\n", template->out);
    template->literal_size = 0;
}

static void statement(struct template *template, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void statement(struct template *template, const char *format, ...)
{
    flush_literal(template);
    fprintf(template->out, "#line %d \"%s\"\n", template->line, template->path);
    indent(template);
    va_list args;
    va_start(args, format);
    vfprintf(template->out, format, args);
    va_end(args);
    putc('\n', template->out);
}

/* An address of ours, written out: it begins with the language of the page. */
static bool wants_prefix(const struct position *position, const char *at, size_t size)
{
    static const char *const outside[] = {"/static/", "/api/", "//"};
    if (position->place != PLACE_VALUE || position->value_size || *at != '/')
        return false;
    if (strcmp(position->attribute, "href") != 0 && strcmp(position->attribute, "action") != 0 &&
        strcmp(position->attribute, "formaction") != 0)
        return false;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (size >= strlen(outside[i]) && !memcmp(at, outside[i], strlen(outside[i])))
            return false;
    return true;
}

void template_literal(struct template *template, const char *bytes, size_t size)
{
    struct position *position = &template->position;
    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i];
        if (!template->in_function) {
            if (!isspace((unsigned char)byte))
                template_fail(template, "HTML stands after {{template}}, {{part}} or {{layout}}");
        } else {
            bool skip = position->fresh && position_trims(position) && isspace((unsigned char)byte);
            if (wants_prefix(position, bytes + i, size - i))
                statement(template, "LINK_PREFIX();");
            const char *wrong = position_take(position, byte);
            if (wrong)
                template_fail(template, "%s (near <%s>)", wrong, position->name);
            if (!skip) {
                if (template->literal_size == template->literal_room) {
                    template->literal_room = template->literal_room * 2 + 4096;
                    template->literal = realloc(template->literal, template->literal_room);
                    if (!template->literal)
                        template_fail(template, "no memory");
                }
                template->literal[template->literal_size++] = byte;
                position->fresh = byte == '\n';
            }
        }
        if (byte == '\n')
            template->line++;
    }
}

/* ---- expressions ---- */

static void skip_blanks(const char **at)
{
    while (isspace((unsigned char)**at))
        ++*at;
}

static size_t name_size(const char *at)
{
    size_t size = 0;
    if (isalpha((unsigned char)*at) || *at == '_')
        while (isalnum((unsigned char)at[size]) || at[size] == '_')
            size++;
    return size;
}

static bool is_name(const char *at, size_t size, const char *name)
{
    return strlen(name) == size && !memcmp(at, name, size);
}

static bool is_constant(const char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (islower((unsigned char)at[i]))
            return false;
    return true;
}

static bool is_loop_variable(const struct template *template, const char *at, size_t size)
{
    for (int i = 0; i < template->depth; i++)
        if (template->blocks[i].kind == BLOCK_FOR && is_name(at, size, template->blocks[i].variable))
            return true;
    return false;
}

/* a.b->c: a field of the argument, of a variable of {{for}}, or of the call. */
static void take_path(const struct template *template, struct expression *to, const char **at)
{
    skip_blanks(at);
    if (**at == '&')
        add(template, to, (*at)++, 1);
    size_t size = name_size(*at);
    if (!size)
        template_fail(template, "here the name of a field was expected: %s", *at);
    bool variable = is_loop_variable(template, *at, size) || is_name(*at, size, "call");
    if (is_constant(*at, size)) {
        add(template, to, *at, size);
        *at += size;
        return;
    }
    if (!variable)
        add_text(template, to, "page->");
    bool whole = variable && (*at)[size] != '.' && strncmp(*at + size, "->", 2) != 0;
    if (whole && to->size == 0)
        add_text(template, to, "*");
    else if (whole && to->c[to->size - 1] == '&')
        to->size--;
    add(template, to, *at, size);
    *at += size;
    while (**at == '.' || !strncmp(*at, "->", 2)) {
        size_t sign = **at == '.' ? 1 : 2;
        if (variable)
            add_text(template, to, "->");
        else
            add(template, to, *at, sign);
        variable = false;
        *at += sign;
        size = name_size(*at);
        if (!size)
            template_fail(template, "here the name of a field was expected: %s", *at);
        add(template, to, *at, size);
        *at += size;
    }
}

static void take_number_or_path(const struct template *template, struct expression *to, const char **at)
{
    skip_blanks(at);
    size_t digits = strspn(*at, "0123456789");
    if (!digits) {
        struct expression path = {0};
        take_path(template, &path, at);
        add(template, to, path.c, path.size);
        return;
    }
    add(template, to, *at, digits);
    *at += digits;
}

/* not a.b and c == 3 or d */
static void take_condition(const struct template *template, struct expression *to, const char **at)
{
    static const char *const compares[] = {"==", "!=", "<=", ">=", "<", ">"};
    bool ands = false, ors = false;
    for (;;) {
        skip_blanks(at);
        while (name_size(*at) == 3 && is_name(*at, 3, "not")) {
            add_text(template, to, "!");
            *at += 3;
            skip_blanks(at);
        }
        struct expression left = {0};
        take_number_or_path(template, &left, at);
        skip_blanks(at);
        const char *compare = NULL;
        for (size_t i = 0; !compare && i < sizeof compares / sizeof *compares; i++)
            if (!strncmp(*at, compares[i], strlen(compares[i])))
                compare = compares[i];
        add_text(template, to, compare ? "(" : "HOLDS(");
        add(template, to, left.c, left.size);
        if (compare) {
            *at += strlen(compare);
            add_text(template, to, " ");
            add_text(template, to, compare);
            add_text(template, to, " ");
            take_number_or_path(template, to, at);
        }
        add_text(template, to, ")");
        skip_blanks(at);
        size_t size = name_size(*at);
        ands = ands || is_name(*at, size, "and");
        ors = ors || is_name(*at, size, "or");
        if (ands && ors)
            template_fail(template, "and & or do not stand in one condition");
        if (!is_name(*at, size, "and") && !is_name(*at, size, "or"))
            return;
        add_text(template, to, ands ? " && " : " || ");
        *at += size;
    }
}

static void at_end(const struct template *template, const char *at)
{
    skip_blanks(&at);
    if (*at)
        template_fail(template, "not understood: %s", at);
}

/* ---- values ---- */

static void refuse_here(const struct template *template)
{
    const char *why = position_refuses(&template->position);
    if (why)
        template_fail(template, "%s", why);
}

/* The macro that writes a value where we are. */
static const char *value_macro(const struct template *template)
{
    const struct position *position = &template->position;
    if (position_is_address(position))
        return position->value_size ? "ADDRESS_PART" : "ADDRESS";
    if (position->place == PLACE_VALUE)
        return "ATTRIBUTE";
    if (position->place == PLACE_PLAIN_TEXT)
        return !strcmp(position->open[position->depth - 1].name, "textarea") ? "TEXT" : "MARKED_TEXT";
    if (position->depth && position->open[position->depth - 1].isolated)
        return "TEXT";
    return "ISOLATED_TEXT";
}

static void write_value(struct template *template, const char *at, const char *macro)
{
    refuse_here(template);
    struct expression value = {0};
    take_path(template, &value, &at);
    at_end(template, at);
    statement(template, "%s(%s);", macro ? macro : value_macro(template), value.c);
    position_value(&template->position);
    template->position.fresh = false;
}

/* Words of the interface that the program has already said: as a value, but in the direction of the
 * page. */
static void write_said(struct template *template, const char *at)
{
    if (position_is_address(&template->position))
        template_fail(template, "words cannot stand in an address");
    write_value(template, at, template->position.place == PLACE_VALUE ? "ATTRIBUTE" : "TEXT");
}

static void write_raw(struct template *template, const char *at)
{
    if (template->position.place != PLACE_TEXT)
        template_fail(template, "raw HTML can only stand between tags");
    write_value(template, at, "RAW");
}

static size_t take_quoted(const struct template *template, const char **at, char out[NAME_SIZE])
{
    skip_blanks(at);
    size_t size = **at == '"' ? strcspn(*at + 1, "\"") : 0;
    if (!size || (*at)[1 + size] != '"' || size >= NAME_SIZE)
        template_fail(template, "here something in \"quotes\" was expected: %s", *at);
    memcpy(out, *at + 1, size);
    out[size] = 0;
    *at += size + 2;
    return size;
}

static void check_arguments(
    const struct template *template, const struct word_key *key, char given[][NAME_SIZE], int count)
{
    for (int i = 0; i < key->argument_count; i++) {
        bool found = false;
        for (int j = 0; j < count; j++)
            found = found || !strcmp(given[j], key->arguments[i]);
        if (!found)
            template_fail(template, "the text \"%s\" wants {%s}", key->key, key->arguments[i]);
    }
    for (int j = 0; j < count; j++) {
        bool wanted = !strcmp(given[j], "n"); /* may choose a plural form without being shown */
        for (int i = 0; i < key->argument_count; i++)
            wanted = wanted || !strcmp(given[j], key->arguments[i]);
        if (!wanted)
            template_fail(template, "the text \"%s\" has no {%s}", key->key, given[j]);
    }
}

/* {{t "key" n=expression name=expression}} */
static void write_words(struct template *template, const char *at)
{
    refuse_here(template);
    if (position_is_address(&template->position))
        template_fail(template, "words cannot stand in an address");
    char key[NAME_SIZE], given[8][NAME_SIZE];
    take_quoted(template, &at, key);
    struct expression arguments = {0};
    int count = 0;
    for (skip_blanks(&at); *at; skip_blanks(&at)) {
        size_t size = name_size(at);
        if (!size || size >= NAME_SIZE || at[size] != '=' || count == 8)
            template_fail(template, "here name=value was expected: %s", at);
        memcpy(given[count], at, size);
        given[count][size] = 0;
        at += size + 1;
        add_text(template, &arguments, ", ARGUMENT(\"");
        add_text(template, &arguments, given[count++]);
        add_text(template, &arguments, "\", ");
        struct expression value = {0};
        take_number_or_path(template, &value, &at);
        add(template, &arguments, value.c, value.size);
        add_text(template, &arguments, ")");
    }
    if (template->check_words) {
        const struct word_key *word = words_find(&template->words, key);
        if (!word)
            template_fail(template, "there are no words \"%s\" in the *.words files", key);
        check_arguments(template, word, given, count);
    }
    if (count)
        statement(template, "SAY_WORDS(\"%s\"%s);", key, arguments.c);
    else
        statement(template, "WORDS(\"%s\");", key);
    position_value(&template->position);
    template->position.fresh = false;
}

static void write_asset(struct template *template, const char *at)
{
    char name[NAME_SIZE], symbol[NAME_SIZE];
    size_t size = take_quoted(template, &at, name);
    at_end(template, at);
    if (!position_is_address(&template->position) || template->position.value_size)
        template_fail(template, "the address of a part stands alone in href or src");
    for (size_t i = 0; i <= size; i++)
        symbol[i] = (char)(isalnum((unsigned char)name[i]) || !name[i] ? name[i] : '_');
    statement(template, "ASSET(asset_%s);", symbol);
    position_value(&template->position);
}

/* ---- functions ---- */

static void close_function(struct template *template)
{
    if (!template->in_function)
        return;
    if (template->depth)
        template_fail(
            template, "the block begun in line %d has no {{end}}", template->blocks[template->depth - 1].line);
    if (template->position.place != PLACE_TEXT || template->position.depth)
        template_fail(template, "\"%s\" ends inside of <%s>", template->function,
            template->position.depth ? template->position.open[template->position.depth - 1].name
                                     : template->position.name);
    flush_literal(template);
    fputs("}\n", template->out);
    template->in_function = false;
}

enum shape { SHAPE_TEMPLATE, SHAPE_PART, SHAPE_LAYOUT };

static void open_function(struct template *template, const char *at, enum shape shape)
{
    close_function(template);
    skip_blanks(&at);
    size_t size = name_size(at);
    if (!size || size >= NAME_SIZE)
        template_fail(template, "here the name of the function was expected");
    memcpy(template->function, at, size);
    template->function[size] = 0;
    at += size;
    skip_blanks(&at);
    if (!name_size(at) || strlen(at) >= sizeof template->type)
        template_fail(template, "after the name stands the type of the argument: struct NAME");
    memset(template->type, 0, sizeof template->type);
    memcpy(template->type, at, strlen(at));
    memset(&template->position, 0, sizeof template->position);
    template->position.fresh = true;
    template->in_function = true;
    template->had_body = shape != SHAPE_LAYOUT;
    fprintf(template->out, "\n%svoid %s%s(struct buffer *out, struct call *call, const %s *page)\n{\n",
        shape == SHAPE_PART ? "static " : "", template->function, shape == SHAPE_LAYOUT ? "_before" : "",
        template->type);
}

/* The place where the page stands in its layout: ends one function and begins the other. */
static void write_body(struct template *template)
{
    if (template->had_body || template->depth)
        template_fail(template, "{{body}} stands once in a {{layout}}, outside of blocks");
    if (template->position.place != PLACE_TEXT)
        template_fail(template, "{{body}} stands between tags");
    template->had_body = true;
    flush_literal(template);
    fprintf(template->out, "}\n\nvoid %s_after(struct buffer *out, struct call *call, const %s *page)\n{\n",
        template->function, template->type);
}

/* ---- blocks ---- */

static struct block *open_block(struct template *template, int kind)
{
    if (template->depth == NESTING)
        template_fail(template, "blocks are nested too deep");
    struct block *block = &template->blocks[template->depth];
    memset(block, 0, sizeof *block);
    position_settle(&template->position);
    block->kind = kind;
    block->line = template->line;
    block->at_start = template->position;
    return block;
}

static void open_if(struct template *template, const char *at)
{
    struct expression condition = {0};
    take_condition(template, &condition, &at);
    at_end(template, at);
    statement(template, "if (%s) {", condition.c);
    open_block(template, BLOCK_IF);
    template->depth++;
}

static void open_for(struct template *template, const char *at)
{
    skip_blanks(&at);
    size_t size = name_size(at);
    const char *variable = at;
    at += size;
    skip_blanks(&at);
    if (!size || size >= NAME_SIZE || name_size(at) != 2 || memcmp(at, "in", 2) != 0)
        template_fail(template, "written {{for item in items}}");
    at += 2;
    struct expression list = {0};
    take_path(template, &list, &at);
    at_end(template, at);
    if (is_loop_variable(template, variable, size))
        template_fail(template, "a {{for}} around this one has a variable of the same name");
    statement(template, "EACH(%.*s, %s, %s_count) {", (int)size, variable, list.c, list.c);
    struct block *block = open_block(template, BLOCK_FOR);
    memcpy(block->variable, variable, size);
    template->depth++;
}

static void open_inside(struct template *template, const char *at)
{
    if (template->position.place != PLACE_TEXT)
        template_fail(template, "{{inside}} stands between tags");
    struct block *block = open_block(template, BLOCK_INSIDE);
    skip_blanks(&at);
    size_t size = name_size(at);
    if (!size || size >= NAME_SIZE)
        template_fail(template, "after {{inside}} stands the name of a layout");
    memcpy(block->layout, at, size);
    at += size;
    struct expression argument = {0};
    skip_blanks(&at);
    if (*at)
        take_path(template, &argument, &at);
    else
        add_text(template, &argument, "page");
    at_end(template, at);
    if (argument.size >= sizeof block->argument)
        template_fail(template, "this expression is too long");
    memcpy(block->argument, argument.c, argument.size);
    statement(template, "%s_before(out, call, %s);", block->layout, block->argument);
    statement(template, "{");
    template->depth++;
    template->position.fresh = true;
}

static void write_else(struct template *template)
{
    struct block *block = template->depth ? &template->blocks[template->depth - 1] : NULL;
    if (!block || block->kind != BLOCK_IF || block->has_else)
        template_fail(template, "{{else}} stands once in an {{if}}");
    flush_literal(template);
    position_settle(&template->position);
    block->has_else = true;
    block->at_else = template->position;
    template->position = block->at_start;
    template->depth--;
    statement(template, "} else {");
    template->depth++;
}

static void close_block(struct template *template)
{
    if (!template->depth)
        template_fail(template, "{{end}} without a block");
    struct block *block = &template->blocks[template->depth - 1];
    position_settle(&template->position);
    const struct position *other = block->has_else ? &block->at_else : &block->at_start;
    if (!position_same(&template->position, other))
        template_fail(
            template, "the block begun in line %d opens or closes tags that its other way does not", block->line);
    if (block->kind != BLOCK_INSIDE && block->at_start.place == PLACE_VALUE && !block->at_start.value_size &&
        position_is_address(&template->position))
        template->position.value_size = 0; /* what follows may stand at the start of the address */
    flush_literal(template);
    template->depth--;
    statement(template, "}");
    if (block->kind == BLOCK_INSIDE)
        statement(template, "%s_after(out, call, %s);", block->layout, block->argument);
    template->position.fresh = false;
}

/* {{use NAME argument}}: another template, here. */
static void write_use(struct template *template, const char *at)
{
    if (template->position.place != PLACE_TEXT)
        template_fail(template, "{{use}} stands between tags");
    skip_blanks(&at);
    size_t size = name_size(at);
    if (!size)
        template_fail(template, "after {{use}} stands the name of a template");
    const char *name = at;
    at += size;
    skip_blanks(&at);
    struct expression argument = {0};
    if (*at)
        take_path(template, &argument, &at);
    else
        add_text(template, &argument, "page");
    at_end(template, at);
    const char *value = argument.c;
    if (*value == '*') /* the variable of a {{for}}, as it is */
        value++;
    statement(template, "%.*s(out, call, %s);", (int)size, name, value);
    template->position.fresh = true;
}

void template_directive(struct template *template, const char *directive)
{
    static const struct {
        const char *word;
        void (*write)(struct template *template, const char *at);
    } words[] = {
        {"raw", write_raw},
        {"said", write_said},
        {"t", write_words},
        {"asset", write_asset},
        {"if", open_if},
        {"for", open_for},
        {"inside", open_inside},
        {"use", write_use},
    };
    skip_blanks(&directive);
    size_t size = name_size(directive);
    const char *rest = directive + size;
    if (*directive == '#')
        return;
    if (is_name(directive, size, "include")) {
        return; /* done before */
    } else if (is_name(directive, size, "template")) {
        open_function(template, rest, SHAPE_TEMPLATE);
    } else if (is_name(directive, size, "part")) {
        open_function(template, rest, SHAPE_PART);
    } else if (is_name(directive, size, "layout")) {
        open_function(template, rest, SHAPE_LAYOUT);
    } else if (!template->in_function) {
        template_fail(template, "this stands after {{template}}, {{part}} or {{layout}}");
    } else if (is_name(directive, size, "else")) {
        at_end(template, rest);
        write_else(template);
    } else if (is_name(directive, size, "end")) {
        at_end(template, rest);
        close_block(template);
    } else if (is_name(directive, size, "body")) {
        at_end(template, rest);
        write_body(template);
    } else {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (is_name(directive, size, words[i].word) && isspace((unsigned char)*rest)) {
                words[i].write(template, rest);
                return;
            }
        write_value(template, directive, NULL);
    }
    if (template->in_function && size == 4 && !memcmp(directive, "body", 4))
        template->position.fresh = true;
}

void template_finish(struct template *template)
{
    if (template->in_function && !template->had_body)
        template_fail(template, "a {{layout}} has a {{body}}");
    close_function(template);
}
