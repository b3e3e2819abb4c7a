/*
 * The pages and the interface of records through the whole way, on both engines: who sees what, forms that keep what was
 * typed, two people changing the same, and the description of the interface held against live answers.
 */
#include "access/second_factor.h"
#include "codec/json_read.h"
#include "gen/record.h"
#include "test/with_region.h"

TEST(everybody_reads_what_is_public)
{
    begin();
    struct response *response = get("/en/state");
    CHECK_NUMBER(response->status, 200);
    CHECK(has(response, "3 records"));
    CHECK(has(response, "<a href=\"/en/state/XAA\"><bdi>Xanadu &lt;b&gt;</bdi></a>"));
    CHECK(!has(response, "/add/state"));
    CHECK(strstr(response->body->at, "Old Xylia") < strstr(response->body->at, "Xanadu"));
    response = get("/ar/state/XAA");
    CHECK(has(response, "<h1><bdi>زانادو</bdi></h1>"));
    CHECK(has(response, "<span class=\"other\"><bdi lang=\"en\">Xanadu &lt;b&gt;</bdi></span>"));
    response = get("/fr/state/XAA"); /* no French name: another one, and it says which */
    CHECK(has(response, "<h1 lang=\"en\"><bdi>Xanadu"));
    CHECK_NUMBER(get("/en/state/XZZ")->status, 404);
    CHECK_NUMBER(get("/en/nonsense")->status, 404);
    CHECK_NUMBER(get("/en/add/state")->status, 401);
    CHECK_NUMBER(get("/en/state/XAA/change")->status, 401);
    CHECK_NUMBER(post("/en/state/XAA/change", "version=1&note=x")->status, 401);
    response = get("/en/state/XAA/history");
    CHECK_NUMBER(response->status, 200);
    CHECK(!has(response, "operator:"));
}

static enum err tie_rows(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    struct link *tie = row_new(call->arena, &link_record);
    tie->from_noun = tie->to_noun = "state";
    tie->from_id = "XAC";
    tie->meaning = "succeeded_by";
    tie->to_id = "XAB";
    return row_add(db, call, &link_record, tie, "add");
}

TEST(ties_are_seen_from_both_ends)
{
    begin();
    CHECK(!has(get("/en/state/XAC"), "Ties to other records") && !has(get("/en/state/XAB"), "Ties from"));
    REQUIRE(store_write(store, &test_call, tie_rows, NULL) == OK);
    struct response *response = get("/en/state/XAC");
    CHECK(has(response, "Ties to other records") && !has(response, "Ties from other records"));
    CHECK(has(response, "is succeeded by") && has(response, "<a href=\"/en/state/XAB\"><bdi>Xylia</bdi></a>"));
    response = get("/fr/state/XAB");
    CHECK(has(response, "Liens venant d’autres fiches") && !has(response, "Liens vers d’autres fiches"));
    CHECK(has(response, "<a href=\"/fr/state/XAC\"><bdi>Old Xylia</bdi></a>"));
}

TEST(lists_are_narrowed_sorted_and_paged)
{
    begin();
    struct response *response = get("/en/state?status=un_member");
    CHECK(has(response, "1 record<"));
    CHECK(!has(response, "Xanadu"));
    CHECK(has(response, "<option value=\"un_member\" selected>"));
    CHECK(has(response, "/en/state.csv?status=un_member"));
    response = get("/en/state?un_member_since.from=1970&un_member_since.until=1972");
    CHECK(has(response, "1 record<") && has(response, "Old Xylia"));
    CHECK(has(get("/en/state?un_member_since=1980..1990"), "Nothing matches"));
    CHECK_NUMBER(get("/en/state?status=nonsense")->status, 422);
    CHECK_NUMBER(get("/en/state?sort=nonsense")->status, 422);
    response = get("/en/state?sort=id");
    CHECK(strstr(response->body->at, "Xanadu") < strstr(response->body->at, "Old Xylia"));
    CHECK(has(response, "aria-sort=\"ascending\""));
    for (int i = 0; i < 60; i++)
        SET("theme", "id", arena_format(test_call.arena, "t%02d", i), "name_en",
            arena_format(test_call.arena, "Theme %02d", i));
    response = get("/en/theme");
    CHECK(has(response, "Theme 39</bdi></a>") && !has(response, "Theme 40</bdi></a>"));
    const char *next = strstr(response->body->at, "href=\"?after=");
    REQUIRE(next);
    response = get(arena_format(test_call.arena, "/en/theme%.*s", (int)strcspn(next + 6, "\""), next + 6));
    CHECK(!has(response, "Theme 39</bdi></a>") && has(response, "Theme 40</bdi></a>") &&
        has(response, "Theme 59</bdi></a>"));
    CHECK(has(response, "href=\"/en/theme\""));
}

