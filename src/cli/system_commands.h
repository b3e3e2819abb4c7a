/* The system as a whole and its long work, at the command line. */
#pragma once
#include "cli/command.h"

extern const struct command system_commands[];
