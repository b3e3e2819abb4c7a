/*
 * Puts the shipped facts into the program, compressed:   facts OUT.c FILE.csv...
 *
 * A table is called after its record's noun: data/state.csv, data/demo/state.csv (for the demonstration only); other files that a record
 * takes stand in a folder of that name: data/demo/document/A_RES_64_177.txt.
 */
#include "pack.h"
#include <stdbool.h>
#include <string.h>

enum { FILES_MOST = 100, FACTS_MOST = 16 << 20 };

static unsigned char content[FACTS_MOST], packed[FACTS_MOST + 1024];

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The noun: the name of a table, or of the folder of another file. */
static void noun_of(char *out, size_t room, const char *path)
{
    const char *end = strrchr(path, '.');
    if (!end || strcmp(end, ".csv") != 0)
        end = strrchr(path, '/');
    const char *start = end;
    while (start > path && start[-1] != '/')
        start--;
    snprintf(out, room, "%.*s", (int)(end - start), start);
}

/* How many bytes there are, at most what there is room for. */
static bool read_file(size_t *size, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    *size = fread(content, 1, sizeof content, in);
    bool whole = !ferror(in) && *size < sizeof content;
    fclose(in);
    return whole;
}

static size_t packed_sizes[FILES_MOST], sizes[FILES_MOST];

int main(int argc, char **argv)
{
    FILE *out = argc > 1 && argc - 2 <= FILES_MOST ? fopen(argv[1], "w") : NULL;
    if (!out)
        return 2;
    fputs("/* Shipped facts. Written by tools/facts from data/; not to be edited. */\n#include \"record/facts.h\"\n",
        out);
    for (int i = 2; i < argc; i++) {
        size_t *size = &sizes[i - 2], *packed_size = &packed_sizes[i - 2];
        if (!read_file(size, argv[i]) || (*packed_size = pack(packed, sizeof packed, content, *size)) == 0) {
            fprintf(stderr, "%s: cannot be read, or is too large\n", argv[i]);
            return 1;
        }
        fprintf(out, "\nstatic const unsigned char file_%d[] = {", i);
        write_bytes(out, packed, *packed_size);
        fputs("\n};\n", out);
    }
    fputs("\nconst struct facts shipped_facts[] = {\n", out);
    for (int i = 2; i < argc; i++) {
        char noun[100];
        noun_of(noun, sizeof noun, argv[i]);
        fprintf(out,
            "    {.noun = \"%s\", .file = \"%s\", .packed = file_%d, .packed_size = %zu, .size = %zu, .demo = %s},\n",
            noun, base_name(argv[i]), i, packed_sizes[i - 2], sizes[i - 2],
            strstr(argv[i], "/demo/") ? "true" : "false");
    }
    fprintf(out, "};\nconst int shipped_facts_count = %d;\n", argc - 2);
    return fclose(out) != 0;
}
