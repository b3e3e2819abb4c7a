/* What the store keeps besides rows, on both engines: files, jobs, keys of persons, the search index. */
#include "test/on_both.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/keys.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/search.h"
#include <sys/stat.h>

static struct store *empty(void)
{
    return new_store(NULL, 0);
}

/* Files. */

struct bytes {
    const char *at;
    size_t size;
    struct hash hash;
    const char *holder;
};

static enum err put_bytes(struct db *db, struct call *call, void *arg)
{
    struct bytes *bytes = arg;
    return blob_put(&bytes->hash, db, call, bytes->holder, bytes->at, bytes->size);
}

TEST(a_file_comes_back_in_pieces)
{
    struct store *store = empty();
    enum { SIZE = 2 * BLOB_PIECE + 17 };
    char *file = arena_alloc(test_call.arena, SIZE), *piece;
    for (size_t i = 0; i < SIZE; i++)
        file[i] = (char)(i * 31 >> 3);
    struct bytes bytes = {file, SIZE, {{0}}, "one"}, again = bytes, none = {"", 0, {{0}}, "one"};
    struct db *db;
    int64_t size, at = 0;
    size_t got;
    REQUIRE(store_write(store, &test_call, put_bytes, &bytes) == OK);
    REQUIRE(store_write(store, &test_call, put_bytes, &again) == OK);
    REQUIRE(store_write(store, &test_call, put_bytes, &none) == OK);
    CHECK(hash_is(&bytes.hash, &again.hash));
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(blob_size(&size, db, &test_call, &bytes.hash) == OK);
    CHECK_NUMBER(size, SIZE);
    for (;;) {
        REQUIRE(blob_piece(&piece, &got, db, &test_call, &bytes.hash, at) == OK);
        if (got == 0)
            break;
        CHECK(memcmp(piece, file + at, got) == 0);
        at += BLOB_PIECE;
    }
    CHECK_NUMBER(at, 3 * BLOB_PIECE);
    CHECK_NUMBER(got, 0);
    REQUIRE(blob_size(&size, db, &test_call, &none.hash) == OK);
    CHECK_NUMBER(size, 0);
    struct hash nothing = hash_of("x", 1);
    CHECK_NUMBER(blob_size(&size, db, &test_call, &nothing), ERR_NOT_FOUND);
    bytes.size = BLOB_MOST + 1;
    CHECK_NUMBER(store_write(store, &test_call, put_bytes, &bytes), ERR_LIMIT);
}

/* The same bytes of two holders: they go with the last one. */

static enum err let_go(struct db *db, struct call *call, void *holder)
{
    return blob_let_go(db, call, holder);
}

static int64_t passed;

static enum err pass_on(struct db *db, struct call *call, void *arg)
{
    const char *const *who = arg;
    return blob_pass(&passed, db, call, who[0], who[1]);
}

