#include "web/answer.h"
#include "web/asset.h"
#include "record/operate.h"
#include "store/ledger.h"
#include "web/csrf.h"
#include "web/error_page.h"
#include "web/flow.h"
#include "web/kept.h"
#include "web/multipart.h"
#include "web/zip.h"
#include "base/text.h"
#include <string.h>

void site_prepare(struct site *site, struct arena *arena)
{
    site->routes = route_tree_new(arena, site->tables);
    site->metrics = metrics_new(arena, site->routes);
}

/* ---- reading what came ---- */

static bool method_parse(enum method *out, bool *head, const char *name)
{
    *head = text_is(name, "HEAD");
    if (*head)
        name = "GET";
    for (int method = 0; method < METHODS; method++)
        if (text_is(name, method_names[method])) {
            *out = (enum method)method;
            return true;
        }
    return false;
}

/* Splits "/fr/state?x=1" into language, path and query. */
static void take_uri(struct request *request, const char *uri)
{
    struct arena *arena = request->call->arena;
    size_t size = strcspn(uri, "?");
    request->query_text = uri[size] ? uri + size + 1 : "";
    enum lang lang;
    if (size >= 3 && uri[0] == '/' && (size == 3 || uri[3] == '/') && lang_parse(&lang, (char[]){uri[1], uri[2], 0})) {
        request->call->lang = lang;
        request->lang_in_path = true;
        uri += 3;
        size -= 3;
    }
    request->path = size ? arena_copy(arena, uri, size) : "/";
    request->api = text_starts(request->path, "/api/");
}

/* "fr-CH, fr;q=0.9, en;q=0.8": the best of ours. */
static enum lang accepted_lang(const char *header)
{
    enum lang best = LANG_EN, lang;
    int best_weight = 0;
    for (const char *at = header; at && *at; at += strcspn(at, ","), at += *at == ',') {
        at += strspn(at, " ");
        char code[3] = {at[0], at[0] ? at[1] : 0, 0};
        size_t size = strcspn(at, ",");
        if (strcspn(at, "-;, ") != 2 || !lang_parse(&lang, code))
            continue;
        int weight = 1000;
        const char *q = memmem(at, size, "q=", 2);
        if (q) {
            weight = q[2] == '1' ? 1000 : 0;
            if (q[2] == '0' && q[3] == '.')
                for (int digit = 4, unit = 100; unit && q[digit] >= '0' && q[digit] <= '9'; digit++, unit /= 10)
                    weight += (q[digit] - '0') * unit;
        }
        if (weight > best_weight) {
            best = lang;
            best_weight = weight;
        }
    }
    return best;
}

/* Said by the address, else by ?lang=, else by the person's own setting, else by the browser. */
static void choose_lang(struct request *request, enum lang in_path)
{
    struct call *call = request->call;
    const char *asked = request_query(request, "lang");
    if (request->lang_in_path) {
        call->lang = in_path; /* whoever has entered since may prefer another */
        return;
    }
    if (asked && lang_parse(&call->lang, asked))
        return;
    if (call->user->lang_chosen)
        call->lang = call->user->lang;
    else
        call->lang = accepted_lang(request_header(request, "Accept-Language"));
}

static enum err take_form(struct request *request)
{
    const char *type = request_header(request, "Content-Type");
    struct arena *arena = request->call->arena;
    if (request->body && request->route->flags & ROUTE_FILE && multipart_is(type))
        return multipart_parse(&request->form, &request->files, arena, type, request->body, request->body_size)
            ? OK
            : fail(request->call, ERR_USAGE, "bad_form");
    if (!type || strncasecmp(type, "application/x-www-form-urlencoded", 33) != 0 || !request->body)
        return OK;
    if (!pairs_parse(&request->form, arena, request->body, request->body_size))
        return fail(request->call, ERR_USAGE, "bad_form");
    return OK;
}

/* ---- the way through ---- */

struct passage {
    const struct site *site;
    const struct incoming *incoming;
    struct request request;
    struct response *response;
    unsigned allowed;     /* methods that the path has */
    const char *kept_key; /* under which this answer may be kept; NULL: it may not */
    bool was_kept;
    struct db *moment; /* in which all is read; NULL: it has not begun */
    enum err err;
};

