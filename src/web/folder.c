#include "web/folder.h"
#include "record/many_job.h"
#include "record/verify.h"

static struct job_kind *const own_jobs[] = {&verify_job, &import_trial_job, &import_job, &bulk_trial_job, &bulk_job};

static const struct folder *const none[] = {NULL};
const struct folder *const *folders = none;

void folders_enter(const struct folder *const *all)
{
    folders = all;
    for (size_t i = 0; i < sizeof own_jobs / sizeof *own_jobs; i++)
        job_kind_register(own_jobs[i]);
    for (const struct folder *const *folder = all; *folder; folder++)
        if ((*folder)->start)
            (*folder)->start();
}