TEST(a_form_keeps_what_was_typed)
{
    begin();
    sign_in_as("legal");
    struct response *response = get("/en/add/state");
    CHECK_NUMBER(response->status, 200);
    CHECK(has(response, "name=\"name_ar\"") && has(response, "lang=\"ar\" dir=\"rtl\""));
    response =
        post("/en/add/state", "id=xx&name_en=New+%3CState%3E&status=&un_member_since=2014-02-30&note=My+%22note%22");
    CHECK_NUMBER(response->status, 422);
    CHECK(has(response, "role=\"alert\"") && has(response, "3 things to correct"));
    CHECK(has(response, "<a href=\"#f-id\">") && has(response, "<a href=\"#f-un_member_since\">") &&
        has(response, "<a href=\"#f-status\">"));
    CHECK(has(response, "value=\"New &lt;State&gt;\""));
    CHECK(has(response, "value=\"2014-02-30\"") && has(response, "aria-invalid=\"true\""));
    CHECK(has(response, "My &quot;note&quot;</textarea>"));
    CHECK_NUMBER(get("/en/state/XX")->status, 404);
    response = post("/en/add/state", "id=XAD&name_en=New+State&status=invented&un_member_since=2014-02");
    CHECK_NUMBER(response->status, 303);
    CHECK(sent(response, "Location", "/en/state/XAD"));
    CHECK(has(get("/en/state/XAD"), "February 2014"));
    response = post("/en/add/state", "id=XAD&name_en=Again&status=invented");
    CHECK_NUMBER(response->status, 409);
    CHECK(has(response, "value=\"Again\""));
}

TEST(a_form_sent_twice_is_done_once)
{
    begin();
    sign_in_as("legal");
    const char *form = "key=01h2xcejqtf2nbrexx3vqjhp41&state=XAA&group=g1&since=2000";
    SET("group", "id", "g1", "name_en", "Group", "kind", "list", "coverage", "partial");
    const char *first = sent(post("/en/add/membership", form), "Location", "/en/membership/");
    REQUIRE(first);
    CHECK_TEXT(sent(post("/en/add/membership", form), "Location", ""), first);
    CHECK(has(get("/en/membership"), "1 record<"));
}

TEST(two_people_change_the_same)
{
    begin();
    sign_in_as("legal");
    CHECK(has(get("/en/state/XAB/change"), "name=\"version\" value=\"1\""));
    CHECK_NUMBER(post("/en/state/XAB/change", "version=1&note=Mine+first")->status, 303);
    struct response *response = post("/en/state/XAB/change", "version=1&note=Written+meanwhile&name_en=Xylia");
    CHECK_NUMBER(response->status, 409);
    CHECK(has(response, "value=\"Written meanwhile\" checked") && has(response, "value=\"Mine first\""));
    CHECK(has(response, "name=\"version\" value=\"2\""));
    CHECK(has(response, "<input type=\"hidden\" name=\"name_en\" value=\"Xylia\">")); /* the same for both */
    CHECK_NUMBER(post("/en/state/XAB/change", "version=2&note=Written+meanwhile")->status, 303);
    CHECK(has(get("/en/state/XAB"), "Written meanwhile"));
    response = get("/en/state/XAB/history");
    CHECK(
        has(response, "<del><bdi>Mine first</bdi></del>") && has(response, "<ins><bdi>Written meanwhile</bdi></ins>"));
    CHECK(has(response, "legal Example"));
}

