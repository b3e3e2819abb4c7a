/* API tokens of a person: made, and shown this once; withdrawn. */
#pragma once
#include "web/people.h"

enum err token_add_page(struct request *request, struct response *response) MUST_CHECK;
enum err token_withdraw_page(struct request *request, struct response *response) MUST_CHECK;
