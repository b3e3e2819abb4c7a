/*
 * Pages of single records beyond the form, on both engines: two that are one, ties, and rows whose ids are the words of addresses.
 */
#include "test/with_region.h"
#include "gen/record.h"

static void groups(void)
{
    begin();
    SET("group", "id", "g1", "name_en", "Xylian League", "kind", "list", "coverage", "partial");
    SET("group", "id", "g2", "name_en", "League of Xylia", "name_fr", "Ligue de Xylie", "kind", "list", "coverage",
        "none", "note", "seen in a list");
    SET("group", "id", "g3", "name_en", "Within", "kind", "list", "coverage", "none", "within", "g2");
    SET("membership", "state", "XAA", "group", "g2", "since", "2000");
    SET("membership", "state", "XAB", "group", "g2", "since", "2001");
    test_call.now += 1000;
}

TEST(two_records_are_merged_and_taken_apart)
{
    groups();
    add("admin", ROLE_administrator, NULL);
    sign_in_as("legal");
    CHECK(get("/en/group/g1/merge")->status == 403 && !has(get("/en/group/g1"), "/merge\""));
    sign_in_as("admin");
    CHECK(has(get("/en/group/g1"), "href=\"/en/group/g1/merge\""));
    struct response *response = get("/en/group/g1/merge");
    CHECK(has(response, "<option value=\"g2\">"));
    CHECK_NUMBER(get("/en/group/g1/merge?with=nothing")->status, 422);
    CHECK_NUMBER(get("/en/group/g1/merge?with=g1")->status, 422);
    response = get("/en/group/g1/merge?with=g2");
    CHECK_NUMBER(response->status, 200);
    CHECK(has(response, "Stays: <a href=\"/en/group/g1\">") && has(response, "Goes: <a href=\"/en/group/g2\">"));
    CHECK(has(response, "<del><bdi>League of Xylia</bdi>") && has(response, "<ins><bdi>seen in a list</bdi>"));
    CHECK(has(response, "Memberships · Group <span class=\"q n\">2</span>") && has(response, "Groups · Within"));
    CHECK(has(response, "/en/group/g2/merge?with=g1"));
    CHECK_NUMBER(get("/en/group/g2")->status, 200); /* looking stores nothing */
    const char *form = "with=g2&keep_version=1&drop_version=1&reason=";
    CHECK_NUMBER(post("/en/group/g1/merge", form)->status, 422);
    CHECK_NUMBER(post("/en/group/g1/merge", "with=g2&keep_version=2&drop_version=1&reason=x")->status, 409);
    CHECK_NUMBER(post("/en/group/g1/merge", arena_format(test_call.arena, "%sThe+same+league", form))->status, 303);
    CHECK(get("/en/group/g2")->status == 404 && has(get("/en/group/g1"), "seen in a list"));
    CHECK(has(get("/en/membership?group=g1"), "2 records"));
    CHECK(has(get("/en/group/g2/history"), "merged into") && has(get("/en/group/g2/history"), "/en/group/g1/history"));
    response = get("/en/group/g1/history");
    CHECK(has(response, "merged with") && has(response, "The same league"));
    const char *at = strstr(response->body->at, "href=\"/en/group/g1/take-back/");
    REQUIRE(at);
    const char *path = arena_copy(test_call.arena, at + 6, strcspn(at + 6, "\""));
    CHECK(has(get(path), "The two records will be two again"));
    test_call.now += 1000;
    CHECK_NUMBER(post(path, "reason=They+are+two")->status, 303);
    CHECK(get("/en/group/g2")->status == 200 && !has(get("/en/group/g1"), "seen in a list"));
    CHECK(has(get("/en/membership?group=g2"), "2 records") && has(get("/en/group/g3"), "League of Xylia"));
}

TEST(a_merge_says_why_it_cannot_be)
{
    groups();
    SET("membership", "state", "XAA", "group", "g1", "since", "2000"); /* would stand twice */
    add("admin", ROLE_administrator, NULL);
    sign_in_as("admin");
    struct response *response = get("/en/group/g1/merge?with=g2");
    CHECK(response->status == 200 && has(response, "They cannot be merged like this") &&
        !has(response, "name=\"reason\""));
    CHECK_NUMBER(post("/en/group/g1/merge", "with=g2&keep_version=1&drop_version=1&reason=x")->status, 409);
    CHECK_NUMBER(get("/en/group/g2")->status, 200);
    struct response *answer = ask("POST", "/api/v1/group/g1/merge", "{\"with\":\"g3\"}", NULL, NULL);
    CHECK_NUMBER(answer->status, 422);
    answer = ask("POST", "/api/v1/group/g1/merge?dry_run=1", "{\"with\":\"g3\"}", NULL, NULL);
    CHECK(answer->status == 200 && has(answer, "\"moved\":0") && get("/en/group/g3")->status == 200);
    answer = ask("POST", "/api/v1/group/g1/merge", "{\"with\":\"g3\",\"reason\":\"one\"}", NULL, NULL);
    CHECK(answer->status == 200 && get("/en/group/g3")->status == 404);
}

