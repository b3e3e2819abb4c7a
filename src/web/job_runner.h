/*
 * A thread of the server that does long work (access/job_kind.h): one job after the other, so that one at a time has the writer. It is
 * waked when a job is added here, and looks every second for those of other nodes.
 */
#pragma once
#include "store/store.h"

struct job_runner;

/* NULL when memory or a thread cannot be had: then another node does the work. */
struct job_runner *job_runner_new(struct store *store);

/* Gives back the job it is at, and ends. NULL is nothing, here and below. */
void job_runner_free(struct job_runner *runner);

/* There is something to do. */
void job_runner_wake(struct job_runner *runner);

/* Waits until more jobs have ended than job_runner_ended said, or the time is over. */
unsigned long job_runner_ended(struct job_runner *runner);
void job_runner_wait(struct job_runner *runner, unsigned long ended, int milliseconds);