static enum err serve_asset(struct passage *passage)
{
    struct response *response = passage->response;
    const struct asset *asset = asset_at(passage->request.path);
    if (!asset)
        return fail(passage->request.call, ERR_NOT_FOUND, "no_page");
    bool zipped = asset->zipped && zip_accepted(request_header(&passage->request, "Accept-Encoding"));
    response->type = asset->type;
    response->zipped = zipped;
    response->cache = CACHE_EVER;
    buffer_add(response->body, zipped ? asset->zipped : asset->bytes, zipped ? asset->zipped_size : asset->size);
    return OK;
}

static void tell_allowed(struct passage *passage)
{
    struct buffer *text = buffer_new(passage->request.call->arena, 100);
    for (int method = 0; method < METHODS; method++)
        if (passage->allowed & 1u << method)
            buffer_format(
                text, "%s%s%s", text->size ? ", " : "", method_names[method], method == METHOD_GET ? ", HEAD" : "");
    buffer_text(text, ", OPTIONS");
    response_header(passage->response, "Allow", text->at);
}

/* A path that nearly is one of ours. */
static bool redirect_slash(struct passage *passage)
{
    struct request *request = &passage->request;
    size_t size = strlen(request->path);
    if (size < 2 || request->path[size - 1] != '/' || request->method != METHOD_GET || passage->allowed)
        return false;
    size -= strspn(request->path + 1, "/") == size - 1 ? size - 1 : 1;
    const char *path = arena_copy(request->call->arena, request->path, size);
    if (text_starts(path, "//"))
        return false;
    response_see(request, passage->response,
        arena_format(request->call->arena, "%s%s%s", path, *request->query_text ? "?" : "", request->query_text));
    passage->response->status = 308;
    return true;
}

/* What has been recorded so far: pages say it, and answers are kept under it. */
static enum err read_head(struct request *request)
{
    struct db *db;
    struct ledger_head head;
    enum err err = store_reader(&db, request->site->store, request->call);
    if (!err)
        err = ledger_head(&head, db, request->call);
    if (!err)
        request->ledger = head.seq;
    return err;
}

static bool reads(const struct request *request)
{
    return request->site->store && request->method == METHOD_GET && request->route;
}

/* What is only read is read of one moment: who asks, what has been recorded so far, and the page. */
static enum err begin_moment(struct passage *passage)
{
    struct request *request = &passage->request;
    if (!reads(request) || passage->moment)
        return OK;
    enum err err = store_moment_begin(&passage->moment, request->site->store, request->call);
    return err ? err : read_head(request);
}

/* Only what everybody gets; the minute is part of it, since pages say as of when they are. */
static void look_among_kept(struct passage *passage)
{
    struct request *request = &passage->request;
    struct call *call = request->call;
    struct response *response = passage->response;
    if (!passage->site->kept || !request->ledger || request->session || call->user != &user_public ||
        request_header(request, "Authorization"))
        return;
    bool zipped = zip_accepted(request_header(request, "Accept-Encoding"));
    struct kept_facts *facts = NEW(call->arena, struct kept_facts);
    passage->kept_key = arena_format(call->arena, "%s %lld %d %s?%s", lang_codes[call->lang],
        (long long)(call->now / 60000000), zipped, request->path, request->query_text);
    passage->was_kept = kept_find(passage->site->kept, response->body, facts, passage->kept_key, request->ledger);
    if (passage->was_kept) {
        response->type = facts->type;
        response->etag = facts->etag;
        response->zipped = facts->zipped;
    }
}

/* Says who asks: then it is asked first who that is. The public is more often answered with what is kept. */
static bool is_somebody(const struct request *request)
{
    return request_header(request, "Cookie") || request_header(request, "Authorization");
}

