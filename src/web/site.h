/* The site of this program: all tables of routes, the main navigation, who asks. */
#pragma once
#include "web/answer.h"

/* Of a store, with what the folders bring (web/folder.h). */
enum err site_open(struct site *out, struct store *store, struct call *call) MUST_CHECK;
