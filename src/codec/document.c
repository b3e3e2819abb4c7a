#include "codec/document.h"
#include <string.h>
#include "base/buffer.h"
#include "base/text.h"

struct document *document_new(struct arena *arena, const char *lang, const char *title)
{
    struct document *document = NEW(arena, struct document);
    document->arena = arena;
    document->lang = lang;
    document->title = title;
    return document;
}

struct run *prose_run(struct prose *prose, struct run run)
{
    struct run *added = NEW(prose->arena, struct run);
    *added = run;
    added->next = NULL;
    if (prose->last)
        prose->last->next = added;
    else
        prose->first = added;
    prose->last = added;
    return added;
}

void prose_text(struct prose *prose, const char *text)
{
    if (text && *text)
        prose_run(prose, (struct run){.text = text});
}

struct prose *prose_note(struct prose *prose, const char *text)
{
    struct prose *note = NEW(prose->arena, struct prose);
    note->arena = prose->arena;
    prose_text(note, text);
    prose_run(prose, (struct run){.kind = RUN_NOTE, .text = "", .note = note});
    return note;
}

void prose_gap(struct prose *prose, const char *label, int width)
{
    prose_run(prose, (struct run){.kind = RUN_GAP, .text = label, .width = width});
}

static struct block *add(struct document *document, enum block_kind kind, int level, int levels)
{
    struct block *block = NEW(document->arena, struct block);
    block->kind = kind;
    block->level = level < 1 ? 1 : level > levels ? levels : level;
    block->numbering = document->numbering;
    block->prose.arena = document->arena;
    if (document->last)
        document->last->next = block;
    else
        document->first = block;
    return document->last = block;
}

static struct prose *add_prose(struct document *document, enum block_kind kind, int level, int levels, const char *text)
{
    struct block *block = add(document, kind, level, levels);
    prose_text(&block->prose, text);
    return &block->prose;
}

struct prose *document_title(struct document *document, const char *text)
{
    return add_prose(document, BLOCK_TITLE, 1, 1, text);
}

struct prose *document_heading(struct document *document, int level, const char *text)
{
    return add_prose(document, BLOCK_HEADING, level, DOCUMENT_HEADINGS, text);
}

struct prose *document_paragraph(struct document *document, const char *text)
{
    return add_prose(document, BLOCK_PARAGRAPH, 1, 1, text);
}

struct prose *document_numbered(struct document *document, int level, const char *text)
{
    struct prose *prose = add_prose(document, BLOCK_NUMBERED, level, DOCUMENT_NUMBERS, text);
    struct block *block = document->last;
    block->number = ++document->numbers[block->level - 1];
    for (int deeper = block->level; deeper < DOCUMENT_NUMBERS; deeper++)
        document->numbers[deeper] = 0;
    return prose;
}

struct prose *document_bullet(struct document *document, int level, const char *text)
{
    return add_prose(document, BLOCK_BULLET, level, DOCUMENT_BULLETS, text);
}

struct prose *document_quote(struct document *document, const char *text)
{
    return add_prose(document, BLOCK_QUOTE, 1, 1, text);
}

struct grid *grid_new(struct arena *arena, const struct grid_column *columns, size_t count)
{
    struct grid *table = NEW(arena, struct grid);
    *table = (struct grid){.arena = arena, .columns = columns, .column_count = count};
    return table;
}

void document_add_table(struct document *document, struct grid *table)
{
    add(document, BLOCK_TABLE, 1, 1)->table = table;
}

struct grid *document_table(struct document *document, const struct grid_column *columns, size_t count)
{
    struct grid *table = grid_new(document->arena, columns, count);
    document_add_table(document, table);
    return table;
}

void document_page_break(struct document *document)
{
    add(document, BLOCK_PAGE_BREAK, 1, 1);
}

void document_restart(struct document *document)
{
    document->numbering++;
    for (int level = 0; level < DOCUMENT_NUMBERS; level++)
        document->numbers[level] = 0;
}

struct grid_row *grid_add_row(struct grid *table, bool head)
{
    struct grid_row *row = NEW(table->arena, struct grid_row);
    row->head = head;
    if (table->last)
        table->last->next = row;
    else
        table->first = row;
    return table->last = row;
}

struct prose *grid_add_cell(struct grid *table, struct grid_row *row, const char *text)
{
    struct grid_cell *cell = NEW(table->arena, struct grid_cell);
    cell->prose.arena = table->arena;
    prose_text(&cell->prose, text);
    if (row->last)
        row->last->next = cell;
    else
        row->first = cell;
    row->last = cell;
    return &cell->prose;
}

