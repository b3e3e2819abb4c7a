/*
 * Puts the words the reader of mandates knows into the program:   vocabulary OUT.c FILE.csv...
 *
 * The form of the files stands in src/mandate/vocabulary.h. Refused with file and line: a row with too few cells, a phrase without a
 * word, a phrase twice in one column and language, two words that fold to the same number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "mandate/letters.h"
#include "mandate/vocabulary.h"

enum { MOST_TERMS = 20000, MOST_NODES = 60000, MOST_CELLS = 12, LINE_ROOM = 2000, MOST_WORDS = 40, SLOTS = 1 << 17 };

static struct entry {
    char *kind, *phrase, *lang, *value, *more;
    uint32_t node, words;
} terms[MOST_TERMS];
static size_t term_count;
static struct vocabulary_edge edges[SLOTS];
static struct vocabulary_root roots[SLOTS];
static bool goes_on[MOST_NODES];
static uint32_t node_count = 1, edge_count, root_count;
static struct {
    uint64_t word;
    char *letters;
} known[SLOTS];
static const char *path;
static int line_number;

static void refuse(const char *what, const char *which)
{
    fprintf(stderr, "%s:%d: %s: %s\n", path, line_number, what, which);
    exit(1);
}

static char *copy(const char *text, size_t size)
{
    char *out = calloc(1, size + 1);
    memcpy(out, text, size);
    return out;
}

/* Two different words must not have the same number. */
static void know(uint64_t word, const uint32_t *letters, size_t count)
{
    char *name = copy((const char *)letters, count * sizeof *letters);
    for (uint32_t slot = (uint32_t)word;; slot++) {
        slot &= SLOTS - 1;
        if (!known[slot].word) {
            known[slot].word = word;
            known[slot].letters = name;
            return;
        }
        if (known[slot].word == word) {
            if (memcmp(known[slot].letters, name, count * sizeof *letters) != 0)
                refuse("a word has the number of another", name);
            return;
        }
    }
}

static size_t cut(uint64_t words[MOST_WORDS], const char *phrase)
{
    size_t count = 0, size = strlen(phrase), letters = 0;
    uint32_t spelt[200];
    uint64_t word = WORD_START;
    for (size_t at = 0; at <= size;) {
        struct letter l = {.kind = LETTER_BLANK, .size = 1};
        if (at < size)
            l = letter_at((const unsigned char *)phrase + at, size - at);
        if (l.kind == LETTER_OF_WORD || l.kind == LETTER_ALONE) {
            word = word_step(word, l.code);
            spelt[letters++] = l.code;
        }
        if ((l.kind != LETTER_OF_WORD && l.kind != LETTER_SILENT) && letters) {
            if (count == MOST_WORDS || letters > 150)
                refuse("too long", phrase);
            know(word, spelt, letters);
            words[count++] = word;
            word = WORD_START;
            letters = 0;
        }
        at += l.size;
    }
    return count;
}

static uint32_t root_of(uint64_t word)
{
    for (uint32_t slot = vocabulary_root_slot(word);; slot++) {
        struct vocabulary_root *root = &roots[slot & (SLOTS - 1)];
        if (!root->word) {
            *root = (struct vocabulary_root){word, node_count++, 0};
            root_count++;
        }
        if (root->word == word)
            return root->node;
    }
}

static uint32_t step(uint32_t from, uint64_t word)
{
    goes_on[from] = true;
    for (uint32_t slot = vocabulary_edge_slot(from, word);; slot++) {
        struct vocabulary_edge *edge = &edges[slot & (SLOTS - 1)];
        if (!edge->to) {
            *edge = (struct vocabulary_edge){word, from, node_count++};
            edge_count++;
        }
        if (edge->word == word && edge->from == from)
            return edge->to;
    }
}

