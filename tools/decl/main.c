/*
 * The declaration compiler.
 *
 *     decl write DIR/TABLE.c FOLDER... -- FILE.decl...      DIR/FOLDER.h and .c for each folder, and the table of all
 *     decl draft MIGRATION.sql... -- FILE.decl...   what the migrations lack, as SQL; exit 1 when it is not nothing
 *     decl ddl FILE.decl...                         all tables and indexes
 *     decl embed OUT.c MIGRATION.sql...             the migrations as a table of statements (store/store.h)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tools/decl/decl.h"

static struct model model;

static void read_all(int from, int argc, char **argv)
{
    for (int i = from; i < argc; i++)
        parse_file(&model, argv[i]);
    resolve(&model);
}

static int dashes(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--") == 0)
            return i;
    fprintf(stderr, "decl: \"--\" is missing before the declarations\n");
    exit(2);
}

/* Beside the file of the table. */
static void write_file(const char *table, const char *name, const char *ending, struct out *out)
{
    struct out path = {0};
    const char *slash = strrchr(table, '/');
    say(&path, "%.*s%s%s", slash ? (int)(slash - table) + 1 : 0, table, name, ending);
    save(out, path.at);
}

static int write_all(int argc, char **argv)
{
    int split = dashes(argc, argv);
    read_all(split + 1, argc, argv);
    for (int i = 3; i < split; i++) {
        struct out header = {0}, source = {0};
        write_header(&header, &model, argv[i]);
        write_source(&source, &model, argv[i]);
        write_file(argv[2], argv[i], ".h", &header);
        write_file(argv[2], argv[i], ".c", &source);
    }
    struct out table = {0};
    write_table(&table, &model);
    save(&table, argv[2]);
    return 0;
}

static void quote(struct out *out, const char *text, size_t size)
{
    say(out, "        \"");
    for (size_t i = 0; i < size; i++)
        say(out, text[i] == '\n' ? "\\n" : text[i] == '"' || text[i] == '\\' ? "\\%c" : "%c", text[i]);
    say(out, "\",\n");
}

/* NNNN-name.sql: statements end with ; at the end of a line. */
static void embed_one(struct out *out, const char *path, int place)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    FILE *file = fopen(path, "r");
    char line[4096];
    struct out statement = {0};
    if (!file)
        complain((struct place){path, 0}, "cannot be opened");
    say(out, "static const char *const migration_%d[] = {\n", place);
    while (fgets(line, sizeof line, file)) {
        size_t n = strlen(line);
        if (strncmp(line, "--", 2) == 0 || n <= 1)
            continue;
        say(&statement, "%s", line);
        if (n >= 2 && strcmp(line + n - 2, ";\n") == 0) {
            quote(out, statement.at, statement.size - 2);
            statement.size = 0;
        }
    }
    if (statement.size)
        complain((struct place){path, 0}, "the last statement does not end with ; at the end of its line");
    fclose(file);
    say(out, "        NULL,\n};\n");
    if (atoi(name) < 200 || strlen(name) < 6 || name[4] != '-')
        complain((struct place){path, 0}, "a migration's file is called NNNN-name.sql, from 0200 on");
}

static int embed(int argc, char **argv)
{
    struct out out = {0};
    say(&out,
        "/* The migrations of the declared records. Written by tools/decl from migrations/; not to be edited. "
        "*/\n#include \"store/record.h\"\n\n");
    for (int i = 3; i < argc; i++)
        embed_one(&out, argv[i], i);
    say(&out, "\nconst struct migration record_migrations[] = {\n");
    for (int i = 3; i < argc; i++) {
        const char *name = strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i];
        say(&out, "    {.number = %d, .name = \"%.*s\", .statements = migration_%d},\n", atoi(name),
            (int)strcspn(name + 5, "."), name + 5, i);
    }
    say(&out, "};\nconst int record_migration_count = %d;\n", argc - 3);
    save(&out, argv[2]);
    return 0;
}

int main(int argc, char **argv)
{
    struct out out = {0};
    if (argc >= 3 && strcmp(argv[1], "write") == 0)
        return write_all(argc, argv);
    if (argc >= 3 && strcmp(argv[1], "draft") == 0) {
        int split = dashes(argc, argv);
        read_all(split + 1, argc, argv);
        bool differs = draft(&out, &model, argv + 2, split - 2);
        fputs(out.at ? out.at : "", stdout);
        return differs;
    }
    if (argc >= 3 && strcmp(argv[1], "ddl") == 0) {
        read_all(2, argc, argv);
        for (int i = 0; i < model.count; i++)
            write_ddl(&out, model.records[i]);
        fputs(out.at ? out.at : "", stdout);
        return 0;
    }
    if (argc >= 3 && strcmp(argv[1], "embed") == 0)
        return embed(argc, argv);
    fprintf(stderr,
        "usage: decl write DIR/TABLE.c FOLDER... -- FILE...\n       decl draft MIGRATION... -- FILE...\n       decl "
        "ddl FILE...\n");
    return 2;
}
