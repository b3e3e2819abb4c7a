/* Commands about time: what waits, the address of the calendar of what is due, what the program does by itself. */
#pragma once
#include "cli/command.h"

extern const struct command waiting_commands[];
