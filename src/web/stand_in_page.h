/* Naming a deputy for an absence, and ending that. */
#pragma once
#include "web/people.h"

enum err stand_in_add_page(struct request *request, struct response *response) MUST_CHECK;
enum err stand_in_end_page(struct request *request, struct response *response) MUST_CHECK;
