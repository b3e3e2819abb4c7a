/* The ledger at the command line: listed, one entry in full, proved, an entry taken back. */
#pragma once
#include "cli/command.h"
#include "record/ledger_view.h"

extern const struct command ledger_commands[];

/* Entries in full, for people or as JSON. */
void ledger_print(struct session_of_command *session, const struct ledger_detail *details, int count);
