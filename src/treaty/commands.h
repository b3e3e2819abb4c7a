/* Commands of treaty/ that are no questions: `servanda treaty import`. */
#pragma once
#include "cli/command.h"

extern const struct command treaty_commands[];
