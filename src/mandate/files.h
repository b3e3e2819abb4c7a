/* The files that a command names: a file is itself, a folder stands for the *.txt in it, at any depth, in byte order. */
#pragma once
#include "base/call.h"

struct file_held {
    const char *bytes;
    size_t size;
};

struct file_list {
    const char **paths;
    size_t count, room;
    const struct file_held *held; /* beside the paths, when the files are in memory; NULL: on the disk */
};

/* ERR_NOT_FOUND when a path is not there; what cannot be read in a folder is a fault too. */
enum err files_named(struct file_list *out, struct call *call, const char *path) MUST_CHECK;

/* The bytes of a file, at most `most` of them, in the arena; ERR_SYSTEM, ERR_LIMIT or ERR_NO_MEMORY otherwise. *reason is the system's word. */
enum err file_bytes(const char **bytes, size_t *size, struct arena *arena, const char *path, size_t most,
    const char **reason) MUST_CHECK;
