/*
 * Puts the shipped facts into the program:   facts OUT.c FILE.csv...
 *
 * A file is called after its record's noun: data/state.csv, data/demo/state.csv (invented, for the demonstration only).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!out)
        return 2;
    fputs("/* Shipped facts. Written by tools/facts from data/; not to be edited. */\n#include \"record/facts.h\"\n\n",
        out);
    for (int i = 2; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        int c, column = 0;
        if (!in) {
            fprintf(stderr, "%s: cannot be opened\n", argv[i]);
            return 1;
        }
        fprintf(out, "static const unsigned char file_%d[] = {\n", i);
        while ((c = fgetc(in)) != EOF)
            fprintf(out, "%d,%s", c, ++column % 32 == 0 ? "\n" : "");
        fputs("0};\n", out);
        fclose(in);
    }
    fputs("\nconst struct facts shipped_facts[] = {\n", out);
    for (int i = 2; i < argc; i++)
        fprintf(out,
            "    {.noun = \"%.*s\", .bytes = (const char *)file_%d, .size = sizeof file_%d - 1, .demo = %s},\n",
            (int)strcspn(base_name(argv[i]), "."), base_name(argv[i]), i, i,
            strstr(argv[i], "/demo/") ? "true" : "false");
    fprintf(out, "};\nconst int shipped_facts_count = %d;\n", argc - 2);
    return fclose(out) != 0;
}
