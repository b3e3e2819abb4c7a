/*
 * Long work through pages, on both engines: a file is checked, shown and stored when the person agrees, and never otherwise.
 */
#include "test/with_region.h"

static bool counts(const struct response *response, const char *label, int n)
{
    return has(response, arena_format(test_call.arena, "<dt>%s</dt><dd class=\"n\">%d</dd>", label, n));
}

/* The job that an answer leads to, and its page when it is done. */
static const char *job_to(const struct response *response)
{
    const char *path = sent(response, "Location", "/");
    REQUIRE(response->status == 303 && path && strstr(path, "/job/"));
    return path;
}

static struct response *checked(const char *uri, const char *bytes, const char **job)
{
    *job = job_to(upload(uri, form_csrf, bytes));
    do_jobs();
    return get(*job);
}

static struct response *agree_to(const char *job, const char *more)
{
    return post(arena_format(test_call.arena, "%s/agree", job), more);
}

TEST(a_file_is_checked_then_stored)
{
    begin();
    sign_in_as("legal");
    CHECK(has(get("/en/state"), "href=\"/en/import/state\""));
    CHECK(has(get("/en/import/state"), "type=\"file\""));
    const char *csv = "id,name_en,status\r\nXAA,Xanadu <b>,invented\r\nXAB,Xylia the Second,invented\r\n"
                      "XAD,Fourth,invented\r\nXAE,Fifth,invented\r\n";
    const char *job = job_to(upload("/en/import/state", form_csrf, csv)), *again;
    struct response *response = get(job);
    CHECK(has(response, "Waiting to begin") && has(response, "Check again") && has(response, "/stop\""));
    do_jobs();
    response = get(job);
    CHECK_NUMBER(response->status, 200);
    CHECK(has(response, "Nothing is wrong with this file"));
    CHECK(counts(response, "Rows", 4) && counts(response, "New", 2) && counts(response, "Changed", 1) &&
        counts(response, "Unchanged", 1));
    CHECK(has(response, "<bdi>a &lt;b&gt;.csv</bdi>"));
    CHECK(
        has(response, "<del><bdi>Xylia</bdi></del> <ins><bdi>Xylia the Second</bdi></ins>") && has(response, "Fourth"));
    CHECK(has(get("/en/job"), job) && has(get("/en/job"), "File checked: States"));
    CHECK_NUMBER(get("/en/state/XAD")->status, 404);
    const char *stored =
        job_to(agree_to(job, arena_format(test_call.arena, "key=%s&reason=New+list", hidden(response, "key"))));
    do_jobs();
    response = get(stored);
    CHECK(has(response, "3 rows were stored") && counts(response, "New", 2) && has(response, "Ledger entries"));
    CHECK(has(response, "href=\"/en/state/XAD\""));
    CHECK(has(get("/en/state/XAD"), "Fourth") && has(get("/en/state/XAB"), "Xylia the Second"));
    CHECK(has(get("/en/state/XAD/history"), "New list"));
    CHECK(has(get(job), "This was agreed to.") && !has(get(job), "/agree\""));
    CHECK_TEXT(job_to(agree_to(job, "")), stored); /* from another window: what came of the first time */
    response = checked("/en/import/state", csv, &again);
    CHECK(has(response, "stored already") && !has(response, "/agree\""));
    response = checked("/en/import/theme",
        "[{\"id\":\"t1\",\"name\":{\"en\":\"One\"}},{\"id\":\"t2\",\"name\":{\"en\":\"Two\"}}]", &again);
    CHECK(response->status == 200 && counts(response, "New", 2));
}

static int64_t files_kept(void)
{
    static const SQL(count_files, "SELECT count(*) FROM blob_file");
    int64_t n;
    REQUIRE(db_number(&n, reader(), &test_call, &count_files, NO_ARGS) == OK);
    return n;
}

