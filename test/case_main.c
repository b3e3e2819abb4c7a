/*
 * The program with the records of src/record/case/case.decl in place of its own, for tests that walk every face of what a declaration
 * can say.
 */
#include "cli/command.h"

int main(int argc, char **argv)
{
    static const struct folder *const all[] = {NULL};
    return command_main(argc, argv, all);
}
