/*
 * The compiler of the words people read: *.words files in, one sorted C table out (base/words.h
 * says the form).
 *
 *     words OUT.c FILE.words...              writes the table
 *     words --keys FILE.words... -- FILE.c...  checks that the keys which C files name are there
 * (tools/words_keys.c)
 *
 * Every fault is reported as FILE:LINE, not the first only; exit status 1 if there is one.
 */
#include "tools/words.h"
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MEMORY = 1 << 30, MOST_FILE = 64 << 20, MOST_FORMS = 6 };

static const char *const codes[LANGS] = {"ar", "en", "es", "fr", "ru", "zh"};
static const unsigned forms_wanted[LANGS] = {6, 2, 2, 2, 3, 1};
static unsigned faults;

void words_fault(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    faults++;
}

char *words_read(struct arena *arena, const char *path, size_t *size)
{
    struct buffer *bytes = buffer_new(arena, MOST_FILE);
    FILE *file = fopen(path, "rb");
    size_t got = 0;
    do {
        bytes->size += got;
        got = file && buffer_room(bytes, 1 << 16) ? fread(bytes->at + bytes->size, 1, 1 << 16, file) : 0;
    } while (got > 0);
    if (!file || ferror(file) || bytes->full) {
        words_fault(path, 0, "cannot be read");
        bytes->size = 0;
    }
    if (file)
        fclose(file);
    bytes->at[bytes->size] = 0;
    *size = bytes->size;
    return bytes->at;
}

/* What is being read. */
struct reader {
    struct arena *arena;
    struct words *words;
    struct entry *entry;
    const char *file;
    int line;
};

static bool is_key(const char *key)
{
    if (!*key)
        return false;
    for (; *key; key++)
        if (!((*key >= 'a' && *key <= 'z') || (*key >= 'A' && *key <= 'Z') || (*key >= '0' && *key <= '9') ||
                *key == '_' || *key == '-' || *key == '.'))
            return false;
    return true;
}

static void start_entry(struct reader *reader, const char *key)
{
    if (!is_key(key)) {
        words_fault(reader->file, reader->line,
            "\"%s\" is not a key: letters, digits and . _ - are (words of a key are indented)", key);
        reader->entry = NULL;
        return;
    }
    struct words *words = reader->words;
    if (words->count == words->room) {
        size_t room = words->room ? words->room * 2 : 256;
        struct entry **list = NEW_ARRAY(reader->arena, room, struct entry *);
        if (words->count)
            memcpy(list, words->list, words->count * sizeof *list);
        words->list = list;
        words->room = room;
    }
    struct entry *entry = NEW(reader->arena, struct entry);
    *entry = (struct entry){.key = arena_text(reader->arena, key), .file = reader->file, .line = reader->line};
    words->list[words->count++] = entry;
    reader->entry = entry;
}

/* Takes `\|`, `\\` and `\n` for what they mean and ends each form by NUL; gives the number of
 * forms. */
static unsigned split_forms(struct reader *reader, char *text, size_t *size)
{
    unsigned forms = 1;
    char *to = text, *start = text;
    for (const char *at = text; *at; at++) {
        if (*at == '\\') {
            at++;
            if (*at != '|' && *at != '\\' && *at != 'n') {
                words_fault(reader->file, reader->line, "after a backslash comes | or \\ or n");
                at--;
            }
            *to++ = *at == 'n' ? '\n' : *at;
        } else if (*at == '|') {
            while (to > start && to[-1] == ' ')
                to--;
            *to++ = 0;
            start = to;
            forms++;
            while (at[1] == ' ')
                at++;
        } else {
            *to++ = *at;
        }
    }
    *to = 0;
    *size = (size_t)(to - text);
    return forms;
}

static void add_text(struct reader *reader, enum lang lang, const char *text)
{
    struct entry *entry = reader->entry;
    if (entry->text[lang]) {
        words_fault(reader->file, reader->line, "\"%s\" has a second text in %s", entry->key, codes[lang]);
        return;
    }
    char *copy = arena_text(reader->arena, text);
    entry->forms[lang] = split_forms(reader, copy, &entry->size[lang]);
    entry->text[lang] = copy;
    entry->text_line[lang] = reader->line;
    const char *form = copy;
    for (unsigned i = 0; i < entry->forms[lang] && i < MOST_FORMS; i++, form += strlen(form) + 1)
        if (!*form)
            words_fault(reader->file, reader->line, "\"%s\": form %u in %s is empty", entry->key, i + 1, codes[lang]);
}