TEST(a_change_is_taken_back)
{
    begin();
    sign_in_as("legal");
    REQUIRE(post("/en/state/XAB/change", "version=1&note=A+mistake&name_en=Xylia")->status == 303);
    struct response *response = get("/en/state/XAB/history");
    const char *at = strstr(response->body->at, "href=\"/en/state/XAB/take-back/");
    REQUIRE(at);
    const char *path = arena_copy(test_call.arena, at + 6, strcspn(at + 6, "\""));
    CHECK(!strstr(at + 6 + strlen(path), "/take-back/")); /* that it was added is not a change */
    CHECK_NUMBER(get(path)->status, 200);
    CHECK_NUMBER(post(path, "reason=+")->status, 422);
    CHECK(has(get("/en/state/XAB"), "A mistake"));
    CHECK_NUMBER(get(arena_format(test_call.arena, "/en/state/XAA%s", strstr(path, "/take-back/")))->status, 404);
    CHECK_NUMBER(post(path, "reason=It+was+wrong")->status, 303);
    CHECK(!has(get("/en/state/XAB"), "A mistake") && has(get("/en/state/XAB/history"), "It was wrong"));
    CHECK(has(get("/en/state/XAB/history"), "change taken back"));
    CHECK_NUMBER(post(path, "reason=Again")->status, 409);
    sign_in_as("writer");
    CHECK(!has(get("/en/state/XAB/history"), "/take-back/"));
    CHECK_NUMBER(get(path)->status, 403);
    CHECK_NUMBER(post(path, "reason=Me+too")->status, 403);
}

TEST(removing_wants_a_reason)
{
    begin();
    as_operator();
    sign_in_as("writer");
    CHECK_NUMBER(get("/en/state/XAB/remove")->status, 403);
    CHECK_NUMBER(post("/en/state/XAB/remove", "version=1&reason=x")->status, 403);
    CHECK_NUMBER(get("/en/add/state")->status, 403);
    sign_in_as("legal");
    SET("group", "id", "g1", "name_en", "Group", "kind", "list", "coverage", "partial");
    SET("membership", "state", "XAA", "group", "g1", "since", "2000");
    const char *list = get("/en/membership")->body->at, *at = strstr(list, "href=\"/en/membership/0");
    REQUIRE(at);
    const char *path = arena_copy(test_call.arena, at + 6, strcspn(at + 6, "\""));
    CHECK_NUMBER(post(arena_format(test_call.arena, "%s/remove", path), "version=1&reason=+")->status, 422);
    CHECK_NUMBER(post(arena_format(test_call.arena, "%s/remove", path), "version=1&reason=Entered+twice")->status, 303);
    CHECK_NUMBER(get(path)->status, 404);
}

TEST(what_is_kept_is_neither_stale_nor_personal)
{
    begin();
    const char *before = get("/en/state")->body->at;
    CHECK_TEXT(get("/en/state")->body->at, before);
    SET("state", "id", "XAD", "name_en", "Fourth", "status", "invented");
    CHECK(has(get("/en/state"), "Fourth"));
    CHECK(has(get("/fr/state"), "lang=\"fr\""));
    CHECK_NUMBER(get("/en/about")->status, 200);
    sign_in_as("legal");
    CHECK(has(get("/en/about"), "legal Example"));
    *session_cookie = 0;
    CHECK(!has(get("/en/about"), "legal Example"));
    struct response *zipped = ask("GET", "/en/about", NULL, "Accept-Encoding", "gzip");
    CHECK(zipped->zipped && !get("/en/about")->zipped);
    zipped = ask("GET", "/en/about", NULL, "Accept-Encoding", "gzip");
    CHECK(zipped->zipped && zipped->body->size > 100);
    CHECK_NUMBER(ask("GET", "/en/about", NULL, "If-None-Match", zipped->etag)->status, 304);
}

