/* What an administrator does with an account: adds it, gives and takes roles, helps somebody back in, ends it. */
#pragma once
#include "web/people.h"

enum err user_add_page(struct request *request, struct response *response) MUST_CHECK;
enum err role_give_page(struct request *request, struct response *response) MUST_CHECK;
enum err role_take_page(struct request *request, struct response *response) MUST_CHECK;
enum err start_password_page(struct request *request, struct response *response) MUST_CHECK;
enum err factor_off_page(struct request *request, struct response *response) MUST_CHECK;
enum err user_disable_page(struct request *request, struct response *response) MUST_CHECK;
enum err user_enable_page(struct request *request, struct response *response) MUST_CHECK;
enum err user_erase_page(struct request *request, struct response *response) MUST_CHECK;

/* The form that gives a role, with what it is for. */
enum err role_form(struct form *form, struct request *request, const struct person *person) MUST_CHECK;
