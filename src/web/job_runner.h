/* A thread of the server that does long work (access/job_kind.h): one job after the other, looking for the next every second. */
#pragma once
#include "store/store.h"

struct job_runner;

/* NULL when memory or a thread cannot be had: then another node does the work. */
struct job_runner *job_runner_new(struct store *store);

/* Leaves the job it is at to whoever comes next, and ends. NULL is nothing. */
void job_runner_free(struct job_runner *runner);
