/* The ledger on both engines: what enters it, and that every kind of tampering is found and named. */
#include "test/on_both.h"
#include "store/backup.h"
#include "store/keys.h"
#include "store/ledger_hash.h"

static const char *const tables[] = {
    "CREATE TABLE note (id TEXT PRIMARY KEY, text TEXT NOT NULL)",
    NULL,
};
static const struct migration migrations[] = {{100, "notes", tables}};

static const SQL(
    note_put, "INSERT INTO note (id, text) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET text = excluded.text");
static const SQL(note_drop, "DELETE FROM note WHERE id = $1");
static const SQL(notes, "SELECT id, text FROM note ORDER BY id");

static char *entry_for(struct call *call, const char *id, const char *text)
{
    char hex[HASH_HEX];
    char *row = arena_format(call->arena, "%s=%s", id, text);
    struct hash hash = hash_of(row, strlen(row));
    /* The first "hash" is inside a member and not the row's. */
    return arena_format(call->arena, "{\"after\":{\"hash\":\"%s\",\"x\":\"\\\"\"},\"hash\":\"%s\",\"version\":1}",
        "0000000000000000000000000000000000000000000000000000000000000000", hash_text(hex, &hash));
}

struct note {
    const char *id, *text;
};

static enum err put(struct db *db, struct call *call, void *arg)
{
    struct note *n = arg;
    enum err err = n->text ? db_run(NULL, db, call, &note_put, ARGS(arg_text(n->id), arg_text(n->text)))
                           : db_run(NULL, db, call, &note_drop, ARGS(arg_text(n->id)));
    if (err)
        return err;
    return ledger_add(db, call, n->text ? "put" : "remove", "note", n->id,
        n->text ? entry_for(call, n->id, n->text) : "{\"before\":{}}");
}

static enum err import(struct db *db, struct call *call, void *arg)
{
    struct ledger_batch *batch;
    enum err err = ledger_batch_begin(&batch, db, call, "import", "note");
    (void)arg;
    for (int i = 0; i < 1200 && !err; i++) {
        char *id = arena_format(call->arena, "i%04d", i);
        err = db_run(NULL, db, call, &note_put, ARGS(arg_text(id), arg_text("imported")));
        if (!err)
            err = ledger_batch_row(batch, id, entry_for(call, id, "imported"));
    }
    return err ? err : ledger_batch_end(batch, "\"file\":\"notes.csv\"");
}