TEST(bad_rows_are_told_and_can_be_passed_over)
{
    begin();
    sign_in_as("legal");
    const char *job,
        *csv = "id,name_en,status,un_member_since\r\nXAD,Fourth,invented,2014-02-30\r\nXAE,Fifth,invented,"
               "\r\nXAF,<i>,lost,\r\n";
    struct response *response = checked("/fr/import/state", csv, &job);
    CHECK_NUMBER(response->status, 200);
    CHECK(counts(response, "Lignes", 3) && counts(response, "Avec des erreurs", 2) && counts(response, "Nouvelles", 1));
    CHECK(has(response, "<th scope=\"row\" class=\"num\" data-h=\"Ligne\">2</th>") &&
        has(response, "<th scope=\"row\" class=\"num\" data-h=\"Ligne\">4</th>"));
    CHECK(has(response, ">un_member_since</bdi></span>") && has(response, "2014-02-30") && has(response, "lost"));
    CHECK(has(response, "name=\"skip_bad\""));
    response = get(arena_format(test_call.arena, "%s/rows.csv", job));
    CHECK(has(response, "2,un_member_since,2014-02-30,") && sent(response, "Content-Disposition", "attachment"));
    response =
        get(arena_format(test_call.arena, "/en%s?after=1", job + 3)); /* in another language, from the second on */
    CHECK(has(response, "lost") && !has(response, "2014-02-30") && has(response, "From the beginning"));
    CHECK_NUMBER(agree_to(job, "")->status, 409); /* not with bad rows, unless they are passed over */
    CHECK_NUMBER(files_kept(), 1);
    const char *stored = job_to(agree_to(job, "skip_bad=1"));
    do_jobs();
    CHECK(has(get(stored), "1 ligne a été enregistrée") && has(get(stored), "2014-02-30"));
    CHECK(get("/en/state/XAE")->status == 200 && get("/en/state/XAF")->status == 404);
    CHECK_NUMBER(files_kept(), 0);
    response = checked("/en/import/state", "id,nonsense,status\r\nXAD,Fourth,invented\r\n", &job);
    CHECK(has(response, "cannot be taken as it is") && has(response, "nonsense") && !has(response, "/agree\""));
    response = checked("/en/import/state", "id,name_en\r\nXAD,\xFF\r\n", &job);
    CHECK(has(response, "cannot be taken as it is"));
    CHECK(has(checked("/en/import/state", "PK\3\4 no workbook", &job), "cannot be taken as it is"));
    response = upload("/en/import/state", form_csrf, "");
    CHECK(response->status == 422 && has(response, "Choose a file."));
    CHECK_NUMBER(files_kept(), 0);
}

/* Between the trial and the work others go on: what no longer fits is refused whole, and can be agreed to without it. */
TEST(what_changed_meanwhile_is_refused)
{
    begin();
    sign_in_as("legal");
    SET("group", "id", "g1", "name_en", "Group", "kind", "list", "coverage", "partial");
    SET("group", "id", "g2", "name_en", "Second", "kind", "list", "coverage", "partial");
    const char *job, *csv = "state,group,since\r\nXAA,g1,2000\r\nXAB,g2,2001\r\n";
    checked("/en/import/membership", csv, &job);
    as_operator();
    test_call.reason = "gone";
    REQUIRE(record_remove(store, &test_call, record_named("group"), "g2", 0) == OK);
    const char *refused = job_to(agree_to(job, ""));
    do_jobs();
    struct response *response = get(refused);
    CHECK(has(response, "Nothing was stored: 1 row was refused") && has(get("/en/membership"), "0 records"));
    CHECK(has(response, "name=\"skip_bad\""));
    const char *stored = job_to(agree_to(refused, "skip_bad=1"));
    do_jobs();
    CHECK(has(get(stored), "1 row was stored") && has(get(stored), "Ledger entry") &&
        has(get("/en/membership"), "1 record<"));
    CHECK_NUMBER(files_kept(), 0);
}

