#include "cli/who.h"
#include "cli/store_commands.h"
#include "access/account_list.h"
#include "access/sign_in.h"
#include "access/token.h"
#include "base/text.h"
#include <fcntl.h>
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

void say_now(const char *text)
{
    fputs(text, stderr);
}

/* The token in the file that SERVANDA_TOKEN_FILE names: for programs that act for somebody. */
static enum err by_token(struct session_of_command *session, const char *path)
{
    struct call *call = session->call;
    struct token_use use;
    struct user *user;
    char *token;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_field(call, ERR_SYSTEM, "file_cannot_open", NULL, path);
    enum err err = read_line(&token, call, file);
    close(file);
    if (!err)
        err = user_of_token(&user, &use, session->db, call, token);
    if (!err && use.stale)
        err = token_used(session->store, call, &use);
    if (!err)
        call->user = user;
    return err;
}

static enum err by_password(struct session_of_command *session, const char *login)
{
    struct call *call = session->call;
    struct sign_in in = {.login = login};
    struct signed_in who;
    char *password, *code;
    enum err err = secret_read(&password, call, word(call->lang, "prompt.password"));
    in.password = password;
    if (!err)
        err = sign_in(&who, session->store, call, &in);
    if (!err && who.wants_code) {
        err = secret_read(&code, call, word(call->lang, "prompt.code"));
        in.code = code;
        if (!err)
            err = sign_in_code(session->store, call, who.user->id, &in);
    }
    if (!err)
        call->user = who.user;
    return err;
}

/* A store on a server that has no account: who can reach it with the database's password makes the first one. */
static bool nobody_yet(struct session_of_command *session)
{
    struct account_line *lines;
    int count;
    return account_list(&lines, &count, session->db, session->call, &(struct account_wish){.most = 1}) == OK &&
        count == 0;
}

enum err who_acts(struct session_of_command *session)
{
    struct call *call = session->call;
    const char *as = option_text(session->arguments, "as"), *token_file = getenv("SERVANDA_TOKEN_FILE");
    enum err err = OK;
    if (as && token_file && *token_file)
        err = by_token(session, token_file);
    else if (as)
        err = by_password(session, as);
    else if (store_is_sqlite(session->store) || nobody_yet(session))
        call->user = user_operator(call->arena, system_user(call->arena));
    if (!err && as && token_file && *token_file && !text_is(call->user->login, as) && !text_is(call->user->id, as))
        err = fail_field(call, ERR_LOGIN, "token_of_another", "as", as);
    if (!err)
        user_enter(call, call->user);
    return err;
}
