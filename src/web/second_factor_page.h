/* The second factor of the own account: set up with a picture and a first code, recovery codes, switched off. */
#pragma once
#include "web/people.h"

enum err second_factor_page(struct request *request, struct response *response) MUST_CHECK;
enum err second_factor_begin_page(struct request *request, struct response *response) MUST_CHECK;
enum err second_factor_confirm_page(struct request *request, struct response *response) MUST_CHECK;
enum err own_second_factor_off_page(struct request *request, struct response *response) MUST_CHECK;
enum err recovery_codes_page(struct request *request, struct response *response) MUST_CHECK;

struct enrol_page {
    struct frame frame;
    const char *secret, *url, *picture;
    int64_t picture_size;
    struct form form;
};
void enrol_page_html(struct buffer *out, struct call *call, const struct enrol_page *page);

struct factor_page {
    struct frame frame;
    const char *since;
    int64_t codes_left;
};
void factor_page_html(struct buffer *out, struct call *call, const struct factor_page *page);
