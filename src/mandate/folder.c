#include "mandate/folder.h"
#include "mandate/commands.h"
#include "mandate/import.h"

static const struct nav places[] = {
    {.key = "mandates", .path = "/document", .order = 10},
    {0},
};

static void start(void)
{
    own_files_register(&mandate_own_files);
}

const struct folder mandate_folder = {
    .name = "mandate", .commands = mandate_commands, .places = places, .start = start};
