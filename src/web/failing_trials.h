/*
 * The requests that are tried with failing memory and steps, and what each needs before. For failing_test.c only, which says what the
 * signs in addresses and bodies stand for.
 */
#pragma once

static const char *a_user(void)
{
    as_operator();
    return add(arena_format(test_call.arena, "u%s", number()), ROLE_legal, NULL);
}

static const char *a_user_switched_off(void)
{
    const char *id = a_user();
    REQUIRE(user_disable(store, &test_call, id, true) == OK);
    return id;
}

/* "ID/token/TOKEN" */
static const char *a_token(void)
{
    const char *id = a_user();
    char token[SECRET_TEXT];
    struct api_token *tokens;
    int count;
    REQUIRE(token_add(token, store, &test_call, id, "program", 0, 0) == OK);
    REQUIRE(token_list(&tokens, &count, reader(), &test_call, id) == OK && count == 1);
    return arena_format(test_call.arena, "%s/token/%s", id, tokens[0].id);
}

/* "ID/stand-in/STAND_IN" */
static const char *a_stand_in(void)
{
    const char *id = a_user(), *deputy = a_user();
    char *stand_in;
    struct date today = test_call.today;
    REQUIRE(stand_in_add(&stand_in, store, &test_call, id, deputy, today, today) == OK);
    return arena_format(test_call.arena, "%s/stand-in/%s", id, stand_in);
}

static int64_t now_of_test(void)
{
    return test_call.now;
}

static void do_jobs(void)
{
    const struct job_node node = {.store = store, .name = "test", .now = now_of_test};
    bool did = true;
    while (did) {
        struct arena *arena = arena_new(64 << 20);
        REQUIRE(arena && job_work(&did, &node, arena) == OK);
        arena_free(arena);
    }
}

/* The id of the job that an answer leads to. */
static const char *job_to(const struct response *response)
{
    const char *path = sent(response, "Location", "/");
    REQUIRE(response->status == 303 && path && strstr(path, "/job/"));
    return keep_text(strstr(path, "/job/") + 5);
}

static const char *a_begun_import(void)
{
    snprintf(session_cookie, sizeof session_cookie, "%s", officer_cookie);
    return job_to(upload("/en/import/petition", officer_csrf,
        arena_format(test_call.arena, "from,kind,subject,received\r\nAAA,odd,%s,2014-06-12\r\n", number())));
}

static const char *a_checked_import(void)
{
    const char *id = a_begun_import();
    do_jobs();
    return id;
}

static const char *a_proof(void)
{
    snprintf(session_cookie, sizeof session_cookie, "%s", admin_cookie);
    const char *id =
        job_to(ask("POST", "/en/ledger/verify", arena_format(test_call.arena, "csrf=%s", admin_csrf), NULL, NULL));
    do_jobs();
    return id;
}

/* Two that a person may find to be one. */
static const char *a_pair(void)
{
    second_row = a_petition();
    return a_petition();
}

static const char *a_conflict(void)
{
    const char *about = "wells", *told = number();
    ADD("claim", {"realm", "BBB"}, {"about", about}, {"number", told}, {"told_by", number()});
    return ADD("claim", {"realm", "BBB"}, {"about", about}, {"number", number()}, {"told_by", number()});
}

