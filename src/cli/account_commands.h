/* Ways into an account and absence, at the command line: passwords, second factor, tokens, sessions, stand-ins. */
#pragma once
#include "cli/command.h"

extern const struct command account_commands[];
