/* The commands `mandate parse`, `mandate diff`, `mandate export --akn`: files in, structure out; no store. */
#pragma once
#include "cli/command.h"

extern const struct command mandate_commands[];