static void add(char *kind, char *phrase, char *lang, char *value, char *more)
{
    uint64_t words[MOST_WORDS];
    size_t count = cut(words, phrase);
    if (!count)
        refuse("a phrase without a word", phrase);
    if (term_count == MOST_TERMS || node_count + count >= MOST_NODES)
        refuse("too many", phrase);
    uint32_t node = root_of(words[0]);
    for (size_t i = 1; i < count; i++)
        node = step(node, words[i]);
    for (size_t i = 0; i < term_count; i++)
        if (terms[i].node == node && strcmp(terms[i].kind, kind) == 0 && strcmp(terms[i].lang, lang) == 0)
            refuse("twice", phrase);
    terms[term_count++] = (struct entry){kind, phrase, lang, value, more, node, (uint32_t)count};
}

/* One line into cells; a cell with commas stands in quotation marks. */
static size_t cells_of(char *cells[MOST_CELLS], char *line)
{
    size_t count = 0;
    char *at = line;
    for (;;) {
        if (count == MOST_CELLS)
            refuse("too many cells", line);
        if (*at == '"') {
            char *end = strchr(at + 1, '"');
            if (!end)
                refuse("a quotation mark is open", at);
            cells[count++] = copy(at + 1, (size_t)(end - at - 1));
            at = end + 1;
        } else {
            size_t size = strcspn(at, ",");
            cells[count++] = copy(at, size);
            at += size;
        }
        if (*at != ',')
            return count;
        at++;
    }
}

static char *kind_name(const char *file, const char *column)
{
    const char *slash = strrchr(file, '/');
    char name[200];
    snprintf(name, sizeof name, "TERM_%.*s_%s", (int)strcspn(slash ? slash + 1 : file, "."), slash ? slash + 1 : file,
        column);
    for (char *c = name; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 32);
    return copy(name, strlen(name));
}

static void read_file(const char *file)
{
    char line[LINE_ROOM], *head[MOST_CELLS], *cells[MOST_CELLS];
    size_t columns = 0, phrases = 0;
    FILE *in = fopen(path = file, "r");
    line_number = 0;
    if (!in)
        refuse("cannot be opened", file);
    while (fgets(line, sizeof line, in)) {
        line_number++;
        line[strcspn(line, "\r\n")] = 0;
        if (!*line)
            continue;
        size_t count = cells_of(columns ? cells : head, line);
        if (!columns) {
            columns = count;
            while (phrases < count && strcmp(head[phrases], "lang") != 0)
                head[phrases] = kind_name(file, head[phrases]), phrases++;
            continue;
        }
        if (count != columns)
            refuse("not as many cells as the head", line);
        for (size_t i = 0; i < phrases; i++)
            if (*cells[i])
                add(head[i], cells[i], cells[phrases], phrases + 1 < count ? cells[phrases + 1] : "",
                    phrases + 2 < count ? cells[phrases + 2] : "");
    }
    fclose(in);
}

static int by_node(const void *a, const void *b)
{
    const struct entry *one = a, *two = b;
    return one->node != two->node ? (one->node < two->node ? -1 : 1) : 0;
}

static void quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++)
        fprintf(
            out, (unsigned char)*text < 0x80 && *text != '"' && *text != '\\' ? "%c" : "\\%03o", (unsigned char)*text);
    fputc('"', out);
}

static uint32_t twice(uint32_t count)
{
    uint32_t size = 16;
    while (size < 2 * count)
        size *= 2;
    return size;
}

static void write_terms(FILE *out)
{
    fputs("const struct wording vocabulary_terms[] = {\n", out);
    for (size_t i = 0; i < term_count; i++) {
        const struct entry *t = &terms[i];
        bool digits = *t->value && strspn(t->value, "0123456789") == strlen(t->value);
        char lang[10];
        snprintf(
            lang, sizeof lang, "LANG_%c%c", (t->lang[0] & ~32) ? t->lang[0] - 32 : 0, t->lang[0] ? t->lang[1] - 32 : 0);
        fprintf(out, "    {%s, %s, %u, ", t->kind, *t->lang ? lang : "LANGS", t->words);
        quoted(out, t->phrase);
        fputs(", ", out);
        quoted(out, t->value);
        fputs(", ", out);
        quoted(out, t->more);
        fprintf(out, ", %s},\n", digits ? t->value : "0");
    }
    fputs("};\n\nconst struct vocabulary_node vocabulary_nodes[] = {\n", out);
    size_t at = 0;
    for (uint32_t node = 0; node < node_count; node++) {
        size_t first = at;
        while (at < term_count && terms[at].node == node)
            at++;
        fprintf(out, "    {%zu, %zu, %s},\n", first, at - first, goes_on[node] ? "false" : "true");
    }
    fputs("};\n\n", out);
}

