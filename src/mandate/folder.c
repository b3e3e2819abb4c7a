#include "mandate/folder.h"
#include "mandate/commands.h"
#include "mandate/import.h"
#include "mandate/look.h"

static const struct nav places[] = {
    {.key = "mandates", .path = "/document", .order = 10},
    {0},
};

static const struct look *const looks[] = {&text_look, &comparison_look, &series_look, &duties_look, NULL};

static void start(void)
{
    own_files_register(&mandate_own_files);
}

const struct folder mandate_folder = {
    .name = "mandate", .commands = mandate_commands, .places = places, .looks = looks, .start = start};