static void read_line(struct reader *reader, char *line)
{
    bool indented = *line == ' ' || *line == '\t';
    char *text = text_trim(reader->arena, line);
    if (!*text || *text == '#')
        return;
    if (!indented) {
        start_entry(reader, text);
        return;
    }
    if (!reader->entry)
        return; /* its key was refused */
    for (int i = 0; i < LANGS; i++)
        if (text_starts(text, codes[i]) && (text[2] == ' ' || text[2] == '\t' || !text[2])) {
            add_text(reader, (enum lang)i, text_trim(reader->arena, text + 2));
            return;
        }
    words_fault(
        reader->file, reader->line, "an indented line starts with ar, en, es, fr, ru or zh, not with \"%.20s\"", text);
}

static void read_file(struct arena *arena, struct words *words, const char *path)
{
    size_t size;
    char *at = words_read(arena, path, &size);
    struct reader reader = {.arena = arena, .words = words, .file = path};
    for (char *end = at + size; at < end;) {
        char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line_end ? line_end : end) - at), valid = utf8_valid(at, length);
        reader.line++;
        if (valid < length)
            words_fault(path, reader.line, "not UTF-8 at byte %zu of the line", valid + 1);
        else
            read_line(&reader, arena_copy(arena, at, length));
        at += length + 1;
    }
}

/* The {arguments} of all forms of a text, each once, sorted, as one text to compare. */
static char *arguments(struct arena *arena, const struct entry *entry, enum lang lang)
{
    enum { MOST = 32 };
    const char *names[MOST];
    size_t count = 0;
    const char *at = entry->text[lang], *end = at + entry->size[lang];
    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        if (!open)
            break;
        size_t length = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
        if (length == 0 || open[1 + length] != '}' || count == MOST) {
            words_fault(entry->file, entry->text_line[lang], "\"%s\": a brace that opens no {argument}", entry->key);
            break;
        }
        const char *name = arena_copy(arena, open + 1, length);
        size_t place = 0;
        while (place < count && strcmp(names[place], name) < 0)
            place++;
        if (place == count || strcmp(names[place], name) != 0) {
            memmove(names + place + 1, names + place, (count - place) * sizeof *names);
            names[place] = name;
            count++;
        }
        at = open + length + 2;
    }
    struct buffer *all = buffer_new(arena, 4096);
    for (size_t i = 0; i < count; i++)
        buffer_format(all, "{%s}", names[i]);
    return all->at;
}

static void check_entry(struct arena *arena, struct entry *entry)
{
    for (int i = 0; i < LANGS; i++) {
        if (!entry->text[i] || !entry->size[i])
            words_fault(entry->file, entry->line, "\"%s\" has no text in %s", entry->key, codes[i]);
        entry->plural = entry->plural || entry->forms[i] > 1;
    }
    const char *english = entry->text[LANG_EN] ? arguments(arena, entry, LANG_EN) : NULL;
    for (int i = 0; i < LANGS; i++) {
        if (!entry->text[i])
            continue;
        unsigned wanted = entry->plural ? forms_wanted[i] : 1;
        if (entry->forms[i] != wanted)
            words_fault(entry->file, entry->text_line[i], "\"%s\": %s has %u forms, it needs %u", entry->key, codes[i],
                entry->forms[i], wanted);
        const char *these = i == LANG_EN ? english : arguments(arena, entry, (enum lang)i);
        if (english && strcmp(english, these) != 0)
            words_fault(entry->file, entry->text_line[i], "\"%s\": the arguments in %s are %s, in English %s",
                entry->key, codes[i], *these ? these : "none", *english ? english : "none");
    }
}

static int by_key(const void *a, const void *b)
{
    const struct entry *const *left = a, *const *right = b;
    int order = strcmp((*left)->key, (*right)->key);
    return order ? order : ((*left)->place > (*right)->place) - ((*left)->place < (*right)->place);
}

