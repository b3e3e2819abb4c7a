/*
 * Many files read on all cores, their answers in the order of the files.
 *
 * Each worker takes the next file, reads it in an arena of its own and writes what is to be printed into a buffer; the caller's thread prints the
 * buffers in turn. No more files are under way than a few for each worker, so memory does not grow with their number.
 */
#pragma once
#include "mandate/files.h"
#include "mandate/reader.h"

struct parse_job {
    struct arena *arena;
    struct buffer *out;
    const char *path, *bytes; /* bytes NULL: it could not be read */
    size_t size;
    const struct file_held *held; /* NULL: it is read from the disk */
    void *kept;                   /* of `write` for `print`, in the arena */
    size_t read, refused;         /* resolutions; 1 when there is none */
    bool short_of_memory;         /* it is refused for that */
};

struct parse_many {
    const struct file_list *files;
    /* Writes what is to be printed of one file; called by workers, each with its own reader. */
    void (*write)(struct parse_job *job, const struct mandate_reading *reading, const char *path, void *arg);
    /* Prints, in the order of the files; called in the caller's thread. False ends it. */
    bool (*print)(const struct parse_job *job, size_t done, void *arg);
    void *arg;
    size_t most_bytes; /* of a file */
};

/* ERR_NO_MEMORY when it cannot begin, or when memory did not suffice for a file; what else is wrong with a file is for `write` to say (reading->error). */
enum err parse_many(const struct parse_many *many, struct call *call) MUST_CHECK;