static enum err pass(void *arg)
{
    struct passage *passage = arg;
    struct request *request = &passage->request;
    struct call *call = request->call;
    const struct incoming *incoming = passage->incoming;
    if (!pairs_parse(&request->query, call->arena, request->query_text, strlen(request->query_text)))
        return fail(call, ERR_USAGE, "bad_address");
    if (request->route && request->route->flags & ROUTE_BARE)
        return request->route->handle(request, passage->response);
    if (text_starts(request->path, "/static/"))
        return serve_asset(passage);
    enum lang in_path = call->lang;
    enum err err = is_somebody(request) ? begin_moment(passage) : OK;
    if (!err && passage->site->enter)
        err = passage->site->enter(request);
    choose_lang(request, in_path);
    if (err)
        return err;
    if (request->detour) {
        response_see(request, passage->response, request->detour);
        return OK;
    }
    if (incoming->too_large)
        return fail_want(call, ERR_LIMIT, "body_too_large", NULL, NULL,
            number_text(call->arena, call->lang, request->route && request->route->flags & ROUTE_FILE ? 25 : 1));
    if (request->method == METHOD_OPTIONS && passage->allowed) {
        tell_allowed(passage);
        passage->response->status = 204;
        return OK;
    }
    if (!request->route) {
        if (redirect_slash(passage))
            return OK;
        return fail(call, ERR_NOT_FOUND, "no_page");
    }
    if (!gate_right(call->user, request->route->right))
        return not_allowed(call);
    if (reads(request) && !passage->moment)
        err = read_head(request);
    if (!err)
        look_among_kept(passage);
    if (passage->was_kept)
        return OK;
    if (!err)
        err = begin_moment(passage);
    if (!err)
        err = take_form(request);
    if (!err)
        err = csrf_check(request);
    return err ? err : request->route->handle(request, passage->response);
}

/* ---- what goes back ---- */

/* Not for safety, only to notice a change: 64 bits, folded multiplications in four lanes that do not wait for one another. */
static uint64_t fold(uint64_t hash, uint64_t word)
{
    __extension__ unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0xD6E8FEB86659FD93u;
    return (uint64_t)product ^ (uint64_t)(product >> 64) ^ (hash << 5 | hash >> 59);
}

static uint64_t digest(const char *bytes, size_t size)
{
    uint64_t a = 1, b = 2, c = 3, d = 4, words[4], hash = 0x9E3779B97F4A7C15u ^ size;
    for (; size >= sizeof words; bytes += sizeof words, size -= sizeof words) {
        memcpy(words, bytes, sizeof words);
        a = fold(a, words[0]);
        b = fold(b, words[1]);
        c = fold(c, words[2]);
        d = fold(d, words[3]);
    }
    memset(words, 0, sizeof words);
    memcpy(words, bytes, size);
    for (int i = 0; i < 4; i++)
        hash = fold(hash, words[i]);
    return fold(fold(fold(fold(hash, a), b), c), d);
}

static bool etag_matches(const char *header, const char *etag)
{
    const char *bare = text_starts(etag, "W/") ? etag + 2 : etag;
    return header && (strstr(header, bare) || text_is(header, "*"));
}

/* Types of kept answers are constants of the program, not texts of the request. */
static void keep(struct passage *passage)
{
    static const char *const types[] = {"text/html; charset=utf-8", "application/json"};
    const struct response *response = passage->response;
    struct kept_facts facts = {.zipped = response->zipped};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_is(response->type, types[i]))
            facts.type = types[i];
    size_t size = strlen(text_or(response->etag, ""));
    if (!facts.type || !size || size >= sizeof facts.etag)
        return;
    memcpy(facts.etag, response->etag, size);
    kept_put(passage->site->kept, response->body->at, response->body->size, &facts, passage->kept_key,
        passage->request.ledger);
}

static void finish(struct passage *passage)
{
    struct request *request = &passage->request;
    struct response *response = passage->response;
    struct arena *arena = request->call->arena;
    if (!response->type)
        response->type = "text/html; charset=utf-8";
    if (response->body->full) {
        buffer_clear(response->body);
        response->body->full = false;
        fail(request->call, ERR_LIMIT, "answer_too_large");
        error_page(request, response, ERR_LIMIT, 500);
    }
    bool may_keep = passage->kept_key && !passage->was_kept && !passage->err && !request->head &&
        response->status == 200 && response->cache == CACHE_CHECK && !response->header_count && !response->stream;
    if (request->method == METHOD_GET && response->status == 200 && response->cache == CACHE_CHECK &&
        !response->stream) {
        if (!response->etag)
            response->etag = arena_format(
                arena, "W/\"%016llx\"", (unsigned long long)digest(response->body->at, response->body->size));
        if (etag_matches(request_header(request, "If-None-Match"), response->etag)) {
            response->status = 304;
            buffer_clear(response->body);
            return;
        }
    }
    if (!response->zipped && !request->head && response->body->size > 1400 && !response->stream &&
        zip_wanted(response->type) && zip_accepted(request_header(request, "Accept-Encoding")))
        response->zipped = zip_body(response->body);
    if (may_keep)
        keep(passage);
}

