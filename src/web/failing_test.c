/*
 * Every kind of page and every route of the interface while memory runs short and statements fail, on both engines: each allocation that
 * is reached by a way of its own fails once, alone and with all that follow; each step of the database fails once. The answer says that
 * something is wrong, or is the whole answer; what was asked is done whole or not at all; asking again gets it done, once.
 */
#include "access/account.h"
#include "access/job_kind.h"
#include "access/second_factor.h"
#include "access/stand_in.h"
#include "access/token.h"
#include "base/id.h"
#include "base/log.h"
#include "store/job.h"
#include "store/ledger.h"
#include "record/digest.h"
#include "test/failing.h"
#include "test/with_site.h"
#include "web/flow.h"
#include "web/folder.h"
#include "web/kept.h"
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

enum { MOST_ROUTES = 256 };

static const char *officer_cookie, *officer_csrf, *admin_cookie, *admin_csrf;
static const char *guest_cookie, *guest_csrf; /* of who is made ready for each try */
static const char *second_row;                /* of a pair */
static bool route_tried[MOST_ROUTES];

/*
 * One request. In the address and the body `#` is a number not used before, `@` the id of a petition made for this try, `~` a fresh
 * key, `$` the proof of the session, `^` the other one of a pair. `form` NULL: JSON or no body.
 */
struct trial {
    const char *method, *uri, *body;
    enum { NOBODY, OFFICER, ADMIN, GUEST } who;
    int status; /* when nothing fails */
    enum { READS, ADDS, CHANGES } does;
    const char *(*prepare)(void); /* makes what `@` stands for; NULL: nothing */
    int entries;                  /* that a change makes in the ledger, and jobs; 0: one */
    bool anew;                    /* a secret that is told once: who asks again gets a new one */
    bool file;                    /* the body is a file in a form */
    bool cold;                    /* on a store just opened: nothing is prepared yet */
    bool costly;                  /* computes passwords: a fifth of the places will do */
};

/* ---- what a try needs ---- */

static const char *add_row(const char *noun, const struct input *inputs, int count)
{
    struct outcome outcome;
    call_clear(&test_call);
    as_operator();
    static const struct user maker = {
        .id = "maker", .who = "maker", .roles = 1u << ROLE_officer | 1u << ROLE_administrator | 1u << ROLE_public};
    test_call.user = &maker;
    REQUIRE(record_add(&outcome, store, &test_call, record_named(noun), inputs, count) == OK);
    return outcome.id;
}
#define ADD(noun, ...)                                                                                                 \
    add_row(                                                                                                           \
        noun, (const struct input[]){__VA_ARGS__}, sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input))

static const char *keep_text(const char *text)
{
    return arena_text(test_call.arena, text);
}

static const char *number(void)
{
    static int last;
    return arena_format(test_call.arena, "%d", ++last);
}

static const char *a_petition(void)
{
    return ADD("petition", {"from", "AAA"}, {"kind", "plain"}, {"subject", number()}, {"received", "2014-06-12"},
        {"weight", "3"}, {"story", "it hurt"}, {"asked_by", "A. Person"}, {"name_fr", "Une pétition"});
}

static const char *a_received_one(void)
{
    const char *id = a_petition();
    REQUIRE(record_step(&(struct outcome){0}, store, &test_call, record_named("petition"), id, 0, "receive") == OK);
    return id;
}

/* "ID/take-back/SEQ" of a change just made. */
static const char *a_change(void)
{
    const char *id = a_petition();
    struct ledger_entry last;
    struct input inputs[] = {{"note", "changed"}};
    REQUIRE(record_set(&(struct outcome){0}, store, &test_call, record_named("petition"), id, 0, inputs, 1) == OK);
    REQUIRE(ledger_last(&last, reader(), &test_call, "petition", id) == OK);
    return arena_format(test_call.arena, "%s/take-back/%lld", id, (long long)last.seq);
}

static const char *a_job(void)
{
    char *id;
    REQUIRE(job_add(&id, store, &test_call, "import", "{}") == OK);
    return id;
}

/* The store opened anew, as by a server that has just been started: NULL until a try wants it. */
static struct store *opened_again;

static void close_again(void *arg)
{
    store_close(opened_again);
    opened_again = NULL;
}

static void open_again(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    close_again(NULL);
    REQUIRE(store_open(&opened_again, &test_call, place, STORE_OPEN, migrations, count) == OK);
    store = site.store = opened_again;
}

/* ---- one try ---- */

static char *filled(const char *text, const char *row, const char *key, const char *fresh, const char *csrf)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    for (; text && *text; text++)
        switch (*text) {
        case '#': buffer_text(out, fresh); break;
        case '@': buffer_text(out, text_or(row, "")); break;
        case '~': buffer_text(out, key); break;
        case '^': buffer_text(out, text_or(second_row, "")); break;
        case '$': buffer_text(out, text_or(csrf, "")); break;
        default: buffer_byte(out, *text);
        }
    return out->at;
}