TEST(a_file_is_there_as_long_as_somebody_holds_it)
{
    struct store *store = empty();
    struct bytes one = {"bytes", 5, {{0}}, "one"}, two = {"bytes", 5, {{0}}, "two"};
    struct db *db;
    int64_t size;
    char *at;
    size_t got;
    REQUIRE(store_write(store, &test_call, put_bytes, &one) == OK);
    REQUIRE(store_write(store, &test_call, put_bytes, &two) == OK);
    REQUIRE(store_write(store, &test_call, put_bytes, &two) == OK);
    REQUIRE(store_write(store, &test_call, let_go, (char[]){"one"}) == OK);
    REQUIRE(store_write(store, &test_call, let_go, (char[]){"nobody"}) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(blob_load(&at, &got, db, &test_call, &one.hash) == OK && got == 5 && !memcmp(at, "bytes", 5));
    REQUIRE(store_write(store, &test_call, pass_on, (const char *[]){"two", "three"}) == OK);
    CHECK_NUMBER(passed, 1);
    REQUIRE(store_write(store, &test_call, let_go, (char[]){"two"}) == OK);
    CHECK(blob_size(&size, db, &test_call, &one.hash) == OK && size == 5);
    REQUIRE(store_write(store, &test_call, let_go, (char[]){"three"}) == OK);
    CHECK_NUMBER(blob_size(&size, db, &test_call, &one.hash), ERR_NOT_FOUND);
    call_clear(&test_call);
    REQUIRE(store_write(store, &test_call, put_bytes, &one) == OK); /* and comes again */
    REQUIRE(blob_load(&at, &got, db, &test_call, &one.hash) == OK && got == 5);
}

/* Jobs. */

static enum err count_jobs(const struct job *job, struct call *call, void *arg)
{
    (void)job, (void)call;
    ++*(int *)arg;
    return OK;
}

TEST(a_job_goes_to_one_node_and_tells_how_far_it_is)
{
    struct store *store = empty();
    struct job first, second, none, seen;
    struct db *db;
    char *a, *b;
    bool cancel;
    int listed = 0;
    REQUIRE(job_add(&a, store, &test_call, "report", "{\"n\":1}") == OK);
    test_call.now += 1000;
    REQUIRE(job_add(&b, store, &test_call, "import", "{}") == OK);
    REQUIRE(job_claim(&first, store, &test_call, "node one") == OK);
    REQUIRE(job_claim(&second, store, &test_call, "node two") == OK);
    REQUIRE(job_claim(&none, store, &test_call, "node two") == OK);
    CHECK_TEXT(first.id, a);
    CHECK_TEXT(second.id, b);
    CHECK(none.id == NULL);
    CHECK_TEXT(first.arg, "{\"n\":1}");
    CHECK_TEXT(first.owner, "test");
    REQUIRE(job_progress(&cancel, store, &test_call, &first, "counting", 3, 10) == OK);
    CHECK(!cancel);
    REQUIRE(job_cancel(store, &test_call, a) == OK);
    REQUIRE(job_progress(&cancel, store, &test_call, &first, "counting", 4, 10) == OK);
    CHECK(cancel);
    REQUIRE(job_end(store, &test_call, &second, "done", "{\"rows\":2}") == OK);
    CHECK_NUMBER(job_end(store, &test_call, &second, "failed", NULL), ERR_STALE);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(job_load(&seen, db, &test_call, a) == OK);
    CHECK_TEXT(seen.status, "running");
    CHECK_TEXT(seen.step, "counting");
    CHECK_NUMBER(seen.done, 4);
    REQUIRE(job_load(&seen, db, &test_call, b) == OK);
    CHECK_TEXT(seen.status, "done");
    CHECK_TEXT(seen.result, "{\"rows\":2}");
    CHECK(job_list(db, &test_call, "test", 10, count_jobs, &listed) == OK && listed == 2);
    CHECK(job_list(db, &test_call, "nobody", 10, count_jobs, &listed) == OK && listed == 2);
    CHECK_NUMBER(job_load(&seen, db, &test_call, "nothing"), ERR_NOT_FOUND);
}

static const SQL(lease_ends, "UPDATE job SET lease = 0 WHERE status = 'running'");

static enum err end_leases(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    return db_run(NULL, db, call, &lease_ends, NO_ARGS);
}

/* A node that was away too long: the job has gone to another, and what it writes counts no more. */
TEST(a_lost_lease_is_lost)
{
    struct store *store = empty();
    struct job slow, quick, none;
    char *id;
    bool cancel;
    REQUIRE(job_add(&id, store, &test_call, "report", "{}") == OK);
    REQUIRE(job_claim(&slow, store, &test_call, "slow") == OK);
    REQUIRE(store_write(store, &test_call, end_leases, NULL) == OK);
    REQUIRE(job_claim(&quick, store, &test_call, "quick") == OK);
    CHECK_TEXT(quick.id, id);
    CHECK_NUMBER(quick.attempt, 2);
    CHECK_NUMBER(job_progress(&cancel, store, &test_call, &slow, "x", 1, 2), ERR_STALE);
    CHECK_NUMBER(job_end(store, &test_call, &slow, "done", "{}"), ERR_STALE);
    CHECK_NUMBER(job_end(store, &test_call, &quick, "done", "{}"), OK);
    REQUIRE(job_add(&id, store, &test_call, "deadly", "{}") == OK);
    for (int i = 0; i < 5; i++) {
        REQUIRE(job_claim(&quick, store, &test_call, "n") == OK);
        CHECK_TEXT(quick.id, id);
        REQUIRE(store_write(store, &test_call, end_leases, NULL) == OK);
    }
    REQUIRE(job_claim(&none, store, &test_call, "n") == OK); /* it took down five: not tried again */
    CHECK(none.id == NULL);
}

TEST(a_waiting_job_is_cancelled_at_once)
{
    struct store *store = empty();
    struct job job;
    char *id;
    REQUIRE(job_add(&id, store, &test_call, "report", "{}") == OK);
    REQUIRE(job_cancel(store, &test_call, id) == OK);
    REQUIRE(job_claim(&job, store, &test_call, "n") == OK);
    CHECK(job.id == NULL);
    CHECK_NUMBER(job_cancel(store, &test_call, "nothing"), ERR_NOT_FOUND);
}

/* What follows is decided once, and takes the file over. */

struct following {
    const char *first;
    char *id;
};

static enum err follow(struct db *db, struct call *call, void *arg)
{
    struct following *following = arg;
    enum err err = job_add_in(&following->id, db, call, "import", "{}", following->first);
    if (!err)
        err = blob_pass(
            &passed, db, call, job_holder(call->arena, following->first), job_holder(call->arena, following->id));
    return err;
}

struct ending {
    struct job job;
    const char *status;
    bool then_fail;
};

static enum err end_in(struct db *db, struct call *call, void *arg)
{
    struct ending *ending = arg;
    enum err err = job_end_in(db, call, &ending->job, ending->status, "{}");
    return err ? err : ending->then_fail ? ERR_CONFLICT : OK;
}

static bool file_is_there(struct store *store, const struct hash *hash)
{
    struct db *db;
    int64_t size;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    enum err err = blob_size(&size, db, &test_call, hash);
    call_clear(&test_call);
    REQUIRE(err == OK || err == ERR_NOT_FOUND);
    return err == OK;
}

static struct bytes file_of(struct store *store, const char *id, const char *text)
{
    struct bytes file = {text, strlen(text), {{0}}, job_holder(test_call.arena, id)};
    REQUIRE(store_write(store, &test_call, put_bytes, &file) == OK);
    return file;
}

TEST(a_job_that_follows_takes_the_file_over)
{
    struct store *store = empty();
    struct ending ending = {.status = "done"};
    struct following following = {0}, second;
    struct db *db;
    struct job seen;
    char *first, *after;
    REQUIRE(job_add(&first, store, &test_call, "check", "{}") == OK);
    struct bytes file = file_of(store, first, "a file");
    REQUIRE(job_claim(&ending.job, store, &test_call, "n") == OK);
    REQUIRE(store_write(store, &test_call, end_in, &ending) == OK);
    CHECK(file_is_there(store, &file.hash));
    following.first = second.first = first;
    REQUIRE(store_write(store, &test_call, follow, &following) == OK);
    CHECK_NUMBER(passed, 1);
    CHECK_NUMBER(store_write(store, &test_call, follow, &second), ERR_CONFLICT);
    call_clear(&test_call);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(job_after(&after, db, &test_call, first) == OK);
    CHECK_TEXT(after, following.id);
    REQUIRE(job_after(&after, db, &test_call, following.id) == OK && !after);
    /* The end of the work is the end of the job: undone together */
    REQUIRE(job_claim(&ending.job, store, &test_call, "n") == OK);
    CHECK_TEXT(ending.job.id, following.id);
    CHECK_TEXT(ending.job.follows, first);
    ending.then_fail = true;
    CHECK_NUMBER(store_write(store, &test_call, end_in, &ending), ERR_CONFLICT);
    REQUIRE(job_load(&seen, db, &test_call, following.id) == OK);
    CHECK_TEXT(seen.status, "running");
    ending.then_fail = false;
    ending.status = "cancelled";
    REQUIRE(store_write(store, &test_call, end_in, &ending) == OK);
    CHECK(!file_is_there(store, &file.hash));
    CHECK_NUMBER(store_write(store, &test_call, end_in, &ending), ERR_STALE);
}

static enum err count_lines(int64_t n, const char *line, struct call *call, void *arg)
{
    (void)call;
    int *count = arg;
    ++*count;
    CHECK_TEXT(line, n == 1 ? "\"one\"" : "\"two\"");
    return OK;
}

static enum err say_two(struct db *db, struct call *call, void *arg)
{
    enum err err = job_unsay(db, call, arg);
    if (!err)
        err = job_say(db, call, arg, "bad", 1, "\"one\"");
    return err ? err : job_say(db, call, arg, "bad", 2, "\"two\"");
}

TEST(a_job_and_its_file_are_forgotten_in_time)
{
    struct store *store = empty();
    struct ending ending = {.status = "done"};
    struct job seen;
    struct db *db;
    char *id, *dropped;
    int count = 0;
    REQUIRE(job_add(&dropped, store, &test_call, "check", "{}") == OK);
    struct bytes other = file_of(store, dropped, "another");
    REQUIRE(job_cancel(store, &test_call, dropped) == OK);
    CHECK(!file_is_there(store, &other.hash));
    REQUIRE(job_add(&id, store, &test_call, "check", "{}") == OK);
    struct bytes file = file_of(store, id, "a file");
    REQUIRE(job_claim(&ending.job, store, &test_call, "n") == OK);
    REQUIRE(job_give_back(store, &test_call, &ending.job) == OK);
    REQUIRE(job_claim(&ending.job, store, &test_call, "n") == OK);
    CHECK_NUMBER(ending.job.attempt, 2);
    for (int i = 0; i < 2; i++)
        REQUIRE(store_write(store, &test_call, say_two, &ending.job) == OK);
    REQUIRE(store_write(store, &test_call, end_in, &ending) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(job_said(db, &test_call, id, "bad", 1, 10, count_lines, &count) == OK && count == 1);
    REQUIRE(job_tend(store, &test_call) == OK);
    CHECK(file_is_there(store, &file.hash));
    test_call.now += INT64_C(25) * 3600 * 1000000;
    REQUIRE(job_tend(store, &test_call) == OK);
    CHECK(!file_is_there(store, &file.hash));
    REQUIRE(job_said(db, &test_call, id, "bad", 0, 10, count_lines, &count) == OK && count == 3);
    test_call.now += INT64_C(7) * 86400 * 1000000;
    REQUIRE(job_tend(store, &test_call) == OK);
    REQUIRE(job_said(db, &test_call, id, "bad", 0, 10, count_lines, &count) == OK && count == 3);
    CHECK_NUMBER(job_load(&seen, db, &test_call, id), ERR_NOT_FOUND);
    call_clear(&test_call);
}

/* Keys and persons. */

struct secret {
    const char *person, *text;
    char *sealed;
    struct hash commitment;
};

static enum err keep_secret(struct db *db, struct call *call, void *arg)
{
    struct secret *secret = arg;
    enum err err = person_seal(&secret->sealed, db, call, secret->person, secret->text);
    if (!err)
        err = person_commit(&secret->commitment, db, call, secret->person, "name", secret->text);
    return err;
}

TEST(what_is_sealed_is_gone_when_the_person_is_erased)
{
    struct store *store = empty();
    struct secret ana = {.person = "p1", .text = "Ana Pérez"}, again = ana, ben = {.person = "p2", .text = "Ana Pérez"};
    struct hash commitment;
    struct ledger_report report;
    struct db *db;
    char *text;
    REQUIRE(store_write(store, &test_call, keep_secret, &ana) == OK);
    REQUIRE(store_write(store, &test_call, keep_secret, &again) == OK);
    REQUIRE(store_write(store, &test_call, keep_secret, &ben) == OK);
    CHECK(strcmp(ana.sealed, again.sealed) != 0);
    CHECK(hash_is(&ana.commitment, &again.commitment));
    CHECK(!hash_is(&ana.commitment, &ben.commitment));
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(person_open(&text, db, &test_call, "p1", ana.sealed) == OK);
    CHECK_TEXT(text, "Ana Pérez");
    CHECK(person_open(&text, db, &test_call, "p2", ana.sealed) != OK); /* another person's key */
    call_clear(&test_call);
    test_call.reason = "asked for it, \"at once\"";
    REQUIRE(person_erase(store, &test_call, "p1") == OK);
    REQUIRE(person_erase(store, &test_call, "p1") == OK);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p1", ana.sealed), ERR_NOT_FOUND);
    CHECK_NUMBER(person_commit(&commitment, db, &test_call, "p1", "name", "Ana Pérez"), ERR_NOT_FOUND);
    CHECK_NUMBER(store_write(store, &test_call, keep_secret, &again), ERR_NOT_FOUND); /* no new key either */
    CHECK(person_erased(db, &test_call, "p1") && !person_erased(db, &test_call, "p2"));
    REQUIRE(ledger_verify(&report, store, &test_call, NULL, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.entries, 1);
    CHECK_NUMBER(report.faults, 0);
}

/* Without the key file the database does not tell; with another store's it does not either. */
TEST(keys_stand_outside_the_database)
{
    struct store *store = empty();
    struct secret ana = {.person = "p1", .text = "Ana"};
    struct stat file;
    REQUIRE(store_write(store, &test_call, keep_secret, &ana) == OK);
    REQUIRE(stat(keys_path(store), &file) == 0);
    CHECK_NUMBER(file.st_mode & 0777, 0600);
    char *away = arena_format(test_call.arena, "%s.away", keys_path(store));
    REQUIRE(rename(keys_path(store), away) == 0);
    struct store *second = open_store(STORE_OPEN, NULL, 0);
    struct db *db;
    char *text;
    REQUIRE(store_reader(&db, second, &test_call) == OK);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p1", ana.sealed), ERR_SYSTEM);
    CHECK_TEXT(test_call.faults->key, "store_key_missing");
    call_clear(&test_call);
    FILE *other = fopen(keys_path(store), "w");
    REQUIRE(other);
    fprintf(other, "servanda keys 1\nstore someother\nwrap %064d\nsign %064d\n", 1, 2);
    fclose(other);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p1", ana.sealed), ERR_SYSTEM);
    CHECK_TEXT(test_call.faults->key, "store_key_foreign");
    call_clear(&test_call);
    REQUIRE(rename(away, keys_path(store)) == 0);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p1", ana.sealed), OK);
}

TEST(what_is_signed_can_be_checked)
{
    struct store *store = empty();
    unsigned char signature[SIGNATURE_SIZE], public[SIGN_PUBLIC_SIZE], one[KEY_SIZE], two[KEY_SIZE];
    REQUIRE(keys_sign(signature, store, &test_call, "report", 6) == OK);
    REQUIRE(keys_public(public, store, &test_call) == OK);
    CHECK(keys_signed(signature, public, "report", 6));
    CHECK(!keys_signed(signature, public, "Report", 6));
    REQUIRE(keys_for(one, store, &test_call, "session") == OK);
    REQUIRE(keys_for(two, store, &test_call, "token") == OK);
    CHECK(memcmp(one, two, KEY_SIZE) != 0);
}

/* Search. */

static const struct search_doc docs[] = {
    {"document", "1", LANG_EN, "Technical assistance",
        "Requests the Office to provide technical assistance on drafting.", "public"},
    {"document", "2", LANG_EN, "Ratification", "The Office assisted three States. Technical advice was given.",
        "public"},
    {"document", "3", LANG_FR, "L’État côtier", "Les États Membres sont priés d’adhérer.", "public"},
    {"document", "4", LANG_ZH, "立法", "请求联合国毒品和犯罪问题办公室支持起草立法", "public"},
    {"document", "5", LANG_AR, "مكافحة الإرهاب", "تقديم المساعدة التقنية لمكافحة الإِرْهَاب", "office"},
    {"request", "6", LANG_EN, "A request", "drafting of a law, A/RES/64/177 op 5", "XAA"},
};

static enum err put_docs(struct db *db, struct call *call, void *arg)
{
    enum err err = OK;
    (void)arg;
    for (size_t i = 0; i < sizeof docs / sizeof *docs && !err; i++)
        err = search_put(db, call, &docs[i]);
    return err;
}

static enum err change_docs(struct db *db, struct call *call, void *arg)
{
    struct search_doc changed = docs[0], emptied = docs[1];
    (void)arg;
    changed.body = "Something else altogether.";
    emptied.title = emptied.body = "";
    enum err err = search_put(db, call, &changed);
    if (!err)
        err = search_put(db, call, &emptied);
    return err ? err : search_remove(db, call, "request", "6");
}

/* The ids found, in their order. */
static const char *find(struct store *store, const char *words, const char *const *audiences, size_t count)
{
    struct buffer *out = buffer_new(test_call.arena, 1000);
    struct search_query query = {
        .words = words, .lang = -1, .audiences = audiences, .audience_count = count, .most = 10};
    struct search_hit *hits;
    struct db *db;
    size_t found;
    bool more;
    CHECK(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(search_find(&hits, &found, &more, db, &test_call, &query), OK);
    CHECK(!more);
    for (size_t i = 0; i < found; i++)
        buffer_text(out, hits[i].id);
    return out->at;
}

static const char *const everyone[] = {"public"};
static const char *const staff[] = {"public", "office", "XAA"};

TEST(texts_are_found_in_every_language)
{
    struct store *store = empty();
    REQUIRE(store_write(store, &test_call, put_docs, NULL) == OK);
    CHECK_TEXT(find(store, "technical", everyone, 1), "12"); /* the title counts more */
    CHECK_TEXT(find(store, "office DRAFTING", everyone, 1), "1");
    CHECK_TEXT(find(store, "etat", everyone, 1), "3");
    CHECK_TEXT(find(store, "立法", everyone, 1), "4");
    CHECK_TEXT(find(store, "起草立法", everyone, 1), "4");
    CHECK_TEXT(find(store, "法立", everyone, 1), "");
    CHECK_TEXT(find(store, "إرهاب", staff, 3), "5");
    CHECK_TEXT(find(store, "إرهاب", everyone, 1), "");
    CHECK_TEXT(find(store, "A/RES/64/177", staff, 3), "6");
    CHECK_TEXT(find(store, "RES/177/64", staff, 3), "");
    CHECK_TEXT(find(store, "drafting", everyone, 1), "1");
    CHECK_TEXT(find(store, "  ' \" * AND (", staff, 3), "");
    CHECK_TEXT(find(store, "technical AND drafting", staff, 3), ""); /* a word like any other */
    CHECK_TEXT(find(store, "", staff, 3), "");
    REQUIRE(store_write(store, &test_call, change_docs, NULL) == OK);
    CHECK_TEXT(find(store, "technical", staff, 3), "1");
    CHECK_TEXT(find(store, "drafting", staff, 3), "");
    CHECK_TEXT(find(store, "altogether", staff, 3), "1");
}

TEST(a_hit_shows_where)
{
    struct store *store = empty();
    struct search_query query = {.words = "assistance drafting",
        .lang = LANG_EN,
        .noun = "document",
        .audiences = everyone,
        .audience_count = 1,
        .most = 10};
    struct search_hit *hits;
    struct db *db;
    size_t found;
    bool more;
    REQUIRE(store_write(store, &test_call, put_docs, NULL) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(search_find(&hits, &found, &more, db, &test_call, &query) == OK);
    REQUIRE(found == 1 && hits[0].mark_count == 2);
    CHECK_TEXT(hits[0].title, "Technical assistance");
    CHECK_TEXT(
        arena_copy(test_call.arena, hits[0].text + hits[0].marks[0][0], hits[0].marks[0][1] - hits[0].marks[0][0]),
        "assistance");
    CHECK_TEXT(
        arena_copy(test_call.arena, hits[0].text + hits[0].marks[1][0], hits[0].marks[1][1] - hits[0].marks[1][0]),
        "drafting");
    query.words = "起草立法";
    query.lang = -1;
    REQUIRE(search_find(&hits, &found, &more, db, &test_call, &query) == OK);
    REQUIRE(found == 1 && hits[0].mark_count == 1);
    CHECK_TEXT(
        arena_copy(test_call.arena, hits[0].text + hits[0].marks[0][0], hits[0].marks[0][1] - hits[0].marks[0][0]),
        "起草立法");
}

int main(void)
{
    RUN_ON_BOTH(a_file_comes_back_in_pieces);
    RUN_ON_BOTH(a_file_is_there_as_long_as_somebody_holds_it);
    RUN_ON_BOTH(a_job_goes_to_one_node_and_tells_how_far_it_is);
    RUN_ON_BOTH(a_lost_lease_is_lost);
    RUN_ON_BOTH(a_waiting_job_is_cancelled_at_once);
    RUN_ON_BOTH(a_job_that_follows_takes_the_file_over);
    RUN_ON_BOTH(a_job_and_its_file_are_forgotten_in_time);
    RUN_ON_BOTH(what_is_sealed_is_gone_when_the_person_is_erased);
    RUN_ON_BOTH(keys_stand_outside_the_database);
    RUN_ON_BOTH(what_is_signed_can_be_checked);
    RUN_ON_BOTH(texts_are_found_in_every_language);
    RUN_ON_BOTH(a_hit_shows_where);
    return test_end();
}
