#include "access/throttle.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

enum { FREE_TRIES = 5, FREE_UNDER_ATTACK = 1, ATTACK = 50, FREE_CODES = 10, FREE_CLIENT = 30 };

static const SQL(failures_of, "SELECT failures, last FROM login_failure WHERE bucket = $1");
static const SQL(failure_count,
    "INSERT INTO login_failure (bucket, failures, last) VALUES ($1, $2, $3) "
    "ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, last = excluded.last");
static const SQL(failures_forget, "DELETE FROM login_failure WHERE bucket = $1");
static const SQL(
    failure_take_back, "UPDATE login_failure SET failures = failures - 1 WHERE bucket = $1 AND failures > 0");
static const SQL(failures_old, "DELETE FROM login_failure WHERE last < $1");

/* How long a count is remembered after its last failure. */
static int64_t memory_of(enum bucket bucket)
{
    return bucket == BUCKET_CLIENT ? HOUR : 24 * HOUR;
}

/* `free` failures cost nothing; the next one 5 seconds, each further one twice as much, up to `most`. */
static int64_t next_after(struct failures failures, int64_t free, int64_t most)
{
    if (failures.count <= free - 1 || failures.last == UNKNOWN)
        return INT64_MIN;
    int64_t wait = 5 * SECOND;
    for (int64_t i = free; i < failures.count && wait < most; i++)
        wait *= 2;
    return failures.last + (wait < most ? wait : most);
}

int64_t throttle_next(const struct failures by[BUCKETS], const struct attempt *attempt, int64_t now)
{
    struct failures live[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
        bool counts = by[i].last != UNKNOWN && now - by[i].last < memory_of((enum bucket)i);
        live[i] = counts ? by[i] : (struct failures){0, UNKNOWN};
    }
    if (attempt->device)
        return next_after(live[BUCKET_DEVICE], FREE_TRIES, 15 * MINUTE);
    bool attack = live[BUCKET_ACCOUNT].count >= ATTACK;
    int64_t next = next_after(live[BUCKET_PAIR], attack ? FREE_UNDER_ATTACK : FREE_TRIES, 15 * MINUTE);
    int64_t client = next_after(live[BUCKET_CLIENT], FREE_CLIENT, MINUTE);
    int64_t account = attempt->code ? next_after(live[BUCKET_ACCOUNT], FREE_CODES, 15 * MINUTE) : INT64_MIN;
    next = client > next ? client : next;
    return account > next ? account : next;
}

/*
 * Who has one IPv6 address has a whole /64 of them: they are one client. An IPv4 address inside IPv6 is the
 * IPv4 address.
 */
static void client_of(char out[INET6_ADDRSTRLEN], const char *address)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    unsigned char bytes[16];
    const char *text = NULL;
    if (inet_pton(AF_INET6, address, bytes) == 1) {
        bool is_mapped = memcmp(bytes, mapped, sizeof mapped) == 0;
        if (!is_mapped)
            memset(bytes + 8, 0, 8);
        text = is_mapped ? inet_ntop(AF_INET, bytes + 12, out, INET6_ADDRSTRLEN)
                         : inet_ntop(AF_INET6, bytes, out, INET6_ADDRSTRLEN);
    }
    if (!text)
        snprintf(out, INET6_ADDRSTRLEN, "%s", address);
}

/* What is typed into the field of the login is sometimes the password: only a hash is kept of it. */
static void bucket_key(char out[HASH_HEX], enum bucket bucket, const struct attempt *attempt)
{
    static const char *const kinds[BUCKETS] = {"pair", "device", "account", "client"};
    char client[INET6_ADDRSTRLEN];
    client_of(client, text_or(attempt->address, ""));
    const char *parts[] = {kinds[bucket], attempt->code ? "code" : "password",
        bucket == BUCKET_CLIENT ? "" : attempt->login, bucket == BUCKET_PAIR || bucket == BUCKET_CLIENT ? client : "",
        bucket == BUCKET_DEVICE ? text_or(attempt->device, "") : ""};
    hash_state state;
    struct hash hash;
    hash_start(&state);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash_add(&state, parts[i], strlen(parts[i]) + 1);
    hash_end(&hash, &state);
    hash_text(out, &hash);
}

/* A strange client has no device; the command line no address; a known device touches no other count. */
static bool applies(enum bucket bucket, const struct attempt *attempt)
{
    if (attempt->device)
        return bucket == BUCKET_DEVICE;
    return bucket == BUCKET_CLIENT ? attempt->address != NULL : bucket != BUCKET_DEVICE;
}

static enum err read_bucket(struct failures *out, struct db *db, struct call *call, const char *key)
{
    struct rows *rows;
    *out = (struct failures){0, UNKNOWN};
    enum err err = db_query(&rows, db, call, &failures_of, ARGS(arg_text(key)));
    if (err)
        return err;
    if (rows_next(rows)) {
        out->count = rows_number(rows, 0);
        if (!moment_parse(&out->last, rows_text(rows, 1)))
            out->last = UNKNOWN;
    }
    return rows_end(rows);
}

static enum err count_attempt(struct db *db, struct call *call, void *arg)
{
    const struct attempt *attempt = arg;
    struct failures by[BUCKETS];
    char keys[BUCKETS][HASH_HEX], at[MOMENT_TEXT];
    enum err err = OK;
    for (int i = 0; i < BUCKETS && !err; i++) {
        by[i] = (struct failures){0, UNKNOWN};
        bucket_key(keys[i], (enum bucket)i, attempt);
        if (applies((enum bucket)i, attempt))
            err = read_bucket(&by[i], db, call, keys[i]);
    }
    if (err)
        return err;
    int64_t next = throttle_next(by, attempt, call->now);
    if (next > call->now) {
        moment_text(at, next + SECOND - 1);
        return fail_want(call, ERR_LIMIT, "sign_in_wait", NULL, NULL, arena_format(call->arena, "%.8s", at + 11));
    }
    for (int i = 0; i < BUCKETS && !err; i++) {
        bool old = by[i].last == UNKNOWN || call->now - by[i].last >= memory_of((enum bucket)i);
        if (applies((enum bucket)i, attempt))
            err = db_run(NULL, db, call, &failure_count,
                ARGS(arg_text(keys[i]), arg_number(old ? 1 : by[i].count + 1), arg_text(moment_text(at, call->now))));
    }
    return err;
}

enum err throttle_begin(struct store *store, struct call *call, const struct attempt *attempt)
{
    struct attempt copy = *attempt;
    return store_write(store, call, count_attempt, &copy);
}

enum err throttle_right(int64_t *failures, struct db *db, struct call *call, const struct attempt *attempt)
{
    struct failures account;
    char key[HASH_HEX];
    bucket_key(key, BUCKET_ACCOUNT, attempt);
    enum err err = read_bucket(&account, db, call, key);
    if (failures) /* without the one that throttle_begin counted in advance */
        *failures = account.count - (applies(BUCKET_ACCOUNT, attempt) && account.count > 0);
    for (int i = 0; i < BUCKETS && !err; i++) {
        bucket_key(key, (enum bucket)i, attempt);
        if (i == BUCKET_ACCOUNT || applies((enum bucket)i, attempt))
            err =
                db_run(NULL, db, call, i == BUCKET_CLIENT ? &failure_take_back : &failures_forget, ARGS(arg_text(key)));
    }
    return err;
}

enum err throttle_clean(struct db *db, struct call *call)
{
    char at[MOMENT_TEXT];
    return db_run(NULL, db, call, &failures_old, ARGS(arg_text(moment_text(at, call->now - 24 * HOUR))));
}
