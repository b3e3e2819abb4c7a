/* Talking to a server byte by byte, for *_test.c files: `port` on this machine. */
#pragma once
#include "test/test.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static uint16_t port;

static inline int dial(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int made = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(made, (struct sockaddr *)&address, sizeof address))
        return -1;
    return made;
}

static inline void say_bytes(int to, const char *bytes, size_t size)
{
    for (size_t sent = 0; sent < size;) {
        ssize_t got = send(to, bytes + sent, size - sent, MSG_NOSIGNAL);
        if (got <= 0)
            return;
        sent += (size_t)got;
    }
}

/* What comes until the other side is quiet for a moment or closes. */
static inline const char *hear(int from, int quiet_ms)
{
    struct buffer *heard = buffer_new(test_call.arena, 64 << 20);
    char bytes[65536];
    while (poll(&(struct pollfd){.fd = from, .events = POLLIN}, 1, quiet_ms) > 0) {
        ssize_t got = recv(from, bytes, sizeof bytes, 0);
        if (got <= 0)
            break;
        buffer_add(heard, bytes, (size_t)got);
    }
    return heard->at;
}

static inline const char *ask(const char *text)
{
    int to = dial();
    say_bytes(to, text, strlen(text));
    const char *heard = hear(to, 3000);
    close(to);
    return heard;
}
