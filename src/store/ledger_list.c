/*
 * The ledger as a list: newest first, narrowed by who, by noun and by day, page by page. Each narrowing walks an index; days
 * need none, since numbers and times rise together: the numbers between which they lie are looked for by halving.
 */
#include "base/id.h"
#include "base/text.h"
#include "store/engine.h"
#include "store/ledger_hash.h"

/* An entry carries the time its call began, and a call may last: numbers are looked for with a day to spare. */
enum { SPARE_DAYS = 1 };

static const SQL(entries_newest,
    "SELECT seq, at, who, action, noun, id, NULL, batch FROM ledger WHERE seq < $1 AND seq >= $2 "
    "AND at >= $3 AND at < $4 ORDER BY seq DESC LIMIT $5");
static const SQL(entries_by_who,
    "SELECT seq, at, who, action, noun, id, NULL, batch FROM ledger WHERE substr(who, 1, 26) = $6 AND seq < $1 "
    "AND seq >= $2 AND at >= $3 AND at < $4 AND (who = $7 OR strpos(who, $7 || ' for ') = 1) "
    "AND (CAST($8 AS TEXT) IS NULL OR noun = CAST($8 AS TEXT)) ORDER BY seq DESC LIMIT $5");
static const SQL(entries_by_noun,
    "SELECT seq, at, who, action, noun, id, NULL, batch FROM ledger WHERE noun = $6 AND seq < $1 AND seq >= $2 "
    "AND at >= $3 AND at < $4 ORDER BY seq DESC LIMIT $5");
static const SQL(entry_at, "SELECT seq, at, who, action, noun, id, entry, batch FROM ledger WHERE seq = $1");
static const SQL(hash_at, "SELECT hash FROM ledger WHERE seq = $1");
static const SQL(time_from, "SELECT seq, at FROM ledger WHERE seq >= $1 ORDER BY seq LIMIT 1");
static const SQL(batch_rows,
    "SELECT r.n, l.at, l.who, l.action, r.noun, r.id, NULL, r.batch FROM ledger_row r JOIN ledger l ON l.batch = "
    "r.batch "
    "WHERE r.batch = $1 AND r.n > $2 ORDER BY r.n LIMIT $3");
static const SQL(entries_about,
    "SELECT seq, at, who, action, noun, id, entry, batch FROM ledger WHERE id = $1 "
    "OR (noun IN ($2, $3, $4) AND strpos(entry, $1) > 0) ORDER BY seq DESC LIMIT $5");

/* The first number whose time is `day` or later: `head` + 1 when there is none. */
static enum err first_from(int64_t *out, struct db *db, struct call *call, const char *day, int64_t head)
{
    int64_t low = 1, high = head + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2, seq = 0;
        bool later = true;
        struct rows *rows;
        enum err err = db_query(&rows, db, call, &time_from, ARGS(arg_number(middle)));
        if (!err && rows_next(rows)) {
            seq = rows_number(rows, 0);
            later = strcmp(rows_text(rows, 1), day) >= 0;
        }
        if (!err)
            err = rows_end(rows);
        if (err)
            return err;
        if (later)
            high = middle;
        else
            low = seq + 1;
    }
    *out = low;
    return OK;
}

static const char *day_text(struct call *call, struct date day)
{
    char text[DATE_TEXT];
    return arena_text(call->arena, date_text(text, day));
}

enum err ledger_read(struct db *db, struct call *call, const struct ledger_ask *ask, ledger_each *each, void *arg)
{
    struct rows *rows;
    struct ledger_head head;
    int64_t least = 1, before = ask->before > 0 ? ask->before : INT64_MAX, most = before;
    const char *since = "", *until = "9999";
    enum err err = ledger_head(&head, db, call);
    if (!err && date_known(ask->since)) {
        since = day_text(call, date_first(ask->since));
        err =
            first_from(&least, db, call, day_text(call, date_add_days(date_first(ask->since), -SPARE_DAYS)), head.seq);
    }
    if (!err && date_known(ask->until)) {
        struct date end = date_add_days(date_last(ask->until), 1);
        until = day_text(call, end);
        err = first_from(&most, db, call, day_text(call, date_add_days(end, SPARE_DAYS)), head.seq);
    }
    if (err)
        return err;
    struct arg below = arg_number(most < before ? most : before), from = arg_number(least), first = arg_text(since),
               last = arg_text(until), count = arg_number(ask->most);
    if (ask->who) {
        size_t size = strlen(ask->who);
        const char *start = arena_copy(call->arena, ask->who, size < ID_TEXT - 1 ? size : ID_TEXT - 1);
        err = db_query(&rows, db, call, &entries_by_who,
            ARGS(below, from, first, last, count, arg_text(start), arg_text(ask->who), arg_text(ask->noun)));
    } else if (ask->noun) {
        err = db_query(&rows, db, call, &entries_by_noun, ARGS(below, from, first, last, count, arg_text(ask->noun)));
    } else {
        err = db_query(&rows, db, call, &entries_newest, ARGS(below, from, first, last, count));
    }
    return err ? err : ledger_each_row(rows, call, each, arg);
}

enum err ledger_at(struct ledger_entry *out, struct db *db, struct call *call, int64_t seq)
{
    struct rows *rows;
    *out = (struct ledger_entry){0};
    enum err err = db_query(&rows, db, call, &entry_at, ARGS(arg_number(seq)));
    if (!err)
        err = ledger_each_row(rows, call, ledger_copy, out);
    if (!err && !out->seq)
        err = fail_field(call, ERR_NOT_FOUND, "no_entry", NULL, arena_format(call->arena, "%lld", (long long)seq));
    if (!err)
        err = db_query(&rows, db, call, &hash_at, ARGS(arg_number(seq)));
    if (err)
        return err;
    struct hash hash;
    char hex[HASH_HEX];
    if (rows_next(rows) && ledger_hash_read(&hash, rows, 0))
        out->hash = arena_text(call->arena, hash_text(hex, &hash));
    return rows_end(rows);
}

enum err ledger_batch_rows(
    struct db *db, struct call *call, const char *batch, int64_t after, int most, ledger_each *each, void *arg)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &batch_rows, ARGS(arg_text(batch), arg_number(after), arg_number(most)));
    return err ? err : ledger_each_row(rows, call, each, arg);
}

enum err ledger_about(struct db *db, struct call *call, const char *id, const char *const nouns[3], int most,
    ledger_each *each, void *arg)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &entries_about,
        ARGS(arg_text(id), arg_text(nouns[0]), arg_text(nouns[1]), arg_text(nouns[2]), arg_number(most)));
    return err ? err : ledger_each_row(rows, call, each, arg);
}