static enum err digests(struct db *db, struct call *call, void *arg,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk)
{
    struct rows *rows;
    (void)arg;
    enum err err = db_query(&rows, db, call, &notes, NO_ARGS);
    if (err)
        return err;
    while (!err && rows_next(rows)) {
        char *row = arena_format(call->arena, "%s=%s", rows_text(rows, 0), rows_text(rows, 1));
        struct hash digest = hash_of(row, strlen(row));
        err = each(walk, "note", rows_text(rows, 0), &digest);
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

static struct buffer *told;

static void found(const struct ledger_fault *fault, void *arg)
{
    (void)arg;
    buffer_format(told, "%s%s %s %s %lld", told->size ? "; " : "", fault->kind, text_or(fault->table, "-"),
        text_or(fault->id, "-"), (long long)fault->seq);
}

/* What the verifier finds, as one line. */
static const char *faults_of(struct store *store)
{
    struct ledger_report report;
    told = buffer_new(test_call.arena, 1 << 20);
    CHECK_NUMBER(ledger_verify(&report, store, &test_call, digests, NULL, found, NULL, NULL), OK);
    CHECK((report.faults == 0) == (told->size == 0));
    return told->at;
}

/* Five notes, one of them changed and one removed again, and an import: entries 1 to 8. */
static struct store *filled(void)
{
    struct store *store = new_store(migrations, 1);
    static const struct note all[] = {
        {"a", "one"}, {"b", "two"}, {"c", "three"}, {"a", "four"}, {"d", "five"}, {"d", NULL}, {"e", "six"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        REQUIRE(store_write(store, &test_call, put, (void *)&all[i]) == OK);
    REQUIRE(store_write(store, &test_call, import, NULL) == OK);
    return store;
}

/* Somebody with the database's own tools, who writes nothing into the ledger. */
static enum err run_it(struct db *db, struct call *call, void *arg)
{
    int64_t changed;
    enum err err = db_run(&changed, db, call, arg, NO_ARGS);
    CHECK(err || changed > 0);
    return err;
}

static void tamper(struct store *store, const struct sql *sql)
{
    REQUIRE(store_write(store, &test_call, run_it, (void *)sql) == OK);
}

TEST(an_honest_store_has_no_fault)
{
    struct store *store = filled();
    CHECK_TEXT(faults_of(store), "");
    struct ledger_report report;
    REQUIRE(ledger_verify(&report, store, &test_call, digests, NULL, found, NULL, NULL) == OK);
    CHECK_NUMBER(report.entries, 8);
    CHECK_NUMBER(report.rows, 1204);
    CHECK_NUMBER(report.head.seq, 8);
}

static enum err collect(const struct ledger_entry *entry, struct call *call, void *arg)
{
    buffer_format(arg, "%lld %s %s %s; ", (long long)entry->seq, entry->action, entry->noun, text_or(entry->id, "-"));
    return OK;
}

TEST(the_ledger_is_read_back)
{
    struct store *store = filled();
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    struct ledger_entry last;
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK(ledger_history(db, &test_call, "note", "a", collect, out) == OK);
    CHECK_TEXT(out->at, "1 put note a; 4 put note a; ");
    buffer_clear(out);
    CHECK(ledger_history(db, &test_call, "note", "i0007", collect, out) == OK);
    CHECK_TEXT(out->at, "8 import note i0007; ");
    buffer_clear(out);
    CHECK(ledger_read(db, &test_call, &(struct ledger_ask){.most = 2}, collect, out) == OK);
    CHECK(ledger_read(db, &test_call, &(struct ledger_ask){.before = 3, .most = 2}, collect, out) == OK);
    CHECK_TEXT(out->at, "8 import note -; 7 put note e; 2 put note b; 1 put note a; ");
    REQUIRE(ledger_last(&last, db, &test_call, "note", "d") == OK);
    CHECK_TEXT(last.action, "remove");
    CHECK_NUMBER(last.seq, 6);
    CHECK_NUMBER(ledger_last(&last, db, &test_call, "note", "nobody"), ERR_NOT_FOUND);
}

TEST(nothing_enters_the_ledger_outside_a_write)
{
    struct store *store = new_store(migrations, 1);
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK(ledger_add(db, &test_call, "put", "note", "a", "{}") != OK);
}

/* Each way of tampering with one statement, and what the verifier says of it. */
static const SQL(entry_who, "UPDATE ledger SET who = 'tesT' WHERE seq = 3");
static const SQL(entry_when, "UPDATE ledger SET at = '2014-06-12T09:12:01.000000Z' WHERE seq = 3");
static const SQL(entry_action, "UPDATE ledger SET action = 'import' WHERE seq = 3");
static const SQL(entry_text, "UPDATE ledger SET entry = entry || ' ' WHERE seq = 1");
static const SQL(entry_not_json, "UPDATE ledger SET entry = '\"hash\":\"' WHERE seq = 6");
static const SQL(entry_own_hash, "UPDATE ledger SET hash = prev_hash WHERE seq = 3");
static const SQL(entry_seal, "UPDATE ledger SET seal = (SELECT seal FROM ledger WHERE seq = 2) WHERE seq = 3");
static const SQL(no_seal, "UPDATE ledger SET seal = NULL WHERE seq = 8");
static const SQL(entry_before, "UPDATE ledger SET prev_hash = hash WHERE seq = 5");
static const SQL(newest_entry, "UPDATE ledger SET who = '' WHERE seq = 8");
static const SQL(entry_removed, "DELETE FROM ledger WHERE seq = 4");
static const SQL(first_removed, "DELETE FROM ledger WHERE seq = 2");

static const SQL(entry_moved, "UPDATE ledger SET seq = 9000000000000000000 WHERE seq = 6");
static const SQL(entry_added,
    "INSERT INTO ledger (seq, at, who, action, noun, id, entry, prev_hash, hash) "
    "SELECT 9, at, who, action, noun, id, entry, prev_hash, hash FROM ledger WHERE seq = 7");
static const SQL(row_changed, "UPDATE note SET text = 'twO' WHERE id = 'b'");
static const SQL(row_removed, "DELETE FROM note WHERE id = 'b'");
static const SQL(row_added, "INSERT INTO note (id, text) VALUES ('z', 'new')");
static const SQL(row_revived, "INSERT INTO note (id, text) VALUES ('d', 'five')");
static const SQL(imported_changed, "UPDATE note SET text = 'x' WHERE id = 'i0700'");
static const SQL(imported_removed, "DELETE FROM note WHERE id = 'i0700'");
static const SQL(batch_text, "UPDATE ledger_row SET entry = entry || ' ' WHERE id = 'i1199'");
static const SQL(batch_removed, "DELETE FROM ledger_row WHERE id = 'i0001'");
static const SQL(batch_added,
    "INSERT INTO ledger_row (batch, n, noun, id, entry) SELECT batch, 5000, 'note', 'q', '{}' FROM ledger WHERE seq = "
    "8");
static const SQL(batch_stray, "INSERT INTO ledger_row (batch, n, noun, id, entry) VALUES ('x', 1, 'note', 'q', '{}')");
static const SQL(head_hash, "UPDATE ledger_head SET hash = (SELECT prev_hash FROM ledger WHERE seq = 8)");
static const SQL(head_back, "UPDATE ledger_head SET seq = 7");

/* `on_sqlite`: where the newest entry is the head, and no row beside it that could differ. */
struct tampering {
    const struct sql *sql;
    const char *found, *on_sqlite;
};
static const struct tampering kinds[] = {
    {&entry_who, "entry_changed note c 3", NULL},
    {&entry_when, "entry_changed note c 3", NULL},
    {&entry_action, "entry_changed note c 3", NULL},
    {&entry_text, "entry_changed note a 1", NULL},
    {&entry_not_json, "entry_changed note d 6", NULL},
    {&entry_own_hash, "entry_changed note c 3; head_differs ledger - 3", NULL},
    {&entry_before, "entry_changed note d 5", NULL},
    {&entry_seal, "entry_unsealed note c 3", NULL},
    {&no_seal, "entry_unsealed note - 8", NULL},
    {&newest_entry, "entry_changed note - 8", NULL},
    {&entry_removed, "entry_missing ledger - 4; row_changed note a 1", NULL},
    {&first_removed, "entry_missing ledger - 2; row_added note b 0", NULL},

    {&entry_added, "entry_changed note e 9; entry_added ledger - 9", "entry_changed note e 9"},
    {&row_changed, "row_changed note b 2", NULL},
    {&row_removed, "row_missing note b 2", NULL},
    {&row_added, "row_added note z 0", NULL},
    {&row_revived, "row_added note d 6", NULL},
    {&imported_changed, "row_changed note i0700 8", NULL},
    {&imported_removed, "row_missing note i0700 8", NULL},
    {&batch_text, "batch_changed note - 8", NULL},
    {&batch_removed, "batch_changed note - 8; row_added note i0001 0", NULL},
    {&batch_added, "batch_changed note - 8", NULL},
    {&batch_stray, "batch_changed note q 0", NULL},
};
static const struct tampering kinds_of_head_row[] = {
    {&head_hash, "head_differs ledger_head - 8", NULL},
    {&head_back, "entry_added ledger - 8; head_behind ledger - 8", NULL},
};

static const struct tampering *kind;

static void tampering(void)
{
    struct store *store = filled();
    tamper(store, kind->sql);
    CHECK_TEXT(faults_of(store), on_sqlite() && kind->on_sqlite ? kind->on_sqlite : kind->found);
}

TEST(the_row_of_the_head_is_proved_where_there_is_one)
{
    if (on_sqlite())
        return;
    for (size_t i = 0; i < sizeof kinds_of_head_row / sizeof *kinds_of_head_row; i++) {
        if (i > 0)
            REQUIRE(place_schema());
        kind = &kinds_of_head_row[i];
        tampering();
    }
}

/*
 * Somebody who can write the database and knows how entries are hashed, but does not have the key file. `line` begins as the newest
 * entry, or as the one numbered `seq`.
 */
static const SQL(newest, "SELECT * FROM ledger ORDER BY seq DESC LIMIT 1");
static const SQL(one_entry, "SELECT * FROM ledger WHERE seq = $1");
static const SQL(forge,
    "INSERT INTO ledger (seq, at, who, action, noun, id, entry, prev_hash, hash, seal) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
static const SQL(forge_head, "UPDATE ledger_head SET seq = $1, hash = $2");
static const SQL(rewrite, "UPDATE ledger SET who = $2, prev_hash = $3, hash = $4 WHERE seq = $1");

struct forgery {
    const char *action, *noun, *id, *entry;
    bool as_one; /* with the seal of another entry */
};

static enum err forge_entry(struct db *db, struct call *call, void *arg)
{
    const struct forgery *f = arg;
    struct rows *rows;
    REQUIRE(db_query(&rows, db, call, &newest, NO_ARGS) == OK && rows_next(rows));
    struct ledger_line line = ledger_line_read(rows);
    struct hash hash, before = line.hash;
    char seal[64];
    size_t seal_size = line.seal_size;
    memcpy(seal, line.seal ? line.seal : "", seal_size);
    struct ledger_line forged = {.seq = line.seq + 1,
        .at = "2014-06-12T09:12:00.000000Z",
        .who = "test",
        .action = f->action,
        .noun = f->noun,
        .id = f->id,
        .entry = f->entry,
        .before = before};
    REQUIRE(rows_end(rows) == OK);
    ledger_hash(&hash, &forged);
    enum err err = db_run(NULL, db, call, &forge,
        ARGS(arg_number(forged.seq), arg_text(forged.at), arg_text(forged.who), arg_text(forged.action),
            arg_text(forged.noun), arg_text(forged.id), arg_text(forged.entry), arg_bytes(before.bytes, HASH_SIZE),
            arg_bytes(hash.bytes, HASH_SIZE), f->as_one ? arg_bytes(seal, seal_size) : arg_null()));
    if (err || on_sqlite())
        return err;
    return db_run(NULL, db, call, &forge_head, ARGS(arg_number(forged.seq), arg_bytes(hash.bytes, HASH_SIZE)));
}

/* The row of an entry with its hash for it, and all that follow hashed anew. */
static enum err rewrite_from(struct db *db, struct call *call, void *arg)
{
    struct hash before = {{0}}, hash = {{0}};
    for (int64_t seq = *(const int64_t *)arg; seq <= 8; seq++) {
        struct rows *rows;
        REQUIRE(db_query(&rows, db, call, &one_entry, ARGS(arg_number(seq))) == OK && rows_next(rows));
        struct ledger_line line = ledger_line_read(rows);
        char *who = arena_text(call->arena, seq == *(const int64_t *)arg ? "somebody else" : line.who);
        line.who = who;
        if (seq > *(const int64_t *)arg)
            line.before = before;
        ledger_hash(&hash, &line);
        before = line.before;
        REQUIRE(rows_end(rows) == OK);
        REQUIRE(db_run(NULL, db, call, &rewrite,
                    ARGS(arg_number(seq), arg_text(who), arg_bytes(before.bytes, HASH_SIZE),
                        arg_bytes(hash.bytes, HASH_SIZE))) == OK);
        before = hash;
    }
    return on_sqlite() ? OK
                       : db_run(NULL, db, call, &forge_head, ARGS(arg_number(8), arg_bytes(hash.bytes, HASH_SIZE)));
}

TEST(an_entry_added_by_hand_is_noticed)
{
    struct store *store = filled();
    struct forgery forgery = {"put", "note", "b", "{\"hash\":\"x\"}", false};
    struct note again = {"f", "seven"};
    REQUIRE(store_write(store, &test_call, forge_entry, &forgery) == OK);
    CHECK_TEXT(faults_of(store), "entry_unsealed note b 9; row_added note b 9");
    /* Also when an honest entry has come after it, and with the seal of another. */
    forgery = (struct forgery){"look", "letter", "z", "{}", true};
    REQUIRE(store_write(store, &test_call, put, &again) == OK);
    REQUIRE(store_write(store, &test_call, forge_entry, &forgery) == OK);
    CHECK_TEXT(faults_of(store), "entry_unsealed note b 9; entry_unsealed letter z 11; row_added note b 9");
}

TEST(a_history_hashed_anew_is_noticed_entry_by_entry)
{
    struct store *store = filled();
    int64_t from = 6;
    unlink(store_head_path(store));
    REQUIRE(store_write(store, &test_call, rewrite_from, &from) == OK);
    CHECK_TEXT(faults_of(store), "entry_unsealed note d 6; entry_unsealed note e 7; entry_unsealed note - 8");
}

static void move_keys(const char *from, const char *to)
{
    REQUIRE(rename(from, to) == 0);
}

/* Where there are no keys nothing is written after what is sealed, and an auditor who has none can follow the chain. */
TEST(without_keys_a_sealed_chain_takes_no_entry)
{
    struct store *store = filled();
    struct note again = {"f", "seven"};
    struct ledger_report report;
    const char *key = keys_path(store), *away = arena_format(test_call.arena, "%s.away", key);
    CHECK_TEXT(faults_of(store), "");
    keys_forget(store);
    move_keys(key, away);
    CHECK_NUMBER(store_write(store, &test_call, put, &again), ERR_SYSTEM);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_key_missing");
    call_clear(&test_call);
    REQUIRE(ledger_verify(&report, store, &test_call, digests, NULL, found, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
    CHECK(!report.seals);
    move_keys(away, key);
    REQUIRE(ledger_verify(&report, store, &test_call, digests, NULL, found, NULL, NULL) == OK);
    CHECK(report.seals);
    CHECK(store_write(store, &test_call, put, &again) == OK);
}

/* A store restored without its keys is written without seals, until they come; then somebody vouches for what was written. */
TEST(what_was_written_without_keys_is_vouched_for)
{
    struct store *store = filled();
    struct restored restored;
    struct note again = {"f", "seven"};
    struct forgery forgery = {"vouch", "store", store_id(store), "{\"from\":9,\"reason\":\"\"}", true};
    int64_t from;
    char *file = arena_format(test_call.arena, "%s/%d.backup", test_folder(), place_number);
    const char *key = keys_path(store), *away = arena_format(test_call.arena, "%s.away", key);
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    move_keys(key, away);
    if (on_sqlite())
        place_file();
    else
        REQUIRE(place_schema());
    REQUIRE(store_restore(&restored, &test_call, file, place, NULL, migrations, 1) == OK);
    CHECK(restored.keys_missing);
    store = open_store(STORE_OPEN, migrations, 1);
    CHECK(store_write(store, &test_call, put, &again) == OK);
    CHECK_TEXT(faults_of(store), "");
    CHECK_NUMBER(ledger_vouch(&from, store, &test_call), ERR_SYSTEM);
    call_clear(&test_call);
    move_keys(away, keys_path(store));
    forgery.id = store_id(store);
    CHECK_TEXT(faults_of(store),
        arena_format(test_call.arena, "entry_unsealed store %s 9; entry_unsealed note f 10", store_id(store)));
    CHECK_NUMBER(ledger_vouch(&from, store, &test_call), ERR_INVALID); /* without a reason */
    call_clear(&test_call);
    test_call.reason = "the key file came a day later";
    REQUIRE(ledger_vouch(&from, store, &test_call) == OK);
    CHECK_NUMBER(from, 9);
    CHECK_TEXT(faults_of(store), "");
    REQUIRE(ledger_vouch(&from, store, &test_call) == OK);
    CHECK_NUMBER(from, 0);
    /* Nobody vouches by hand, and what comes after is not vouched for. */
    test_call.reason = NULL;
    REQUIRE(store_write(store, &test_call, forge_entry, &forgery) == OK);
    CHECK_TEXT(faults_of(store), arena_format(test_call.arena, "entry_unsealed store %s 12", store_id(store)));
}

/* A number after which there is no other is not counted past. */
static const SQL(entry_at_the_end, "UPDATE ledger SET seq = 9223372036854775807 WHERE seq = 8");
static const SQL(head_at_the_end, "UPDATE ledger_head SET seq = 9223372036854775807");

TEST(a_chain_moved_to_the_last_number_takes_no_entry)
{
    struct store *store = filled();
    struct note again = {"f", "seven"};
    tamper(store, on_sqlite() ? &entry_at_the_end : &head_at_the_end);
    CHECK(store_write(store, &test_call, put, &again) != OK);
}

TEST(a_wide_gap_is_counted_and_not_walked)
{
    struct store *store = filled();
    struct ledger_report report;
    tamper(store, &entry_moved);
    told = buffer_new(test_call.arena, 1 << 20);
    REQUIRE(ledger_verify(&report, store, &test_call, digests, NULL, found, NULL, NULL) == OK);
    CHECK(text_starts(told->at, "entry_missing ledger - 6; entry_missing ledger - 9; "));
    CHECK(report.faults > INT64_C(1000000000000000000));
}

/* The log cut back to an earlier state in which everything agrees: only the copy of the head outside knows better. */
static const SQL(cut_entry, "DELETE FROM ledger WHERE seq = 8");
static const SQL(cut_batch, "DELETE FROM ledger_row");
static const SQL(cut_rows, "DELETE FROM note WHERE text = 'imported'");
static const SQL(cut_head, "UPDATE ledger_head SET seq = 7, hash = (SELECT hash FROM ledger WHERE seq = 7)");

static void cut_back(struct store *store)
{
    tamper(store, &cut_entry);
    tamper(store, &cut_batch);
    tamper(store, &cut_rows);
    if (!on_sqlite())
        tamper(store, &cut_head);
}

TEST(a_shortened_log_is_noticed_by_the_copy_outside)
{
    struct store *store = filled();
    cut_back(store);
    CHECK_TEXT(faults_of(store), "head_behind ledger - 8");
    struct note again = {"f", "seven"}; /* as long as before, but another chain */
    REQUIRE(store_write(store, &test_call, put, &again) == OK);
    CHECK_TEXT(faults_of(store), "head_differs ledger - 8");
    for (int i = 0; i < 100; i++) /* and longer */
        REQUIRE(store_write(store, &test_call, put, &again) == OK);
    CHECK_TEXT(faults_of(store), "head_differs ledger - 8");
}

/* After a crash the copy may be behind, have a torn last line, or be gone: that is no fault. */
static void write_copy(struct store *store, const char *text, const char *mode)
{
    FILE *file = fopen(store_head_path(store), mode);
    REQUIRE(file);
    fputs(text, file);
    fclose(file);
}

TEST(the_copy_outside_never_cries_wolf)
{
    struct store *store = filled();
    struct note again = {"f", "seven"};
    write_copy(store, store_id(store), "a"); /* half a line at the end */
    CHECK_TEXT(faults_of(store), "");
    write_copy(store, " 99 0123456789", "a");
    CHECK_TEXT(faults_of(store), "");
    write_copy(store, store_id(store), "r+"); /* a line half overwritten */
    CHECK_TEXT(faults_of(store), "");
    for (int i = 0; i < 1100; i++) /* the places come round again */
        REQUIRE(store_write(store, &test_call, put, &again) == OK);
    CHECK_TEXT(faults_of(store), "");
    write_copy(store, "", "w");
    CHECK_TEXT(faults_of(store), "");
    REQUIRE(store_write(store, &test_call, put, &again) == OK);
    CHECK_TEXT(faults_of(store), "");
    REQUIRE(unlink(store_head_path(store)) == 0);
    CHECK_TEXT(faults_of(store), "");
    REQUIRE(store_write(store, &test_call, put, &again) == OK);
    CHECK(access(store_head_path(store), R_OK) == 0);
}

int main(void)
{
    RUN_ON_BOTH(an_honest_store_has_no_fault);
    RUN_ON_BOTH(the_ledger_is_read_back);
    RUN_ON_BOTH(nothing_enters_the_ledger_outside_a_write);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        kind = &kinds[i];
        run_on_both(kind->sql->name, tampering);
    }
    RUN_ON_BOTH(the_row_of_the_head_is_proved_where_there_is_one);
    RUN_ON_BOTH(an_entry_added_by_hand_is_noticed);
    RUN_ON_BOTH(a_history_hashed_anew_is_noticed_entry_by_entry);
    RUN_ON_BOTH(without_keys_a_sealed_chain_takes_no_entry);
    RUN_ON_BOTH(what_was_written_without_keys_is_vouched_for);
    RUN_ON_BOTH(a_chain_moved_to_the_last_number_takes_no_entry);
    RUN_ON_BOTH(a_wide_gap_is_counted_and_not_walked);
    RUN_ON_BOTH(a_shortened_log_is_noticed_by_the_copy_outside);
    RUN_ON_BOTH(the_copy_outside_never_cries_wolf);
    return test_end();
}
