#include "web/listen.h"
#include "base/text.h"
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static enum err cannot_listen(struct call *call, const char *where, int socket_)
{
    enum err err = fail_want(call, ERR_SYSTEM, "cannot_listen", "listen", where, strerror(errno));
    if (socket_ >= 0)
        close(socket_);
    return err;
}

static enum err listen_unix(int *out, char **url, struct call *call, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return fail_field(call, ERR_USAGE, "bad_listen", "listen", path);
    memcpy(address.sun_path, path, strlen(path));
    struct stat stat;
    if (!lstat(path, &stat) && S_ISSOCK(stat.st_mode))
        unlink(path); /* left by a server that was killed */
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0 || bind(made, (struct sockaddr *)&address, sizeof address) || listen(made, BACKLOG))
        return cannot_listen(call, path, made);
    *out = made;
    *url = arena_format(call->arena, "unix:%s", path);
    return OK;
}

static enum err open_address(int *out, struct call *call, const char *where, const struct addrinfo *address)
{
    int made = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (made < 0)
        return cannot_listen(call, where, made);
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(made, address->ai_addr, address->ai_addrlen) || listen(made, BACKLOG))
        return cannot_listen(call, where, made);
    *out = made;
    return OK;
}

static char *url_of(struct call *call, int socket_, const char *host, bool secure)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    char port[16] = "";
    if (!getsockname(socket_, (struct sockaddr *)&address, &size))
        getnameinfo((struct sockaddr *)&address, size, NULL, 0, port, sizeof port, NI_NUMERICSERV);
    bool six = strchr(host, ':');
    return arena_format(call->arena, "http%s://%s%s%s:%s", secure ? "s" : "", six ? "[" : "",
        *host ? host : "localhost", six ? "]" : "", port);
}

enum err listen_open(int *out, char **url, struct call *call, const char *where, bool secure)
{
    if (text_starts(where, "unix:"))
        return listen_unix(out, url, call, where + 5);
    const char *colon = strrchr(where, ':');
    int64_t port;
    if (!colon || !text_number(&port, colon + 1) || port < 0 || port > 65535)
        return fail_want(call, ERR_USAGE, "bad_listen", "listen", where, "127.0.0.1:8080");
    char *host = arena_copy(call->arena, where, (size_t)(colon - where));
    if (*host == '[' && text_ends(host, "]")) {
        host[strlen(host) - 1] = 0;
        host++;
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *found = NULL;
    int problem = getaddrinfo(*host ? host : NULL, colon + 1, &hints, &found);
    if (problem)
        return fail_want(call, ERR_SYSTEM, "cannot_listen", "listen", where, gai_strerror(problem));
    enum err err = open_address(out, call, where, found);
    freeaddrinfo(found);
    if (!err)
        *url = url_of(call, *out, host, secure);
    return err;
}
