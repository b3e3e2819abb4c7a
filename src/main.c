/* The program: the table of folders, and nothing else. */
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/serve.h"
#include "cli/store_commands.h"
#include "cli/user_commands.h"

int main(int argc, char **argv)
{
    static const struct command *const tables[] = {
        store_commands, user_commands, serve_commands, completion_commands, help_commands, NULL};
    return command_main(argc, argv, tables);
}