struct request_made {
    const char *method, *uri, *body;
    const char *headers[16];
};

static void make_request(struct request_made *out, const struct trial *trial)
{
    char id[ID_TEXT];
    const char *key = arena_text(test_call.arena, id_new(id, test_call.now)), *fresh = number(),
               *row = trial->prepare ? trial->prepare() : NULL;
    bool api = strstr(trial->uri, "/api/");
    const char *csrf = trial->who == OFFICER ? officer_csrf
        : trial->who == ADMIN                ? admin_csrf
        : trial->who == GUEST                ? guest_csrf
                                             : NULL;
    out->method = trial->method;
    out->uri = filled(trial->uri, row, key, fresh, csrf);
    const char *body = trial->body ? filled(trial->body, row, key, fresh, csrf) : NULL;
    out->body = !body ? NULL
        : trial->file ? upload_body(csrf, key, body)
        : api         ? body
                      : arena_format(test_call.arena, "csrf=%s&key=%s&%s", text_or(csrf, ""), key, body);
    const char *headers[] = {"Content-Type",
        trial->file ? "multipart/form-data; boundary=X"
            : api   ? "application/json"
                    : "application/x-www-form-urlencoded",
        "Sec-Fetch-Site", "same-origin", "Idempotency-Key", key, "Accept-Encoding", "gzip", "Cookie",
        trial->who == OFFICER     ? officer_cookie
            : trial->who == ADMIN ? admin_cookie
            : trial->who == GUEST ? guest_cookie
                                  : "",
        NULL};
    memcpy(out->headers, headers, sizeof headers);
}

/* What changed in the store, as numbers that have to fit together. */
struct state {
    int64_t entries, petitions, realms;
};
static const SQL(count_entries, "SELECT (SELECT count(*) FROM ledger) + (SELECT count(*) FROM job)");
static const SQL(sum_petitions, "SELECT coalesce(sum(version), 0) FROM petition");
static const SQL(sum_realms, "SELECT coalesce(sum(version), 0) FROM realm");

static struct state state_now(void)
{
    struct state state = {0};
    struct db *db = reader();
    REQUIRE(db_number(&state.entries, db, &test_call, &count_entries, NO_ARGS) == OK);
    REQUIRE(db_number(&state.petitions, db, &test_call, &sum_petitions, NO_ARGS) == OK);
    REQUIRE(db_number(&state.realms, db, &test_call, &sum_realms, NO_ARGS) == OK);
    return state;
}

static bool same_state(const struct state *a, const struct state *b)
{
    return a->entries == b->entries && a->petitions == b->petitions && a->realms == b->realms;
}

/* Sends what streams, as the server would; false when it broke off. */
static bool drain(struct response *response)
{
    char bytes[4096];
    struct flow *flow = flow_new(response->stream);
    ssize_t got = -1;
    while (flow && (got = flow_read(flow, bytes, sizeof bytes)) > 0)
        ;
    flow_free(flow);
    return got == 0;
}

static unsigned long steps_made; /* by the last request */

/* The status of the answer, 0 when there is none. Its memory is its own, and gone afterwards. */
static int send_request(const struct request_made *made, const char **said)
{
    const struct route *route;
    struct arena *arena = arena_new((size_t)256 << 20);
    struct response *response =
        arena ? answer_to(arena, made->method, made->uri, made->body, made->headers, &route) : NULL;
    int status = response ? response->status : 0;
    bool whole = !response || !response->stream || drain(response);
    failing_stop();
    steps_made = db_steps();
    db_fail_at(0);
    if (response) {
        int at = route_place(site.routes, route);
        if (at < MOST_ROUTES)
            route_tried[at] = true;
        *said = response->zipped ? "(compressed page)"
                                 : arena_copy(test_call.arena, response->body->at, response->body->size);
    }
    arena_free(arena);
    return whole ? status : 0;
}

static bool says_trouble(int status)
{
    return status == 0 || status == 500 || status == 503 || status == 504;
}

/* ---- all tries of one request ---- */

static unsigned long tries;