TEST(what_lists_have_in_common_is_never_stale)
{
    struct outcome outcome;
    struct input name = {"name_en", "Renamed"};
    begin();
    for (int i = 0; i < 60; i++)
        SET("theme", "id", arena_format(test_call.arena, "t%02d", i), "name_en", "Theme");
    SET("entity", "id", "XEN", "name_en", "Entity", "kind", "partner", "state", "XAA");
    sign_in_as("legal");
    for (int i = 0; i < 2; i++) {
        CHECK(has(get("/en/theme"), "60 records<"));
        CHECK(has(get("/en/entity"), "<bdi>Xanadu &lt;b&gt;</bdi>"));
    }
    SET("theme", "id", "t60", "name_en", "One more");
    call_clear(&test_call);
    REQUIRE(record_set(&outcome, store, &test_call, record_named("state"), "XAA", 0, &name, 1) == OK);
    CHECK(has(get("/en/theme"), "61 records<"));
    CHECK(has(get("/en/entity"), "<bdi>Renamed</bdi>"));
}

/* ---- the interface ---- */

static const struct json_value *read_json(const struct response *response)
{
    struct json_value *value;
    call_clear(&test_call);
    REQUIRE(json_read(&value, &test_call, response->body->at, response->body->size, NULL) == OK);
    return value;
}

TEST(the_interface_does_what_the_pages_do)
{
    begin();
    const struct json_value *page = read_json(get("/api/v1/state?most=2"));
    CHECK_NUMBER(json_get(page, "items")->count, 2);
    const char *next = json_get_text(page, "next");
    REQUIRE(next);
    page = read_json(get(arena_format(test_call.arena, "/api/v1/state?most=2&after=%s", "Z")));
    CHECK_NUMBER(get("/api/v1/state?bogus=1")->status, 422);
    CHECK_NUMBER(get("/api/v1/state/XZZ")->status, 404);
    CHECK_NUMBER(ask("POST", "/api/v1/state", "{\"id\":\"XAE\"}", NULL, NULL)->status, 401);
    sign_in_as("legal");
    struct response *made = ask("POST", "/api/v1/state",
        "{\"id\":\"XAE\",\"name\":{\"en\":\"Five\",\"fr\":\"Cinq\"},\"status\":\"invented\"}", "Idempotency-Key", "k1");
    CHECK_NUMBER(made->status, 201);
    CHECK_TEXT(sent(made, "Location", ""), "/api/v1/state/XAE");
    CHECK_TEXT(made->etag, "\"1\"");
    made = ask("POST", "/api/v1/state", "{\"id\":\"XAF\",\"name\":{\"en\":\"Six\"},\"status\":\"invented\"}",
        "Idempotency-Key", "k1"); /* the same key: the same answer, whatever else is sent */
    CHECK_NUMBER(made->status, 201);
    CHECK_TEXT(sent(made, "Location", ""), "/api/v1/state/XAE");
    CHECK_NUMBER(get("/api/v1/state/XAF")->status, 404);
    CHECK_NUMBER(
        ask("POST", "/api/v1/theme", "{\"id\":\"t\",\"name\":{\"en\":\"T\"}}", "Idempotency-Key", "k1")->status, 409);
    CHECK_NUMBER(ask("GET", "/api/v1/state/XAE", NULL, "If-None-Match", "\"1\"")->status, 304);
    struct response *changed = ask("PATCH", "/api/v1/state/XAE", "{\"note\":\"n\"}", "If-Match", "\"1\"");
    CHECK_NUMBER(changed->status, 200);
    CHECK_TEXT(json_get_text(json_get(read_json(changed), "name"), "fr"), "Cinq");
    struct response *stale = ask("PATCH", "/api/v1/state/XAE", "{\"note\":\"m\"}", "If-Match", "\"1\"");
    CHECK_NUMBER(stale->status, 412);
    CHECK_TEXT(json_get_text(json_get(read_json(stale), "error"), "code"), "stale");
    struct response *wrong = ask("PATCH", "/api/v1/state/XAE", "{\"m49\":\"abc\"}", NULL, NULL);
    CHECK_NUMBER(wrong->status, 422);
    const struct json_value *error = json_get(read_json(wrong), "error");
    CHECK_TEXT(json_get_text(error, "code"), "invalid");
    CHECK_TEXT(json_get_text(error, "field"), "m49");
    CHECK_TEXT(json_get_text(error, "value"), "abc");
    CHECK_NUMBER(ask("PATCH", "/api/v1/state/XAE", "{\"note\":", NULL, NULL)->status, 422);
    CHECK_NUMBER(ask("PATCH", "/api/v1/state/XAE", "{\"note\":[1]}", NULL, NULL)->status, 422);
    CHECK_NUMBER(
        ask("DELETE", "/api/v1/state/XAE?reason=done", NULL, NULL, NULL)->status, 403); /* an administrator does that */
}

