/* The program: the table of folders, and nothing else. */
#include "access/account.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/permissions.h"
#include "cli/serve.h"
#include "cli/store_commands.h"
#include "cli/user_commands.h"
#include "mandate/commands.h"
#include "world/scopes.h"

int main(int argc, char **argv)
{
    static const struct command *const tables[] = {
        store_commands, user_commands, permission_commands, serve_commands, mandate_commands, completion_commands, help_commands, NULL};
    scope_exists_register(scope_is_there);
    return command_main(argc, argv, tables);
}
