/* `servanda permissions`: who may do what with which record, for people and for programs. */
#pragma once
#include "cli/command.h"

extern const struct command permission_commands[];