/* Every member of a live answer is in the description, and every member that the description asks for is in the answer. */
static void hold_against(const struct json_value *schemas, const char *noun, const struct json_value *row)
{
    const struct json_value *schema = json_get(schemas, noun), *properties = json_get(schema, "properties");
    REQUIRE(properties);
    for (const struct json_value *member = row->first; member; member = member->next)
        if (!json_get(properties, member->name))
            test_fail(__FILE__, __LINE__, "%s.%s is not described", noun, member->name);
    for (const struct json_value *name = json_get(schema, "required")->first; name; name = name->next)
        if (!json_get(row, name->text))
            test_fail(__FILE__, __LINE__, "%s.%s is missing", noun, name->text);
}

TEST(the_description_is_true)
{
    begin();
    SET("group", "id", "g1", "name_en", "Group", "kind", "list", "coverage", "partial");
    SET("membership", "state", "XAA", "group", "g1", "since", "2000");
    SET("theme", "id", "t", "name_en", "Theme");
    const struct json_value *openapi = read_json(get("/api/v1/openapi.json"));
    CHECK_TEXT(json_get_text(openapi, "openapi"), "3.1.0");
    const struct json_value *schemas = json_get(json_get(openapi, "components"), "schemas");
    static const char *const nouns[] = {"state", "group", "membership", "theme"};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        CHECK(json_get(json_get(openapi, "paths"), arena_format(test_call.arena, "/%s/{id}", nouns[i])));
        const struct json_value *page = read_json(get(arena_format(test_call.arena, "/api/v1/%s", nouns[i])));
        REQUIRE(json_get(page, "items")->count > 0);
        hold_against(schemas, nouns[i], json_get(page, "items")->first);
        hold_against(schemas, arena_format(test_call.arena, "%s_page", nouns[i]), page);
    }
    CHECK_NUMBER(json_get(json_get(openapi, "paths"), "/state") != NULL, 1);
}

/* ---- signing in and out ---- */

TEST(sessions_begin_and_end)
{
    begin();
    struct response *response = ask("POST", "/en/login", "login=legal&password=wrong&next=%2Fstate", NULL, NULL);
    CHECK_NUMBER(response->status, 422);
    CHECK(has(response, "value=\"legal\"") && !has(response, "value=\"wrong\""));
    CHECK(has(response, "name=\"next\" value=\"/state\""));
    sign_in_as("legal");
    CHECK(has(get("/en/state"), "legal Example"));
    CHECK(has(get("/en/account"), "192.0.2.1"));
    static const char *const next[][2] = {{"%2Fgroup", "/en/group"}, {"%2F%2Fevil.example", "/en/desk"},
        {"https%3A%2F%2Fevil.example", "/en/desk"}, {"%2F%5Cevil.example", "/en/desk"}, {"%2Fa%0D%0AX%3A", "/en/desk"}};
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        response = ask("POST", "/en/login",
            arena_format(
                test_call.arena, "login=legal&password=Herring+swims+by+Bergen&next=%s&csrf=%s", next[i][0], form_csrf),
            NULL, NULL);
        const char *cookie = sent(response, "Set-Cookie", "session=");
        REQUIRE(response->status == 303 && cookie);
        CHECK_TEXT(sent(response, "Location", ""), next[i][1]);
        snprintf(session_cookie, sizeof session_cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
        const char *page = get("/en/account/password")->body->at, *at = strstr(page, "name=\"csrf\" value=\"");
        REQUIRE(at);
        snprintf(form_csrf, sizeof form_csrf, "%.*s", (int)strcspn(at + 19, "\""), at + 19);
    }
    CHECK_NUMBER(post("/en/logout", "")->status, 303);
    CHECK(!has(get("/en/state"), "legal Example"));
    CHECK_NUMBER(get("/en/account")->status, 401);
}

