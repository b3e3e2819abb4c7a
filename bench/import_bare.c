/*
 * import_bare STORE ROWS.csv: the yardstick for an import. What a programmer would write who has a file, SQLite and nothing else: the rows
 * go into the table of memberships of an empty store, with its indexes, and each into a log, in one transaction that is flushed to disk. Nothing is
 * looked at: no references, no rules, no row that is there already, no hash.
 *
 * Out: one line of JSON with the rows written and the seconds they took.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 5, LINE_MOST = 4096 }; /* state, group, since, until, note */

static sqlite3 *db;

static void must(int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE)
        return;
    fprintf(stderr, "import_bare: %s\n", db ? sqlite3_errmsg(db) : "cannot open");
    exit(3);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *statement;
    must(sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
    return statement;
}

static void run(sqlite3_stmt *statement, const char *const *texts, int count, int first)
{
    for (int i = 0; i < count; i++)
        must(sqlite3_bind_text(statement, first + i, *texts[i] ? texts[i] : NULL, -1, SQLITE_STATIC));
    must(sqlite3_step(statement));
    sqlite3_reset(statement);
}

static long write_rows(FILE *file)
{
    sqlite3_stmt *row = prepare("INSERT INTO membership (id, version, state, group_, since, until, note) "
                                "VALUES (?, 1, ?, ?, ?, ?, ?)");
    sqlite3_stmt *entry =
        prepare("INSERT INTO ledger_row (batch, noun, id, entry, n) VALUES ('bare', 'membership', ?, ?, ?)");
    char line[LINE_MOST], id[32], json[LINE_MOST];
    long n = 0;
    if (!fgets(line, sizeof line, file)) /* the names of the columns */
        return 0;
    while (fgets(line, sizeof line, file)) {
        const char *texts[COLUMNS + 1] = {id, "", "", "", "", ""};
        char *at = line;
        line[strcspn(line, "\r\n")] = 0;
        for (int i = 1; i <= COLUMNS && at; i++)
            texts[i] = strsep(&at, ",");
        snprintf(id, sizeof id, "01JBARE%019ld", ++n); /* as long as the store's, and growing as those do */
        snprintf(json, sizeof json,
            "{\"after\":{\"group\":\"%s\",\"note\":\"%s\",\"since\":\"%s\",\"state\":\"%s\",\"until\":\"%s\"},"
            "\"version\":1}",
            texts[2], texts[5], texts[3], texts[1], texts[4]);
        run(row, texts, COLUMNS + 1, 1);
        must(sqlite3_bind_int64(entry, 3, n));
        run(entry, (const char *const[]){id, json}, 2, 1);
    }
    sqlite3_finalize(row);
    sqlite3_finalize(entry);
    return n;
}

int main(int count, char **args)
{
    if (count != 3) {
        fputs("usage: import_bare STORE ROWS.csv\n", stderr);
        return 2;
    }
    double start = seconds();
    FILE *file = fopen(args[2], "r");
    if (!file)
        return 3;
    must(sqlite3_open(args[1], &db));
    must(sqlite3_exec(
        db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; BEGIN IMMEDIATE", 0, 0, 0));
    long n = write_rows(file);
    must(sqlite3_exec(db, "COMMIT", 0, 0, 0));
    printf("{\"rows\":%ld,\"seconds\":%.4f}\n", n, seconds() - start);
    fclose(file);
    sqlite3_close(db);
    return 0;
}
