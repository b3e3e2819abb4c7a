/* SQL that means two things. */
#include "store/sql.h"

static const SQL(a, "SELECT lower(name) FROM state"); // want: lower( does not mean
static const SQL(b, "SELECT a FROM state WHERE name ilike $1"); // want: ILIKE
static const SQL(c, "SELECT a FROM state "
    "WHERE at > now ()"); // want: now(
static const SQL(d, "SELECT max(a, b), max(c) FROM state"); // want: use greatest
static const SQL(e, "SELECT a FROM state WHERE $1 IS NULL OR a = $1"); // want: $1 has no type here
static const SQL(f, "SELECT a FROM state WHERE b = $1 AND c = $3"); // want: $2 is not used
static const SQL(g, "SELECT a::TEXT FROM state"); // want: :: does not mean
static const SQL(h, "SELECT a FROM state WHERE b = ?"); // want: arguments are $1
static const SQL(i, "INSERT INTO a (b) SELECT b FROM c ON CONFLICT DO NOTHING"); // want: WHERE TRUE
static const SQL(j, "WITH x AS (DELETE FROM a RETURNING b) SELECT b FROM x"); // want: one statement changes
static const SQL(k, "INSERT OR IGNORE INTO a VALUES ($1)"); // want: use ON CONFLICT
static const SQL(l, "SELECT \"a\" FROM state"); // want: names need no quotes // want: names need no quotes

static const char *const tables[] = {
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", // want: BIGINT // want: ids are
    "CREATE TABLE t (id BIGINT, at TIMESTAMP)", // want: made in C
    "CREATE TABLE u (id SERIAL, price NUMERIC)", // want: ids are // want: minor units
};
