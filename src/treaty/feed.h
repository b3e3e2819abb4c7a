/*
 * What changed in participation as a feed (Atom, RFC 4287): GET /treaty/changes.atom?state=&instrument=&group=. The newest changes up to today,
 * as the question "treaty changes" tells them; each is one entry, whose name is made of what changed and stays the same, so that a reader
 * shows it once. A change that follows from rows entered later has its own day, not that of the entry.
 */
#pragma once
#include "web/request.h"

enum err treaty_feed(struct request *request, struct response *response) MUST_CHECK;
