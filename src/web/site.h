/* The site of this program: all tables of routes, the main navigation, who asks. */
#pragma once
#include "web/answer.h"

/* Of a store. Folders above web/ hand their routes to site_add first. */
enum err site_open(struct site *out, struct store *store, struct call *call) MUST_CHECK;

/* Routes of another folder: they go before those of all records. With storage that stays. */
void site_add(const struct route *table);
