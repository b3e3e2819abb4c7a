/*
 * Puts files into the program:   embed OUT.c NAME FILE[+FILE...] [NAME FILE...]...
 *
 * Each NAME becomes a `const struct asset asset_NAME` (web/asset.h) of the files one after the
 * other, plain and compressed, with an address that holds the SHA-256 of the content, and an entry
 * in the table `assets`.
 */
#include "pack.h"
#include <ctype.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASSET_MOST = 1 << 20, HASH_SHOWN = 16 };

static unsigned char content[ASSET_MOST], zipped[ASSET_MOST + 1024];

_Noreturn static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "embed: %s: %s\n", what, why);
    exit(3);
}

static size_t read_files(char *files)
{
    size_t size = 0;
    for (char *path = files, *end; path; path = end) {
        end = strchr(path, '+');
        if (end)
            *end++ = 0;
        FILE *in = fopen(path, "rb");
        if (!in)
            give_up(path, "cannot be read");
        size += fread(content + size, 1, sizeof content - size, in);
        if (ferror(in) || size == sizeof content)
            give_up(path, "cannot be read, or is too large");
        fclose(in);
    }
    return size;
}

/* Comments and indentation of style sheets stay with the source. Strings of ours hold neither. */
static size_t shorten_css(size_t size)
{
    size_t to = 0;
    bool fresh = true;
    for (size_t at = 0; at < size; at++) {
        if (content[at] == '/' && at + 1 < size && content[at + 1] == '*') {
            for (at += 2; at + 1 < size && !(content[at] == '*' && content[at + 1] == '/'); at++)
                ;
            at++;
            continue;
        }
        if (fresh && isspace(content[at]))
            continue;
        fresh = content[at] == '\n';
        content[to++] = content[at];
    }
    return to;
}

static const char *type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".js", "text/javascript; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end && i < sizeof types / sizeof *types; i++)
        if (!strcmp(end, types[i].end))
            return types[i].type;
    give_up(name, "no type is known for this name");
}

static void write_symbol(char *symbol, size_t room, const char *name)
{
    size_t size = strlen(name);
    if (size + 1 > room)
        give_up(name, "the name is too long");
    for (size_t i = 0; i <= size; i++)
        symbol[i] = (char)(isalnum((unsigned char)name[i]) || !name[i] ? name[i] : '_');
}

static void write_asset(FILE *out, const char *name, size_t size)
{
    char symbol[64], hex[2 * crypto_hash_sha256_BYTES + 1];
    unsigned char hash[crypto_hash_sha256_BYTES];
    write_symbol(symbol, sizeof symbol, name);
    crypto_hash_sha256(hash, content, size);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    size_t zipped_size = pack(zipped, sizeof zipped, content, size);
    if (!zipped_size)
        give_up(name, "cannot be compressed");
    bool smaller = zipped_size < size;
    fprintf(out, "\nstatic const unsigned char bytes_%s[] = {", symbol);
    write_bytes(out, content, size);
    fputs("\n};\n", out);
    if (smaller) {
        fprintf(out, "static const unsigned char zipped_%s[] = {", symbol);
        write_bytes(out, zipped, zipped_size);
        fputs("\n};\n", out);
    }
    fprintf(out,
        "extern const struct asset asset_%s;\nconst struct asset asset_%s = {\n    .name = "
        "\"%s\",\n"
        "    .url = \"/static/%.*s/%s\",\n    .type = \"%s\",\n    .bytes = bytes_%s,\n    .size = "
        "%zu,\n",
        symbol, symbol, name, HASH_SHOWN, hex, name, type_of(name), symbol, size);
    if (smaller)
        fprintf(out, "    .zipped = zipped_%s,\n    .zipped_size = %zu,\n", symbol, zipped_size);
    fputs("};\n", out);
}

int main(int count, char **args)
{
    if (count < 2 || count % 2) {
        fputs("usage: embed OUT.c NAME FILE[+FILE...] ...\n", stderr);
        return 2;
    }
    FILE *out = fopen(args[1], "w");
    if (!out)
        give_up(args[1], "cannot be written");
    fputs("/* Made by tools/embed from ui/. */\n#include \"web/asset.h\"\n", out);
    for (int i = 2; i < count; i += 2) {
        size_t size = read_files(args[i + 1]);
        if (!strcmp(args[i] + strlen(args[i]) - 4, ".css"))
            size = shorten_css(size);
        write_asset(out, args[i], size);
    }
    fputs("\nconst struct asset *const assets[] = {\n", out);
    for (int i = 2; i < count; i += 2) {
        char symbol[64];
        write_symbol(symbol, sizeof symbol, args[i]);
        fprintf(out, "    &asset_%s,\n", symbol);
    }
    fputs("    0,\n};\n", out);
    if (ferror(out) | fclose(out))
        give_up(args[1], "cannot be written");
    return 0;
}
