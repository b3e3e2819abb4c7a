#include "web/folder.h"
#include "record/verify.h"

static const struct folder *const none[] = {NULL};
const struct folder *const *folders = none;

void folders_enter(const struct folder *const *all)
{
    folders = all;
    job_kind_register(&verify_job);
    for (const struct folder *const *folder = all; *folder; folder++)
        if ((*folder)->start)
            (*folder)->start();
}