/* First the code, then the new password: each page is reached. */
TEST(who_has_a_second_factor_and_a_password_set_by_others_comes_in)
{
    struct enrolment enrolment;
    const char **codes;
    begin();
    const char *id = add("nadia", ROLE_officer, NULL);
    as(id);
    REQUIRE(second_factor_begin(&enrolment, store, &test_call, "Servanda", id, good) == OK);
    read_secret(enrolment.secret);
    REQUIRE(second_factor_confirm(&codes, store, &test_call, id, code_now()) == OK);
    later(MINUTE);
    struct response *response =
        ask("POST", "/en/login", "login=nadia&password=Tulips+grow+in+Delft&next=%2Fstate", NULL, NULL);
    const char *cookie = sent(response, "Set-Cookie", "session=");
    REQUIRE(response->status == 303 && cookie);
    CHECK(sent(response, "Location", "/en/login/code"));
    snprintf(session_cookie, sizeof session_cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    response = get("/en/login/code");
    REQUIRE(response->status == 200);
    snprintf(form_csrf, sizeof form_csrf, "%s", hidden(response, "csrf"));
    CHECK_NUMBER(post("/en/login/code", "code=000000")->status, 422);
    response = post("/en/login/code", arena_format(test_call.arena, "code=%s", code_now()));
    cookie = sent(response, "Set-Cookie", "session=");
    REQUIRE(response->status == 303 && cookie);
    CHECK(sent(response, "Location", "/en/account/password"));
    snprintf(session_cookie, sizeof session_cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    CHECK_NUMBER(get("/en/account/password")->status, 200);
}

TEST(what_is_looked_for_is_found)
{
    begin();
    struct response *response = get("/en/search?q=xylie");
    CHECK(has(response, "<mark>Xylie</mark>") && has(response, "/en/state/XAB"));
    response = get("/en/search?q=XAC");
    CHECK_NUMBER(response->status, 303);
    CHECK_TEXT(sent(response, "Location", ""), "/en/state/XAC");
    CHECK(has(get("/en/search?q=%3Cscript%3E"), "Nothing was found"));
    CHECK(!has(get("/en/search?q=%3Cscript%3E"), "<script>"));
}

int main(void)
{
    RUN_ON_BOTH(everybody_reads_what_is_public);
    RUN_ON_BOTH(ties_are_seen_from_both_ends);
    RUN_ON_BOTH(lists_are_narrowed_sorted_and_paged);
    RUN_ON_BOTH(a_form_keeps_what_was_typed);
    RUN_ON_BOTH(a_form_sent_twice_is_done_once);
    RUN_ON_BOTH(two_people_change_the_same);
    RUN_ON_BOTH(a_change_is_taken_back);
    RUN_ON_BOTH(removing_wants_a_reason);
    RUN_ON_BOTH(what_is_kept_is_neither_stale_nor_personal);
    RUN_ON_BOTH(what_lists_have_in_common_is_never_stale);
    RUN_ON_BOTH(the_interface_does_what_the_pages_do);
    RUN_ON_BOTH(the_description_is_true);
    RUN_ON_BOTH(sessions_begin_and_end);
    RUN_ON_BOTH(who_has_a_second_factor_and_a_password_set_by_others_comes_in);
    RUN_ON_BOTH(what_is_looked_for_is_found);
    return test_end();
}
