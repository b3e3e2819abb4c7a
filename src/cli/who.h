/* Who acts: the operator of a SQLite file that one can write, or the user of --as with a password or token. */
#pragma once
#include "cli/command.h"

enum err who_acts(struct session_of_command *session) MUST_CHECK;

/* Reads a secret from the terminal without echo, or its first line from standard input when that is no terminal. */
enum err secret_read(char **out, struct call *call, const char *prompt) MUST_CHECK;

/* To the person at the terminal, before something is asked; what a command answers goes into its `out`. */
void say_now(const char *text);