/* `n` is which step or allocation failed, for the message. */
static void check_try(const struct trial *trial, const struct request_made *made, const struct state *before,
    const char *what, unsigned n)
{
    const char *said = "";
    int status = send_request(made, &said);
    tries++;
    if (status != trial->status && !says_trouble(status))
        test_fail(__FILE__, __LINE__, "%s %s, %s %u fails: %d %s", trial->method, trial->uri, what, n, status, said);
    if (status >= 500 && strlen(said) < 12)
        test_fail(__FILE__, __LINE__, "%s %s, %s %u fails: %d says only %s", trial->method, trial->uri, what, n, status,
            said);
    if (trial->does == READS)
        return;
    struct state after = state_now();
    bool done = !same_state(before, &after);
    if (status == trial->status && !done)
        test_fail(__FILE__, __LINE__, "%s %s, %s %u fails: said done and is not", trial->method, trial->uri, what, n);
    int again = send_request(made, &said); /* the same request, with the same key */
    struct state last = state_now();
    bool stale = done && !strstr(trial->uri, "/api/") &&
        (again == 303 || again == 404 || again == 409 || again == 412 || again == 422); /* no key protects it */
    if (again != trial->status && !stale)
        test_fail(
            __FILE__, __LINE__, "%s %s, after %s %u failed: %d %s", trial->method, trial->uri, what, n, again, said);
    int64_t entries = last.entries - before->entries,
            versions = last.petitions + last.realms - before->petitions - before->realms;
    int64_t wanted = trial->entries ? trial->entries : 1;
    if ((entries != wanted && !(trial->anew && entries == 2 * wanted)) || (trial->does == ADDS && versions != 1))
        test_fail(__FILE__, __LINE__, "%s %s, after %s %u failed: %lld entries, %lld versions more", trial->method,
            trial->uri, what, n, (long long)entries, (long long)versions);
}

static struct kept *kept;

static struct state ready(const struct trial *trial, struct request_made *made)
{
    if (trial->cold)
        open_again();
    kept_free(kept); /* each page is made anew */
    site.kept = kept = kept_new();
    make_request(made, trial);
    return state_now();
}

static void whole_run(const struct trial *trial, const char *when)
{
    struct request_made made;
    const char *said = "";
    ready(trial, &made);
    int status = send_request(&made, &said);
    if (status != trial->status)
        test_fail(__FILE__, __LINE__, "%s %s, %s: %d, not %d: %.300s", trial->method, trial->uri, when, status,
            trial->status, said);
}

static void try_all(const struct trial *trial, bool every)
{
    struct request_made made;
    const char *said;
    if (!trial->cold)
        whole_run(trial, "before"); /* what is made once is there */
    struct state before;
    ready(trial, &made);
    failing_note();
    db_fail_at(0);
    int status = send_request(&made, &said);
    unsigned places = failing_noted();
    unsigned long steps = steps_made;
    CHECK_NUMBER(status, trial->status);
    for (unsigned n = 1; n <= steps;
         n += every ? 1 : (on_sqlite() ? 1 : 4) + n / 8) { /* the first are those that pages have in common */
        before = ready(trial, &made);
        db_fail_at(n);
        check_try(trial, &made, &before, "step", n);
    }
    for (unsigned i = 0; i < places; i++)
        for (unsigned all_after = 0; all_after < 2; all_after++) {
            if (!every && (all_after != i % 3 / 2 || (trial->costly && i % 5)))
                continue;
            before = ready(trial, &made);
            failing_choose(i, all_after);
            check_try(trial, &made, &before, all_after ? "allocation and all after" : "allocation", i);
        }
    whole_run(trial, "afterwards");
#ifdef __SANITIZE_ADDRESS__
    if (__lsan_do_recoverable_leak_check())
        test_fail(__FILE__, __LINE__, "%s %s leaks", trial->method, trial->uri);
#endif
}

/* ---- the requests ---- */

#include "web/failing_trials.h"

/* Two realms, two people, each signed in. */
static void begin(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    store = new_store(migrations, count);
    folders_enter(folders);
    as_operator();
    add("officer", ROLE_officer, NULL);
    add("admin", ROLE_administrator, NULL);
    ADD("realm", {"id", "AAA"}, {"name_en", "First"}, {"name_ar", "الأول"});
    ADD("realm", {"id", "BBB"}, {"name_en", "Second"});
    ADD("shelf", {"label", "Upper"});
    for (int i = 0; i < 3; i++)
        a_petition();
    REQUIRE(site_open(&site, store, &test_call) == OK);
    arena_defer(test_call.arena, close_again, NULL);
    sign_in_as("admin");
    admin_cookie = keep_text(session_cookie);
    admin_csrf = keep_text(form_csrf);
    sign_in_as("officer");
    officer_cookie = keep_text(session_cookie);
    officer_csrf = keep_text(form_csrf);
}

static bool at_length(void)
{
    const char *ci = getenv("SERVANDA_TEST_FULL");
    return ci && *ci;
}