static void write_roots(FILE *out)
{
    uint32_t size = twice(root_count);
    struct vocabulary_root *table = calloc(size, sizeof *table);
    char **kinds = calloc(node_count, sizeof *kinds);
    /* the kinds of all terms below a root: go from each term's first word */
    for (size_t i = 0; i < term_count; i++) {
        uint64_t words[MOST_WORDS];
        cut(words, terms[i].phrase);
        uint32_t node = root_of(words[0]);
        if (!kinds[node])
            kinds[node] = calloc(1, 1000);
        if (!strstr(kinds[node], terms[i].kind))
            snprintf(kinds[node] + strlen(kinds[node]), 1000 - strlen(kinds[node]), "%sKIND(%s)",
                *kinds[node] ? " | " : "", terms[i].kind);
    }
    for (uint32_t i = 0; i < SLOTS; i++)
        for (uint32_t slot = vocabulary_root_slot(roots[i].word); roots[i].word; slot++)
            if (!table[slot & (size - 1)].word) {
                table[slot & (size - 1)] = roots[i];
                break;
            }
    fputs("const struct vocabulary_root vocabulary_roots[] = {\n", out);
    for (uint32_t i = 0; i < size; i++)
        fprintf(out, "    {%lluu, %u, %s},\n", (unsigned long long)table[i].word, table[i].node,
            table[i].word ? kinds[table[i].node] : "0");
    fprintf(out, "};\nconst uint32_t vocabulary_root_mask = %u;\n\n", size - 1);
}

static void write_bits(FILE *out)
{
    static uint64_t bits[VOCABULARY_BITS / 64];
    for (uint32_t i = 0; i < SLOTS; i++)
        if (roots[i].word) {
            uint32_t bit = vocabulary_bit(roots[i].word);
            bits[bit / 64] |= (uint64_t)1 << bit % 64;
        }
    fputs("const uint64_t vocabulary_bits[] = {\n", out);
    for (uint32_t i = 0; i < VOCABULARY_BITS / 64; i++)
        fprintf(out, "    %lluu,\n", (unsigned long long)bits[i]);
    fputs("};\n\n", out);
}

static void write_edges(FILE *out)
{
    uint32_t size = twice(edge_count);
    struct vocabulary_edge *table = calloc(size, sizeof *table);
    for (uint32_t i = 0; i < SLOTS; i++)
        for (uint32_t slot = vocabulary_edge_slot(edges[i].from, edges[i].word); edges[i].to; slot++)
            if (!table[slot & (size - 1)].to) {
                table[slot & (size - 1)] = edges[i];
                break;
            }
    fputs("const struct vocabulary_edge vocabulary_edges[] = {\n", out);
    for (uint32_t i = 0; i < size; i++)
        fprintf(out, "    {%lluu, %u, %u},\n", (unsigned long long)table[i].word, table[i].from, table[i].to);
    fprintf(out, "};\nconst uint32_t vocabulary_edge_mask = %u;\n", size - 1);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    for (int i = 2; i < argc; i++)
        read_file(argv[i]);
    FILE *out = fopen(argv[1], "w");
    if (!out)
        return 2;
    fputs("/* The words the reader knows. Written by tools/vocabulary from data/mandate/; not to be edited. */\n"
          "#include \"base/words.h\"\n#include \"mandate/vocabulary.h\"\n\n",
        out);
    qsort(terms, term_count, sizeof *terms, by_node);
    write_terms(out);
    write_roots(out);
    write_bits(out);
    write_edges(out);
    return fclose(out) != 0;
}
