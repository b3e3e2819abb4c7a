/* The commands about the store as a whole, and how it is put together. */
#pragma once
#include "cli/command.h"

extern const struct command store_commands[];

/* The name that the operating system gives the person at the keyboard. */
const char *system_user(struct arena *arena);

/* A store_progress (store/store.h): on a terminal, how far it is. */
bool show_progress(int64_t done, int64_t total, void *arg);