static void begin(struct passage *passage, struct call *call)
{
    const struct incoming *incoming = passage->incoming;
    struct request *request = &passage->request;
    call->user = &user_public;
    call->who = "public";
    *request = (struct request){.call = call,
        .site = passage->site,
        .peer = incoming->peer,
        .secure = incoming->secure,
        .body = incoming->body,
        .body_size = incoming->body_size,
        .header_of = incoming->header_of,
        .source = incoming->source,
        .query_text = "",
        .path = "/"};
}

static enum err look(void *arg)
{
    struct passage *passage = arg;
    struct request *request = &passage->request;
    take_uri(request, passage->incoming->uri);
    if (!method_parse(&request->method, &request->head, passage->incoming->method)) {
        request->method = METHOD_OPTIONS;
        return fail(request->call, ERR_USAGE, "no_method");
    }
    request->route = route_find(&request->names, &passage->allowed, passage->site->routes, request->call->arena,
        request->method, request->path);
    return OK;
}

const struct route *answer_route(const struct site *site, struct arena *arena, const struct incoming *incoming)
{
    struct call call;
    call_init(&call, arena, LANG_EN, 0);
    struct passage passage = {.site = site, .incoming = incoming};
    begin(&passage, &call);
    return arena_run(arena, look, &passage) ? NULL : passage.request.route;
}

/* What was to be sent is not: another answer takes its place. */
static struct response *begin_anew(struct passage *passage)
{
    struct response *response = passage->response;
    stream_free(response->stream);
    *response = (struct response){.status = 500, .body = response->body, .cache = CACHE_NEVER};
    buffer_clear(response->body);
    response->body->full = false;
    return response;
}

static enum err tell_error(void *arg)
{
    struct passage *passage = arg;
    struct response *response = begin_anew(passage);
    int status = 0;
    if (!passage->request.route && passage->allowed && passage->err == ERR_NOT_FOUND) {
        status = 405;
        tell_allowed(passage);
    }
    error_page(&passage->request, response, passage->err, status);
    return OK;
}

static enum err tidy(void *arg)
{
    finish(arg);
    return OK;
}

/* Where memory is too short for a page: words that are there already, in room that is there already. */
static void say_least(struct passage *passage)
{
    struct response *response = begin_anew(passage);
    enum lang lang = passage->request.call->lang;
    response->status = 503;
    response->type = "text/plain; charset=utf-8";
    response_header(response, "Retry-After", "2");
    buffer_text(response->body, word(lang, "error.no_memory.title"));
    buffer_text(response->body, "\n");
    buffer_text(response->body, word(lang, "error.no_memory.text"));
    buffer_text(response->body, "\n");
}

struct start {
    struct arena *arena;
    struct passage *passage;
};

static enum err make_response(void *arg)
{
    struct start *start = arg;
    start->passage->response = NEW(start->arena, struct response);
    start->passage->response->status = 200;
    start->passage->response->body = buffer_new(start->arena, RESPONSE_MOST);
    return buffer_room(start->passage->response->body, 60 << 10) ? OK : ERR_NO_MEMORY;
}

struct response *answer(const struct site *site, struct arena *arena, const struct incoming *incoming, int64_t moment,
    const char *id, const struct route **route)
{
    struct passage passage = {.site = site, .incoming = incoming};
    struct call call;
    call_init(&call, arena, LANG_EN, moment);
    call.request = id;
    *route = NULL;
    if (arena_run(arena, make_response, &(struct start){arena, &passage}))
        return NULL;
    begin(&passage, &call);
    enum err err = arena_run(arena, look, &passage);
    *route = passage.request.route;
    if (!err)
        err = arena_run(arena, pass, &passage);
    store_moment_end(passage.moment);
    if (err) {
        passage.err = err;
        err = arena_run(arena, tell_error, &passage);
    }
    if (err || arena_run(arena, tidy, &passage))
        say_least(&passage);
    return passage.response;
}