TEST(a_file_can_be_discarded)
{
    begin();
    sign_in_as("legal");
    const char *job, *csv = "id,name_en,status\r\nXAD,Fourth,invented\r\n";
    checked("/en/import/state", csv, &job);
    CHECK_TEXT(sent(post(arena_format(test_call.arena, "%s/stop", job), ""), "Location", ""), "/en/state");
    CHECK_NUMBER(files_kept(), 0);
    CHECK_NUMBER(agree_to(job, "")->status, 409);
    job = job_to(upload("/en/import/state", form_csrf, csv)); /* and before it began */
    CHECK_NUMBER(post(arena_format(test_call.arena, "%s/stop", job), "")->status, 303);
    do_jobs();
    CHECK(has(get(job), "Stopped; nothing was stored") && files_kept() == 0);
}

/* Two people at two browsers. */
struct seat {
    char cookie[200], csrf[200];
};

static struct seat leave(void)
{
    struct seat seat;
    memcpy(seat.cookie, session_cookie, sizeof seat.cookie);
    memcpy(seat.csrf, form_csrf, sizeof seat.csrf);
    return seat;
}

static void take(const struct seat *seat)
{
    memcpy(session_cookie, seat->cookie, sizeof seat->cookie);
    memcpy(form_csrf, seat->csrf, sizeof seat->csrf);
}

/* The permissions that count are those of the moment when it is done. */
TEST(importing_is_for_those_who_may_add)
{
    begin();
    const char *csv = "id,name_en,status\r\nXAD,Fourth,invented\r\n";
    CHECK_NUMBER(get("/en/import/state")->status, 401);
    CHECK_NUMBER(upload("/en/import/state", "", csv)->status, 401);
    CHECK_NUMBER(get("/en/job")->status, 401);
    sign_in_as("writer");
    CHECK_NUMBER(get("/en/import/state")->status, 403);
    CHECK_NUMBER(upload("/en/import/state", form_csrf, csv)->status, 403);
    CHECK(!has(get("/en/state"), "/import/state"));
    struct seat writer = leave();
    sign_in_as("legal");
    CHECK_NUMBER(upload("/en/import/state", "forged.forged", csv)->status, 403);
    const char *job;
    checked("/en/import/state", csv, &job);
    struct seat legal_seat = leave();
    take(&writer); /* another person's job is not there */
    CHECK(get(job)->status == 404 && agree_to(job, "")->status == 404);
    CHECK_NUMBER(post(arena_format(test_call.arena, "%s/stop", job), "")->status, 404);
    CHECK_NUMBER(get(arena_format(test_call.arena, "%s/rows.csv", job))->status, 404);
    take(&legal_seat);
    job_to(agree_to(job, ""));
    as_operator();
    struct user *legal;
    REQUIRE(user_by_login(&legal, reader(), &test_call, "legal") == OK);
    REQUIRE(user_set_roles(store, &test_call, legal->id, &(struct scope){ROLE_writer, NULL}, 1) == OK);
    do_jobs();
    CHECK_NUMBER(get("/en/state/XAD")->status, 404);
}

/* ---- the same change to many ---- */

