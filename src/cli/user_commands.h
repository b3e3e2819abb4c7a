/* Accounts at the command line, and those of a demonstration store. */
#pragma once
#include "cli/command.h"

extern const struct command user_commands[];

/* Invented people, one for each role, all with the same password; printed when the demonstration is made. */
#define DEMO_PASSWORD "seven lanterns on the quay"
struct demo_login {
    const char *login, *role, *name;
};
extern const struct demo_login demo_logins[]; /* login NULL at the end */
enum err demo_users(struct session_of_command *session) MUST_CHECK;
