/*
 * The keys of *.words files (base/words.h describes them), with the {arguments} their texts name:
 * enough to refuse a template that says a text which does not exist, or leaves out a value that the
 * text wants.
 */
#include "tools/template.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *at, size_t size)
{
    void *bigger = realloc(at, size);
    if (!bigger) {
        fputs("template: no memory\n", stderr);
        exit(3);
    }
    return bigger;
}

static char *copy(const char *bytes, size_t size)
{
    char *text = grow(NULL, size + 1);
    memcpy(text, bytes, size);
    text[size] = 0;
    return text;
}

static void note_argument(struct word_key *key, const char *name, size_t size)
{
    for (int i = 0; i < key->argument_count; i++)
        if (strlen(key->arguments[i]) == size && !memcmp(key->arguments[i], name, size))
            return;
    if (key->argument_count < (int)(sizeof key->arguments / sizeof *key->arguments))
        key->arguments[key->argument_count++] = copy(name, size);
}

static void note_arguments(struct word_key *key, const char *text)
{
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t size = strcspn(open + 1, "{}");
        if (open[1 + size] == '}' && size)
            note_argument(key, open + 1, size);
    }
}

bool words_read(struct words *words, const char *path)
{
    FILE *in = fopen(path, "r");
    if (!in)
        return false;
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, in) > 0) {
        size_t size = strcspn(line, "\r\n");
        line[size] = 0;
        if (!size || *line == '#')
            continue;
        if (!isspace((unsigned char)*line)) {
            if (words->count == words->room) {
                words->room = words->room ? words->room * 2 : 256;
                words->keys = grow(words->keys, words->room * sizeof *words->keys);
            }
            words->keys[words->count++] = (struct word_key){.key = copy(line, strcspn(line, " \t"))};
        } else if (words->count) {
            note_arguments(&words->keys[words->count - 1], line);
        }
    }
    bool read = !ferror(in);
    free(line);
    fclose(in);
    return read;
}

const struct word_key *words_find(const struct words *words, const char *key)
{
    for (size_t i = 0; i < words->count; i++)
        if (!strcmp(words->keys[i].key, key))
            return &words->keys[i];
    return NULL;
}
