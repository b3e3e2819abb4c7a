/* The command `servanda serve`. */
#pragma once
#include "cli/command.h"

extern const struct command serve_commands[];
