/* Completion for shells, written from the tables of commands and records. */
#pragma once
#include "cli/command.h"

extern const struct command completion_commands[];
