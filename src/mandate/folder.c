#include "mandate/folder.h"
#include "mandate/commands.h"

const struct folder mandate_folder = {.name = "mandate", .commands = mandate_commands};