TEST(many_are_changed_in_two_steps)
{
    begin();
    sign_in_as("legal");
    struct response *response = get("/en/state?status=invented");
    CHECK(
        has(response, "name=\"id\" value=\"XAA\"") && has(response, "/en/bulk/state?all=1&amp;where.status=invented"));
    CHECK(has(get("/en/bulk/state"), "choose at least one record"));
    response = get("/en/bulk/state?id=XAA&id=XAB");
    CHECK(has(response, "The 2 records you chose") && has(response, "<option value=\"note\">") &&
        has(response, "<option value=\"name_fr\">") && !has(response, "<option value=\"id\">"));
    response = get("/en/bulk/state?all=1&where.status=invented&field=status");
    CHECK(has(response, "All 2 records that match") && has(response, "<select id=\"f-status\""));
    CHECK_NUMBER(get("/en/bulk/state?id=XAA&field=id")->status, 404);
    CHECK_NUMBER(post("/en/bulk/state", "id=XAA&field=status&status=nonsense")->status, 422);
    const char *job =
        job_to(post("/en/bulk/state", "all=1&where.status=invented&field=un_member_since&un_member_since=1999-05"));
    do_jobs();
    response = get(job);
    CHECK(has(response, "2 records would change") && counts(response, "Changed", 2) &&
        has(response, "<ins><bdi>May 1999</bdi></ins>"));
    CHECK(!has(get("/en/state/XAA"), "May 1999"));
    response = agree_to(job, "reason=+");
    CHECK(response->status == 422 && has(response, "aria-invalid"));
    const char *done = job_to(agree_to(job, "reason=Found+in+a+book"));
    do_jobs();
    CHECK(has(get(done), "2 records were changed") && has(get(done), "Ledger entries"));
    CHECK(has(get("/en/state/XAA"), "May 1999") && !has(get("/en/state/XAC"), "May 1999"));
    CHECK(has(get("/en/state/XAB/history"), "Found in a book"));
    /* one that refuses, and why: a name is required, and XAC has an English one only */
    job = job_to(post("/en/bulk/state", "id=XAA&id=XAB&id=XAC&field=name_en&name_en="));
    do_jobs();
    response = get(job);
    CHECK(has(response, "Records that refuse, and why") && counts(response, "Refuse", 1) &&
        counts(response, "Changed", 2));
    CHECK(has(response, "href=\"/en/state/XAC\"") && has(response, "name=\"skip_bad\""));
    done = job_to(agree_to(job, "reason=test&skip_bad=1"));
    do_jobs();
    CHECK(has(get(done), "2 records were changed") && has(get("/en/state/XAB"), "Xylie") &&
        has(get("/en/state/XAC"), "Old Xylia"));
    as_operator();
    sign_in_as("writer");
    CHECK(get("/en/bulk/state?id=XAA")->status == 403 && !has(get("/en/state"), "/bulk/"));
}

/* ---- for programs ---- */

static const char *text_at(const struct response *response, const char *name)
{
    struct json_value *json;
    call_clear(&test_call);
    REQUIRE(json_read(&json, &test_call, response->body->at, response->body->size, NULL) == OK);
    return json_get_text(json, name);
}

static int64_t result_at(const struct response *response, const char *name)
{
    struct json_value *json;
    REQUIRE(json_read(&json, &test_call, response->body->at, response->body->size, NULL) == OK);
    const struct json_value *number = json_get(json_get(json, "result"), name);
    return number ? number->number : UNKNOWN;
}

