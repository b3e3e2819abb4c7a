#include "treaty/folder.h"
#include "treaty/commands.h"

static const struct nav places[] = {
    {.key = "treaties", .path = "/treaty/matrix", .order = 20},
    {0},
};

const struct folder treaty_folder = {.name = "treaty", .commands = treaty_commands, .places = places};
