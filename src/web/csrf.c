#include "web/csrf.h"
#include "access/session.h"
#include "base/text.h"
#include <string.h>

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
        ours =
            ours && ((given && session_proof_right(request->token, given)) || (request->api && origin == ORIGIN_OURS));
    return ours ? OK : fail(request->call, ERR_FORBIDDEN, "forged");
}