bool words_has(const struct words *words, const char *key)
{
    struct entry wanted = {.key = key}, *pointer = &wanted;
    size_t from = 0, to = words->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(pointer->key, words->list[middle]->key);
        if (order == 0)
            return true;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}

static void sort_and_check(struct arena *arena, struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        words->list[i]->place = i;
    if (words->count)
        qsort(words->list, words->count, sizeof *words->list, by_key);
    for (size_t i = 0; i < words->count; i++) {
        struct entry *entry = words->list[i], *before = i ? words->list[i - 1] : NULL;
        check_entry(arena, entry);
        if (before && strcmp(before->key, entry->key) == 0)
            words_fault(
                entry->file, entry->line, "\"%s\" is there already: %s:%d", entry->key, before->file, before->line);
    }
}

static void write_text(FILE *out, const char *text, size_t size)
{
    fputc('"', out);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"' || text[i] == '\\')
            fprintf(out, "\\%c", text[i]);
        else if ((unsigned char)text[i] < 0x20)
            fprintf(out, "\\%03o", (unsigned)text[i]);
        else
            fputc(text[i], out);
    }
    fputc('"', out);
}

/* Where each key is found: at its hash, or in the next place that is free. */
static void write_slots(FILE *out, const struct words *words)
{
    static uint16_t slots[UINT16_MAX + 1];
    size_t count = 2;
    while (count < words->count * 2 && count <= UINT16_MAX)
        count *= 2;
    if (words->count * 2 > count)
        words_fault("words", 0, "more keys than the table of places can hold");
    for (size_t i = 0; i < words->count && words->count * 2 <= count; i++) {
        size_t at = word_hash(words->list[i]->key) & (count - 1);
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = (uint16_t)(i + 1);
    }
    fputs("const uint16_t word_slots[] = {", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%d,", i % 16 ? " " : "\n    ", (int)slots[i]);
    fprintf(out, "\n};\nconst size_t word_slot_count = %zu;\n", count);
}

static void write_table(const struct words *words, const char *path)
{
    FILE *out = fopen(path, "wb");
    if (!out) {
        words_fault(path, 0, "cannot be written");
        return;
    }
    fputs("/* The words people read. Made by tools/words from the *.words files; do not edit. */\n"
          "#include \"base/words.h\"\n\n"
          "const struct word_entry word_table[] = {\n",
        out);
    for (size_t i = 0; i < words->count; i++) {
        const struct entry *entry = words->list[i];
        fprintf(out, "    {\"%s\",\n        {", entry->key);
        for (int lang = 0; lang < LANGS; lang++) {
            fputs(lang ? ",\n            " : "", out);
            write_text(out, entry->text[lang], entry->size[lang]);
        }
        fprintf(out, "}, %s},\n", entry->plural ? "true" : "false");
    }
    fprintf(out, "};\nconst size_t word_count = %zu;\n\n", words->count);
    write_slots(out, words);
    if (fclose(out) != 0)
        words_fault(path, 0, "cannot be written");
}

struct command {
    struct arena *arena;
    int count;
    char **args;
};

static enum err run(void *arg)
{
    struct command *command = arg;
    struct words words = {0};
    bool check = command->count > 1 && text_is(command->args[1], "--keys");
    int i = 2;
    for (; i < command->count && !text_is(command->args[i], "--"); i++)
        read_file(command->arena, &words, command->args[i]);
    sort_and_check(command->arena, &words);
    if (check) {
        for (i++; i < command->count; i++)
            words_check_keys(command->arena, &words, command->args[i]);
        printf("%s 1 - every key that a C file names has its words\n1..1\n", faults ? "not ok" : "ok");
    } else if (!faults) {
        write_table(&words, command->args[1]);
    }
    return faults ? ERR_INVALID : OK;
}

int main(int count, char **args)
{
    if (count < 3) {
        fputs("usage: words OUT.c FILE.words...\n       words --keys FILE.words... -- FILE.c...\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(MOST_MEMORY);
    struct command command = {arena, count, args};
    enum err err = arena ? arena_run(arena, run, &command) : ERR_NO_MEMORY;
    arena_free(arena);
    return err == OK ? 0 : 1;
}