static const struct trial trials[] = {
    {"GET", "/healthz", .status = 200},
    {"GET", "/metrics", .status = 200},
    {"GET", "/static/nothing.css", .status = 404},
    {"GET", "/en", .status = 200},
    {"GET", "/ar/about", .status = 200},
    {"GET", "/en/login", .status = 200},
    {"GET", "/en/login/code", .status = 200},
    {"GET", "/en/nothing", .status = 404},
    {"GET", "/en/realm?x=%zz", .status = 400},
    {"GET", "/fr/realm", .status = 200},
    {"GET", "/fr/realm", .status = 200, .cold = true},
    {"GET", "/en/realm/AAA", .status = 200},
    {"GET", "/en/realm/AAA/history", .status = 200},
    {"GET", "/en/realm.csv", .status = 200},
    {"GET", "/en/realm.xlsx", .status = 200},
    {"GET", "/en/realm.json", .status = 200},
    {"GET", "/en/search?q=first", .status = 200},
    {"GET", "/en/search?q=AAA", .status = 303},
    {"GET", "/en/add/petition", .status = 401},
    {"GET", "/api/v1/openapi.json", .status = 200},
    {"GET", "/api/v1/realm", .status = 200},
    {"GET", "/api/v1/realm/AAA", .status = 200},
    {"GET", "/api/v1/realm/AAA/history", .status = 200},
    {"GET", "/api/v1/realm/NON", .status = 404},
    {"OPTIONS", "/api/v1/realm", .status = 204},
    {"PUT", "/api/v1/realm", .status = 405},
    {"GET", "/en/petition?from=AAA&kind=plain&count=1&received.from=2014&sort=subject", .who = OFFICER, .status = 200},
    {"GET", "/en/petition?sort=name", .who = OFFICER, .status = 200},
    {"GET", "/en/petition?sort=nothing", .who = OFFICER, .status = 422},
    {"GET", "/en/petition/@", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"GET", "/en/petition/@/history", .who = OFFICER, .status = 200, .prepare = a_received_one},
    {"GET", "/en/add/petition?from=AAA", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/@/change", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"GET", "/en/petition/@/remove", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"GET", "/en/petition/@", .who = OFFICER, .status = 200, .prepare = a_change},
    {"GET", "/en/import/petition", .who = OFFICER, .status = 200},
    {"GET", "/en/account", .who = OFFICER, .status = 200},
    {"GET", "/en/account/password", .who = OFFICER, .status = 200},
    {"GET", "/en/job/@", .who = ADMIN, .status = 200, .prepare = a_job},
    {"POST", "/en/job/@/stop", "x=1", ADMIN, 303, .prepare = a_job},
    {"POST", "/en/add/petition", "from=AAA&kind=urgent&subject=s%20#&received=2014-06-12&name_ar=%D8%A7", OFFICER, 303,
        ADDS},
    {"POST", "/en/add/petition", "from=AAA&kind=urgent&subject=s%20#&received=2014-06-12", OFFICER, 303, ADDS,
        .cold = true},
    {"POST", "/en/add/petition", "from=ZZZ&kind=soon&subject=&received=2014-02-30", OFFICER, 422},
    {"POST", "/en/petition/@/change", "version=1&note=n%20#", OFFICER, 303, CHANGES, a_petition},
    {"POST", "/en/petition/@/change", "version=7&note=n%20#", OFFICER, 409, .prepare = a_petition},
    {"POST", "/en/petition/@/remove", "version=1&reason=why%20#", OFFICER, 303, CHANGES, a_petition},
    {"POST", "/en/petition/@/remove", "version=1&reason=", OFFICER, 422, .prepare = a_petition},
    {"POST", "/en/petition/@/step", "step=receive&version=1", OFFICER, 303, CHANGES, a_petition},
    {"POST", "/en/petition/@/step", "step=file&version=1", OFFICER, 422, .prepare = a_petition},
    {"POST", "/en/petition/@", "reason=wrong%20#", OFFICER, 303, CHANGES, a_change},
    {"POST", "/en/import/petition", "from,kind,subject,received\r\nAAA,odd,f#,2014-06-12\r\n", OFFICER, 303, CHANGES,
        .file = true},
    {"POST", "/en/import/petition", "", OFFICER, 422, .file = true},
    {"GET", "/en/job/@", .who = OFFICER, .status = 200, .prepare = a_begun_import},
    {"GET", "/en/job/@", .who = OFFICER, .status = 200, .prepare = a_checked_import},
    {"GET", "/en/job/@/rows.csv", .who = OFFICER, .status = 200, .prepare = a_checked_import},
    {"POST", "/en/job/@/stop", "x=1", OFFICER, 303, .prepare = a_begun_import},
    {"POST", "/en/job/@/agree", "reason=why", OFFICER, 303, CHANGES, a_checked_import},
    {"GET", "/en/bulk/petition?all=1", .who = OFFICER, .status = 200},
    {"GET", "/en/bulk/petition?all=1&field=note", .who = OFFICER, .status = 200},
    {"POST", "/en/bulk/petition", "all=1&field=note&note=n%20#", OFFICER, 303, CHANGES},
    {"POST", "/en/bulk/petition", "all=1&field=kind&kind=nonsense", OFFICER, 422},
    {"GET", "/en/petition/@/merge?with=^", .who = OFFICER, .status = 200, .prepare = a_pair},
    {"POST", "/en/petition/@/merge", "with=^&keep_version=1&drop_version=1&reason=one", OFFICER, 303, CHANGES, a_pair,
        .entries = 2},
    {"POST", "/api/v1/petition/@/merge", "{\"with\":\"^\",\"reason\":\"one\"}", OFFICER, 200, CHANGES, a_pair,
        .entries = 2},
    {"GET", "/en/petition/@/merge", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"GET", "/en/petition/@/ties", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"POST", "/en/petition/@/ties", "meaning=about&other=AAA", OFFICER, 303, CHANGES, a_petition},
    {"POST", "/en/petition/@/ties", "meaning=about&other=NON", OFFICER, 422, .prepare = a_petition},
    {"GET", "/en/claim/@/settle", .who = OFFICER, .status = 200, .prepare = a_conflict},
    {"POST", "/en/claim/@/settle", "version=1", OFFICER, 422, .prepare = a_conflict},
    {"POST", "/en/keep/petition?kind=odd", "name=l%20#", OFFICER, 303, CHANGES},
    {"GET", "/en/desk", .who = OFFICER, .status = 200},
    {"POST", "/en/desk/calendar", "x=1", OFFICER, 200, CHANGES, .anew = true},
    {"POST", "/en/desk/calendar/withdraw", "id=nothing", OFFICER, 404},
    {"GET", "/desk/calendar.ics?key=calendar_nothing", .status = 401},
    {"GET", "/en/account/change", .who = OFFICER, .status = 200},
    {"POST", "/en/account/change", "version=7&login=x&name=X", OFFICER, 409},
    {"GET", "/en/account/stand-in/add", .who = OFFICER, .status = 200},
    {"POST", "/en/account/stand-in/add", "deputy=nobody", OFFICER, 422},
    {"GET", "/en/account/second-factor", .who = OFFICER, .status = 200},
    {"POST", "/en/account/second-factor/confirm", "code=000000", OFFICER, 303},
    {"GET", "/en/account/second-factor/off", .who = OFFICER, .status = 200},
    {"GET", "/en/account/second-factor/codes", .who = OFFICER, .status = 200},
    {"GET", "/en/account/token/add", .who = OFFICER, .status = 200},
    {"POST", "/en/account/token/add", "name=p%20#&days=3", OFFICER, 200, CHANGES, .anew = true},
    {"GET", "/en/account/token/nothing/withdraw", .who = OFFICER, .status = 404},
    {"POST", "/en/account/token/nothing/withdraw", "x=1", OFFICER, 404},
    {"GET", "/en/account/stand-in/nothing/end", .who = OFFICER, .status = 404},
    {"POST", "/en/account/stand-in/nothing/end", "x=1", OFFICER, 404},
    {"GET", "/en/account/hand-over", .who = OFFICER, .status = 200},
    {"POST", "/en/account/hand-over", "to=nobody", OFFICER, 422},
    {"GET", "/en/user", .who = ADMIN, .status = 200},
    {"GET", "/en/user", .who = OFFICER, .status = 403},
    {"GET", "/en/user/add", .who = ADMIN, .status = 200},
    {"POST", "/en/user/add", "login=n#&name=N&role=legal", ADMIN, 200, CHANGES, .entries = 2, .costly = true},
    {"POST", "/en/user/add", "login=&name=N", ADMIN, 422},
    {"GET", "/en/user/@", .who = ADMIN, .status = 200, .prepare = a_user},
    {"GET", "/en/user/@/history", .who = ADMIN, .status = 200, .prepare = a_user},
    {"GET", "/en/user/@/change", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/change", "version=1&login=c#&name=Changed", ADMIN, 303, CHANGES, a_user},
    {"POST", "/en/user/@/role", "role=writer", ADMIN, 303, CHANGES, a_user},
    {"GET", "/en/user/@/role/take?role=legal", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/role/take", "role=legal", ADMIN, 303, CHANGES, a_user},
    {"GET", "/en/user/@/password", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/password", "x=1", ADMIN, 200, CHANGES, a_user, .anew = true, .costly = true},
    {"GET", "/en/user/@/second-factor", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/second-factor", "reason=lost", ADMIN, 303, .prepare = a_user},
    {"GET", "/en/user/@/disable", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/disable", "reason=left", ADMIN, 303, CHANGES, a_user},
    {"GET", "/en/user/@/enable", .who = ADMIN, .status = 200, .prepare = a_user_switched_off},
    {"POST", "/en/user/@/enable", "reason=back", ADMIN, 303, CHANGES, a_user_switched_off},
    {"POST", "/en/user/@/sessions", "session=nothing", ADMIN, 303, .prepare = a_user},
    {"GET", "/en/user/@/token/add", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/token/add", "name=p&days=3", ADMIN, 200, CHANGES, a_user, .anew = true},
    {"GET", "/en/user/@/withdraw", .who = ADMIN, .status = 200, .prepare = a_token},
    {"POST", "/en/user/@/withdraw", "x=1", ADMIN, 303, CHANGES, a_token},
    {"GET", "/en/user/@/stand-in/add", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/stand-in/add", "deputy=nobody", ADMIN, 422, .prepare = a_user},
    {"GET", "/en/user/@/end", .who = ADMIN, .status = 200, .prepare = a_stand_in},
    {"POST", "/en/user/@/end", "x=1", ADMIN, 303, CHANGES, a_stand_in},
    {"GET", "/en/user/@/hand-over", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/hand-over", "to=nobody", ADMIN, 422, .prepare = a_user},
    {"GET", "/en/user/@/erase", .who = ADMIN, .status = 200, .prepare = a_user},
    {"POST", "/en/user/@/erase", "login=wrong&reason=left", ADMIN, 422, .prepare = a_user},
    {"GET", "/en/ledger", .who = ADMIN, .status = 200},
    {"GET", "/en/ledger?noun=petition&from=2014-06-12", .who = ADMIN, .status = 200},
    {"GET", "/en/ledger/1", .who = ADMIN, .status = 200},
    {"GET", "/en/ledger/vouch", .who = ADMIN, .status = 200},
    {"POST", "/en/ledger/vouch", "reason=moved", ADMIN, 409},
    {"POST", "/en/ledger/verify", "x=1", ADMIN, 303, CHANGES},
    {"GET", "/en/ledger/verify/@", .who = ADMIN, .status = 200, .prepare = a_proof},
    {"GET", "/en/system", .who = ADMIN, .status = 200},
    {"GET", "/en/system/office", .who = ADMIN, .status = 200},
    {"POST", "/en/system/office", "name_en=Office%20#", ADMIN, 303, CHANGES},
    {"GET", "/en/system/permissions", .who = OFFICER, .status = 200},
    {"GET", "/en/job", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/@", .who = OFFICER, .status = 200, .prepare = a_change},
    {"GET", "/en/petition/sum?realm=AAA", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/sum.csv?realm=AAA", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/sum.xlsx?realm=AAA", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/words", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/words.csv", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/words.xlsx", .who = OFFICER, .status = 200},
    {"GET", "/en/petition/stamp", .who = OFFICER, .status = 200},
    {"POST", "/en/petition/stamp", "weight=20", OFFICER, 422},
    {"GET", "/api/v1/petition/sum?realm=AAA", .who = OFFICER, .status = 200},
    {"GET", "/api/v1/petition/words", .who = OFFICER, .status = 200},
    {"POST", "/api/v1/petition/stamp", "{\"weight\":20}", OFFICER, 422},
    {"GET", "/api/v1/waiting?most=5", .who = OFFICER, .status = 200},
    {"GET", "/api/v1/job", .who = OFFICER, .status = 200},
    {"GET", "/api/v1/job/@", .who = OFFICER, .status = 200, .prepare = a_checked_import},
    {"GET", "/api/v1/job/@/lines", .who = OFFICER, .status = 200, .prepare = a_checked_import},
    {"POST", "/api/v1/job/@/agree", "{\"reason\":\"why\"}", OFFICER, 202, CHANGES, a_checked_import},
    {"DELETE", "/api/v1/job/@", NULL, OFFICER, 204, .prepare = a_begun_import},
    {"POST", "/api/v1/import/petition",
        "[{\"from\":\"AAA\",\"kind\":\"odd\",\"subject\":\"#\",\"received\":\"2014-06-12\"}]", OFFICER, 202, CHANGES},
    {"POST", "/api/v1/bulk/petition", "{\"where\":{},\"set\":{\"note\":\"#\"},\"reason\":\"why\"}", OFFICER, 202,
        CHANGES},
    {"GET", "/api/v1/petition/@/ties", .who = OFFICER, .status = 200, .prepare = a_petition},
    {"POST", "/api/v1/petition/@/ties", "{\"meaning\":\"about\",\"id\":\"AAA\"}", OFFICER, 201, CHANGES, a_petition},
    {"DELETE", "/api/v1/petition/@/ties?meaning=about&id=AAA", NULL, OFFICER, 404, .prepare = a_petition},
    {"POST", "/api/v1/petition/@/merge", "{\"with\":\"nothing\",\"reason\":\"one\"}", OFFICER, 404,
        .prepare = a_petition},
    {"GET", "/api/v1/claim/@/rivals", .who = OFFICER, .status = 200, .prepare = a_conflict},
    {"POST", "/api/v1/claim/@/settle", "{}", OFFICER, 422, .prepare = a_conflict},
    {"POST", "/en/account/sessions", "session=nothing", OFFICER, 303},
    {"POST", "/en/add/petition", "csrf=forged", NOBODY, 401},
    {"POST", "/api/v1/petition",
        "{\"from\":\"AAA\",\"kind\":\"plain\",\"subject\":\"p#\",\"received\":\"2014-06-12\","
        "\"name\":{\"fr\":\"Un\",\"zh\":\"一\"},\"granted\":true,\"count\":7}",
        OFFICER, 201, ADDS},
    {"POST", "/api/v1/petition", "{\"from\":\"AAA\",\"kind\":[],", OFFICER, 422},
    {"PATCH", "/api/v1/petition/@", "{\"note\":\"n#\",\"story\":\"longer\"}", OFFICER, 200, CHANGES, a_petition},
    {"DELETE", "/api/v1/petition/@?reason=why", NULL, OFFICER, 204, CHANGES, a_petition},
    {"POST", "/api/v1/petition/@/step/receive", NULL, OFFICER, 200, CHANGES, a_petition},
    {"POST", "/api/v1/petition/@/step/decide", NULL, OFFICER, 200, CHANGES, a_received_one},
};