static void check_ledger(void)
{
    struct ledger_report report;
    call_clear(&test_call);
    REQUIRE(ledger_verify(&report, store, &test_call, record_digests, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
}

static void try_each(const struct trial *list, size_t count)
{
    log_set_level(LOG_ERROR + 1); /* thousands of lines of trouble that was asked for */
    failing_depth(at_length() ? 14 : on_sqlite() ? 6 : 3);
    tries = 0;
    const char *only = getenv("SERVANDA_TRIAL"); /* while one works at a page: those whose address holds this */
    for (size_t i = 0; i < count; i++)
        if (!only || strstr(list[i].uri, only))
            try_all(&list[i], at_length());
    check_ledger();
    kept_free(kept);
    kept = NULL;
    printf("# %lu tries\n", tries);
}

/* ---- signing in and out ---- */

static const char *guest_id;

static const char *signed_out(void)
{
    later(HOUR); /* failures count for something: those of the try before are forgotten */
    guest_cookie = guest_csrf = "";
    return "";
}

static void enter_as(const char *login, const char *password)
{
    signed_out();
    *session_cookie = *form_csrf = 0;
    struct response *response =
        ask("POST", "/en/login", arena_format(test_call.arena, "login=%s&password=%s", login, password), NULL, NULL);
    const char *cookie = sent(response, "Set-Cookie", "session=");
    REQUIRE(response->status == 303 && cookie);
    guest_cookie = arena_copy(test_call.arena, cookie, strcspn(cookie, ";"));
    snprintf(session_cookie, sizeof session_cookie, "%s", guest_cookie);
}

/* With the password right and the code still wanted. */
static const char *half_signed_in(void)
{
    enter_as("coded", "Tulips+grow+in+Delft");
    guest_csrf = hidden(get("/en/login/code"), "csrf");
    return code_now();
}

static const char *signed_in(void)
{
    as_operator();
    later(HOUR);
    REQUIRE(user_set_password(store, &test_call, guest_id, good) == OK);
    enter_as("guest", "Tulips+grow+in+Delft");
    guest_csrf = hidden(get("/account/password"), "csrf");
    return "";
}

/* With a password of one's own: nothing else may be done before. */
static const char *settled_in(void)
{
    signed_in();
    snprintf(form_csrf, sizeof form_csrf, "%s", guest_csrf);
    REQUIRE(post("/account/password", "before=Tulips+grow+in+Delft&password=Herring+swims+by+Bergen")->status == 303);
    return "";
}

static const struct trial entries[] = {
    {"POST", "/en/login", "login=guest&password=Tulips%20grow%20in%20Delft", GUEST, 303, .prepare = signed_out,
        .costly = true},
    {"POST", "/en/login", "login=nobody&password=Tulips", GUEST, 422, .prepare = signed_out, .costly = true},
    {"POST", "/en/login/code", "code=@", GUEST, 303, .prepare = half_signed_in, .costly = true},
    {"POST", "/en/login/code", "code=000000", GUEST, 422, .prepare = half_signed_in, .costly = true},
    {"POST", "/en/account/password", "before=Tulips%20grow%20in%20Delft&password=Herring%20swims%20by%20Bergen", GUEST,
        303, .prepare = signed_in, .costly = true},
    {"POST", "/en/account/stand-in", "absent=", GUEST, 303, .prepare = signed_in, .costly = true},
    {"POST", "/en/account/sessions", "x=1", GUEST, 303, .prepare = signed_in, .costly = true},
    {"POST", "/en/account/second-factor", "password=wrong", GUEST, 422, .prepare = settled_in, .costly = true},
    {"POST", "/en/account/second-factor/off", "password=wrong", GUEST, 422, .prepare = settled_in, .costly = true},
    {"POST", "/en/account/second-factor/codes", "password=wrong", GUEST, 422, .prepare = settled_in, .costly = true},
    {"POST", "/en/logout", "x=1", GUEST, 303, .prepare = signed_in, .costly = true},
};

TEST(whoever_signs_in_is_in_or_out)
{
    struct enrolment enrolment;
    const char **codes;
    begin();
    guest_id = add("guest", ROLE_legal, NULL);
    const char *id = add("coded", ROLE_officer, NULL);
    as(id);
    REQUIRE(second_factor_begin(&enrolment, store, &test_call, "Servanda", id, good) == OK);
    read_secret(enrolment.secret);
    REQUIRE(second_factor_confirm(&codes, store, &test_call, id, code_now()) == OK);
    try_each(entries, sizeof entries / sizeof *entries);
}

/* Last: a route that was added and not tried is found here. */
TEST(whatever_fails_nothing_is_half_done)
{
    begin();
    try_each(trials, sizeof trials / sizeof *trials);
    for (int i = 0; i < route_count(site.routes); i++)
        if (!route_tried[i] && !getenv("SERVANDA_TRIAL"))
            test_fail(__FILE__, __LINE__, "not tried: %s %s", method_names[route_at(site.routes, i)->method],
                route_at(site.routes, i)->pattern);
}

int main(void)
{
    RUN_ON_BOTH(whoever_signs_in_is_in_or_out);
    RUN_ON_BOTH(whatever_fails_nothing_is_half_done);
    return test_end();
}
