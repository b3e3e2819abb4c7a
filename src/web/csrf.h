/*
 * Against forms that another site makes a signed-in person send: requests that change something must come from a page
 * of ours. The browser says so (Sec-Fetch-Site, Origin), and a form carries a proof made from the token of the session.
 */
#pragma once
#include "web/request.h"

/* OK for requests that change nothing. */
enum err csrf_check(struct request *request) MUST_CHECK;