TEST(programs_import_and_follow_the_job)
{
    begin();
    CHECK_NUMBER(ask("POST", "/api/v1/import/state", "id\r\nXAD\r\n", NULL, NULL)->status, 401);
    sign_in_as("legal");
    const char *csv = "id,name_en,status\r\nXAD,Fourth,invented\r\nXAE,,lost\r\n";
    struct response *response = ask("POST", "/api/v1/import/state?dry_run=true", csv, "Idempotency-Key", "i1");
    CHECK_NUMBER(response->status, 202);
    const char *path = sent(response, "Location", "/api/v1/job/");
    REQUIRE(path);
    CHECK_TEXT(
        sent(ask("POST", "/api/v1/import/state?dry_run=true", csv, "Idempotency-Key", "i1"), "Location", "/"), path);
    CHECK_TEXT(text_at(get(path), "status"), "waiting");
    do_jobs();
    response = get(path);
    CHECK_TEXT(text_at(response, "status"), "done");
    CHECK(result_at(response, "added") == 1 && result_at(response, "bad") == 1);
    response = get(arena_format(test_call.arena, "%s/lines", path));
    CHECK(has(response, "\"line\":3") && has(response, "\"column\":\"status\"") && has(response, "\"value\":\"lost\""));
    CHECK(has(get(arena_format(test_call.arena, "%s/lines?kind=added", path)), "\"id\":\"XAD\""));
    CHECK_NUMBER(get(arena_format(test_call.arena, "%s/lines?kind=x", path))->status, 422);
    CHECK_NUMBER(ask("POST", arena_format(test_call.arena, "%s/agree", path), "", NULL, NULL)->status, 409);
    response = ask("POST", arena_format(test_call.arena, "%s/agree?skip_bad=true&reason=list", path), "", NULL, NULL);
    CHECK_NUMBER(response->status, 202);
    const char *second = sent(response, "Location", "/api/v1/job/");
    do_jobs();
    CHECK(has(get(second), "\"stored\":true") && has(get("/api/v1/state/XAD"), "Fourth"));
    CHECK_TEXT(text_at(get(second), "follows"), path + strlen("/api/v1/job/"));
    CHECK(has(get("/api/v1/job"), "\"kind\":\"import_trial\""));
    /* without a trial: all or nothing */
    response = ask("POST", "/api/v1/import/state", csv, NULL, NULL);
    do_jobs();
    CHECK(has(get(sent(response, "Location", "/")), "\"stored\":false"));
    response = ask("POST", "/api/v1/bulk/state",
        "{\"ids\":[\"XAA\"],\"set\":{\"name\":{\"fr\":\"Xan\"}},\"reason\":\"r\"}", NULL, NULL);
    CHECK_NUMBER(response->status, 202);
    do_jobs();
    CHECK(has(get("/api/v1/state/XAA"), "\"fr\":\"Xan\""));
    CHECK_NUMBER(
        ask("POST", "/api/v1/bulk/state", "{\"set\":{\"note\":\"x\"},\"reason\":\"r\"}", NULL, NULL)->status, 422);
    CHECK_NUMBER(ask("POST", "/api/v1/bulk/state", "{\"where\":{},\"set\":{\"note\":\"x\"}}", NULL, NULL)->status, 422);
    response = ask("POST", "/api/v1/import/state?dry_run=true", csv, NULL, NULL);
    CHECK_NUMBER(ask("DELETE", sent(response, "Location", "/"), NULL, NULL, NULL)->status, 204);
    CHECK_TEXT(text_at(get(sent(response, "Location", "/")), "status"), "cancelled");
}

/* Titles and kinds are put together at run time. */
TEST(every_state_of_a_job_has_words)
{
    static const char *const keys[] = {"import.title_wrong", "import.title_stored", "import.title_refused",
        "import.title_bad", "import.title_ready", "import.title_nothing", "bulk.title_stored", "bulk.title_refused",
        "bulk.title_ready", "bulk.title_nothing", "import.agree", "import.agree_skip", "bulk.agree", "bulk.agree_skip",
        "job.title_waiting", "job.title_running", "job.title_done", "job.title_failed", "job.title_cancelled",
        "job.title_reading", "job.title_checking", "job.title_storing", "job.kind.import_trial", "job.kind.import",
        "job.kind.bulk_trial", "job.kind.bulk"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!word_find(LANG_EN, keys[i]))
            test_fail(__FILE__, __LINE__, "no words for %s", keys[i]);
}

int main(void)
{
    RUN_ON_BOTH(a_file_is_checked_then_stored);
    RUN_ON_BOTH(bad_rows_are_told_and_can_be_passed_over);
    RUN_ON_BOTH(what_changed_meanwhile_is_refused);
    RUN_ON_BOTH(a_file_can_be_discarded);
    RUN_ON_BOTH(importing_is_for_those_who_may_add);
    RUN_ON_BOTH(many_are_changed_in_two_steps);
    RUN_ON_BOTH(programs_import_and_follow_the_job);
    RUN(every_state_of_a_job_has_words);
    return test_end();
}