bool document_lang_is(const char *lang, const char *language)
{
    size_t size = strlen(language);
    return lang && strncmp(lang, language, size) == 0 && (lang[size] == 0 || lang[size] == '-');
}

bool document_rtl(const char *lang)
{
    static const char *const languages[] = {"ar", "dv", "fa", "he", "ps", "ur", "ug", "yi", "sd", "ckb", "syr"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (document_lang_is(lang, languages[i]))
            return true;
    return false;
}

/* As the documents of the United Nations do it in each of its languages. */
const struct number_style *document_number_style(const char *lang, int level)
{
    static const struct number_style english[] = {
        {"", ".", NUMBER_DECIMAL}, {"(", ")", NUMBER_LETTER}, {"(", ")", NUMBER_ROMAN}};
    static const struct number_style romance[] = {
        {"", ".", NUMBER_DECIMAL}, {"", ")", NUMBER_LETTER}, {"", ")", NUMBER_ROMAN}};
    static const struct number_style arabic[] = {
        {"", " -", NUMBER_DECIMAL}, {"(", ")", NUMBER_ABJAD}, {"'", "'", NUMBER_DECIMAL}};
    static const struct number_style chinese[] = {
        {"", ".", NUMBER_DECIMAL}, {"(", ")", NUMBER_LETTER}, {"(", ")", NUMBER_CHINESE}};
    const struct number_style *style = english;
    if (document_lang_is(lang, "fr") || document_lang_is(lang, "es") || document_lang_is(lang, "ru"))
        style = romance;
    else if (document_lang_is(lang, "ar"))
        style = arabic;
    else if (document_lang_is(lang, "zh"))
        style = chinese;
    return &style[level < 1 ? 0 : level > DOCUMENT_NUMBERS ? DOCUMENT_NUMBERS - 1 : level - 1];
}

/* a .. z, aa, bb: as word processors go on after the last letter. */
static void put_letters(struct buffer *out, const char *const *letters, int count, int number)
{
    for (int times = (number - 1) / count; times >= 0; times--)
        buffer_text(out, letters[(number - 1) % count]);
}

static void put_roman(struct buffer *out, int number)
{
    static const struct {
        int value;
        const char *text;
    } parts[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; number >= parts[i].value; number -= parts[i].value)
            buffer_text(out, parts[i].text);
}

static void put_chinese(struct buffer *out, int number)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (number >= 100) {
        buffer_number(out, number);
        return;
    }
    if (number >= 20)
        buffer_text(out, digits[number / 10]);
    if (number >= 10)
        buffer_text(out, "十");
    buffer_text(out, digits[number % 10]);
}

char *document_number(struct arena *arena, const char *lang, int level, int number)
{
    static const char *const latin[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
        "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
    static const char *const abjad[] = {"أ", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن", "س", "ع",
        "ف", "ص", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ"};
    enum { LATIN = sizeof latin / sizeof *latin, ABJAD = sizeof abjad / sizeof *abjad, MOST_IN_LETTERS = 300 };
    const struct number_style *style = document_number_style(lang, level);
    struct buffer *out = buffer_new(arena, 1000);
    buffer_text(out, style->before);
    if (style->form == NUMBER_DECIMAL || number < 1 || number > MOST_IN_LETTERS)
        buffer_number(out, number);
    else if (style->form == NUMBER_ROMAN)
        put_roman(out, number);
    else if (style->form == NUMBER_CHINESE)
        put_chinese(out, number);
    else if (style->form == NUMBER_ABJAD)
        put_letters(out, abjad, ABJAD, number);
    else
        put_letters(out, latin, LATIN, number);
    buffer_text(out, style->after);
    return out->at;
}

int document_anchor(const struct document *document, const char *anchor)
{
    int place = 1;
    for (const struct block *block = document->first; block; block = block->next, place++)
        if (block->anchor && text_is(block->anchor, anchor))
            return place;
    return 0;
}

const char *document_link(const struct document *document, const char *link)
{
    if (!link)
        return NULL;
    if (link[0] == '#')
        return document_anchor(document, link + 1) ? link : NULL;
    if (text_starts(link, "http://") || text_starts(link, "https://") || text_starts(link, "mailto:"))
        return link;
    return NULL;
}
