/* Where somebody begins who has signed in and asked for nothing in particular: the first page of the role. */
#pragma once
#include "web/request.h"

/* A path of ours. */
const char *landing_path(const struct request *request, const struct user *user);