TEST(ties_are_made_and_undone)
{
    begin();
    CHECK(get("/en/state/XAC/ties")->status == 401 && get("/en/group/g1/ties")->status == 404);
    sign_in_as("writer");
    CHECK_NUMBER(get("/en/state/XAC/ties")->status, 403);
    sign_in_as("legal");
    CHECK(has(get("/en/state/XAC"), "href=\"/en/state/XAC/ties\""));
    struct response *response = get("/en/state/XAC/ties");
    CHECK(has(response, "No ties lead from this record") && has(response, "is succeeded by"));
    response = post("/en/state/XAC/ties", "meaning=succeeded_by&other=XZZ");
    CHECK(response->status == 422 && has(response, "value=\"XZZ\"") && has(response, "aria-invalid"));
    CHECK_NUMBER(post("/en/state/XAC/ties", "meaning=succeeded_by&other=+")->status, 422);
    CHECK_NUMBER(post("/en/state/XAC/ties", "meaning=succeeded_by&other=XAB")->status, 303);
    CHECK_NUMBER(
        post("/en/state/XAC/ties", "meaning=succeeded_by&other=XAB")->status, 303); /* already: nothing to do */
    response = get("/en/state/XAC/ties");
    CHECK(has(response, "<a href=\"/en/state/XAB\">") && has(response, "name=\"undo\""));
    CHECK(has(get("/en/state/XAB/ties"), "changed at the other record"));
    response = get("/api/v1/state/XAB/ties");
    CHECK(has(response, "\"outgoing\":false") && has(response, "\"id\":\"XAC\""));
    CHECK_NUMBER(post("/en/state/XAC/ties", "meaning=succeeded_by&other=XAB&undo=1")->status, 303);
    CHECK_NUMBER(post("/en/state/XAC/ties", "meaning=succeeded_by&other=XAB&undo=1")->status, 303);
    CHECK(!has(get("/en/state/XAC"), "Ties to other records"));
    CHECK_NUMBER(
        ask("POST", "/api/v1/state/XAC/ties", "{\"meaning\":\"succeeded_by\",\"id\":\"XAA\"}", NULL, NULL)->status,
        201);
    CHECK_NUMBER(
        ask("POST", "/api/v1/state/XAC/ties", "{\"meaning\":\"loves\",\"id\":\"XAA\"}", NULL, NULL)->status, 422);
    CHECK_NUMBER(ask("DELETE", "/api/v1/state/XAC/ties?meaning=succeeded_by&other=XAA", NULL, NULL, NULL)->status, 204);
    CHECK_NUMBER(ask("DELETE", "/api/v1/state/XAC/ties?meaning=succeeded_by&other=XAA", NULL, NULL, NULL)->status, 404);
}

/* Forms stand where no id can: a row may be called as any of them. */
TEST(every_id_has_a_page)
{
    static const char *const ids[] = {
        "add", "import", "bulk", "job", "merge", "history", "search", "a/b", "%2F", "état"};
    begin();
    sign_in_as("legal");
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        SET("theme", "id", ids[i], "name_en", arena_format(test_call.arena, "Theme called %zu", i));
        struct buffer *path = buffer_new(test_call.arena, 1000);
        buffer_text(path, "/en/theme/");
        html_address_part(path, ids[i]);
        struct response *response = get(path->at);
        CHECK(response->status == 200 && has(response, arena_format(test_call.arena, "Theme called %zu", i)));
        CHECK_NUMBER(get(arena_format(test_call.arena, "%s/history", path->at))->status, 200);
        CHECK(has(get("/en/theme"), path->at));
    }
    for (int i = 0; i < record_count; i++) { /* and no record has the name of an address */
        struct response *response = get(arena_format(test_call.arena, "/en/%s", records[i]->noun));
        CHECK(response->status == 200 || response->status == 403);
        CHECK(response->status == 403 || has(response, "<table") || has(response, "class=\"empty\""));
    }
    CHECK(has(get("/en/add/theme"), "name=\"name_en\"") && has(get("/en/import/theme"), "type=\"file\""));
}

int main(void)
{
    RUN_ON_BOTH(two_records_are_merged_and_taken_apart);
    RUN_ON_BOTH(a_merge_says_why_it_cannot_be);
    RUN_ON_BOTH(ties_are_made_and_undone);
    RUN_ON_BOTH(every_id_has_a_page);
    return test_end();
}
