#include "cli/who.h"
#include "cli/store_commands.h"
#include "access/user.h"
#include "base/text.h"
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LONGEST_SECRET = 1024 };

const char *system_user(struct arena *arena)
{
    char bytes[4096];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(geteuid(), &entry, bytes, sizeof bytes, &found) == 0 && found)
        return arena_text(arena, found->pw_name);
    return arena_format(arena, "%u", (unsigned)geteuid());
}

static enum err read_line(char **out, struct call *call, int fd)
{
    char line[LONGEST_SECRET];
    size_t n = 0;
    char c;
    while (n + 1 < sizeof line && read(fd, &c, 1) == 1 && c != '\n')
        line[n++] = c;
    while (n > 0 && line[n - 1] == '\r')
        n--;
    *out = arena_copy(call->arena, line, n);
    explicit_bzero(line, sizeof line);
    return n ? OK : fail(call, ERR_USAGE, "secret_missing");
}

enum err secret_read(char **out, struct call *call, const char *prompt)
{
    struct termios before, silent;
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return read_line(out, call, STDIN_FILENO);
    fprintf(stderr, "%s ", prompt);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    enum err err = read_line(out, call, STDIN_FILENO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return err;
}

enum err who_acts(struct session_of_command *session)
{
    struct call *call = session->call;
    if (store_is_sqlite(session->store))
        call->user = user_operator(call->arena, system_user(call->arena));
    user_enter(call, call->user);
    return OK;
}
