/* Operations at the command line: arguments as options, the answer by its shape as a table, as JSON or as CSV. */
#pragma once
#include "cli/command.h"
#include "record/operation.h"

enum err operation_command(struct session_of_command *session, const struct operation *operation) MUST_CHECK;

/* "[--instrument ID] [--as-of DATE]": for help and manual. */
const char *operation_usage(struct arena *arena, const struct operation *operation);
