/* Sockets to listen on: a host and a port, or a path of the file system. */
#pragma once
#include "base/call.h"

/* "127.0.0.1:8080", "[::1]:0", "localhost:8080", ":8080", "unix:/run/servanda.sock". Port 0 chooses one. `url` is what to type into a browser. */
enum err listen_open(int *out, char **url, struct call *call, const char *where, bool secure) MUST_CHECK;
