/* "Firefox 128, Linux": what a browser calls itself (RFC 9110, User-Agent), in a few words that its owner recognises. */
#pragma once
#include "base/arena.h"

/* As it stands, cut, when no name is known; "–" for NULL. */
const char *browser_name(struct arena *arena, const char *agent);
