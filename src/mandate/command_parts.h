/* What the commands of this folder share. Private to it. */
#pragma once
#include "cli/command.h"
#include "mandate/reader.h"

/* A file that must hold a resolution, in text or in Akoma Ntoso; what is wrong with it is a fault that names it. */
enum err mandate_file_read(struct mandate_reading *out, struct call *call, const char *path) MUST_CHECK;

enum err mandate_diff_run(struct session_of_command *session) MUST_CHECK;
enum err mandate_export_run(struct session_of_command *session) MUST_CHECK;
