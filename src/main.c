/* The program: the table of folders, and nothing else. */
#include "cli/command.h"
#include "mandate/folder.h"
#include "treaty/folder.h"
#include "world/folder.h"

int main(int argc, char **argv)
{
    static const struct folder *const all[] = {&world_folder, &mandate_folder, &treaty_folder, NULL};
    return command_main(argc, argv, all);
}
