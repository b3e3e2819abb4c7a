#include "web/csrf.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

char *csrf_token(struct arena *arena, const void *secret, size_t size)
{
    static const char purpose[] = "servanda form";
    unsigned char key[crypto_auth_hmacsha256_KEYBYTES], token[crypto_auth_hmacsha256_BYTES];
    crypto_hash_sha256(key, secret, size);
    crypto_auth_hmacsha256(token, (const unsigned char *)purpose, sizeof purpose, key);
    sodium_memzero(key, sizeof key);
    return text_hex(arena, token, 16);
}

enum origin { ORIGIN_OURS, ORIGIN_OTHER, ORIGIN_UNKNOWN };

/* Old browsers send neither header, nor do programs. */
static enum origin origin_of(const struct request *request)
{
    const char *site = request_header(request, "Sec-Fetch-Site");
    if (site)
        return text_is(site, "same-origin") || text_is(site, "none") ? ORIGIN_OURS : ORIGIN_OTHER;
    const char *origin = request_header(request, "Origin"), *host = request_header(request, "Host");
    if (!origin)
        return ORIGIN_UNKNOWN;
    const char *at = strstr(origin, "://");
    return at && text_is(at + 3, host) ? ORIGIN_OURS : ORIGIN_OTHER;
}

static bool is_token(const char *given, const char *token)
{
    return given && token && strlen(given) == strlen(token) && !sodium_memcmp(given, token, strlen(token));
}

enum err csrf_check(struct request *request)
{
    if (request->method == METHOD_GET || request->method == METHOD_OPTIONS)
        return OK;
    const char *given = request_form(request, "csrf");
    if (!given)
        given = request_header(request, "X-CSRF-Token");
    enum origin origin = origin_of(request);
    bool ours = origin != ORIGIN_OTHER;
    if (request->session && request->csrf)
        ours = ours && (is_token(given, request->csrf) || (request->api && origin == ORIGIN_OURS));
    return ours ? OK : fail(request->call, ERR_FORBIDDEN, "forged");
}
