/* The name of the office that pages show (access/office.h): asked for with every page, and so kept until something is recorded. */
#pragma once
#include "web/request.h"

struct office_kept;

/* Lives as long as the arena. */
struct office_kept *office_kept_new(struct arena *arena);

/* In the language of the request, or in another; NULL when the office has none. */
const char *site_office(const struct request *request);
