/*
 * Who asks: the person whose session a cookie names, the account whose token a program sends, or the public. And the pages
 * by which a person signs in and out.
 */
#pragma once
#include "web/request.h"

/* For struct site: fills user, session and the proof for forms. */
enum err visitor_enter(struct request *request) MUST_CHECK;

/* Gives the browser what it is to keep from now on. */
struct session_new;
void visitor_keep(struct request *request, struct response *response, const struct session_new *made);

extern const struct route visitor_routes[]; /* /login, /login/code, /logout */
