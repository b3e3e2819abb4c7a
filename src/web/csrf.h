/*
 * Against forms that another site makes a signed-in person send: requests that change something must come from a page
 * of ours. The browser says so (Sec-Fetch-Site, Origin), and a form carries a token made from the secret of the session.
 */
#pragma once
#include "web/request.h"

/* The token of a session: what forms send back as "csrf". */
char *csrf_token(struct arena *arena, const void *secret, size_t size);

/* OK for requests that change nothing. */
enum err csrf_check(struct request *request) MUST_CHECK;
