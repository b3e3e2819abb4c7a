/* Help, made from the tables of commands and records. */
#pragma once
#include "cli/command.h"

extern const struct command help_commands[];
