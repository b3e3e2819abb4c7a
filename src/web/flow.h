/* A stream of pieces (struct stream) read as bytes, however many are wanted at a time. */
#pragma once
#include <sys/types.h>
#include "web/request.h"

struct flow;

/* Ends a stream that nobody will read; NULL is nothing. */
void stream_free(struct stream *stream);

/* Takes the stream over; NULL when memory is short, and the stream is ended then. */
struct flow *flow_new(struct stream *stream);
void flow_free(struct flow *flow); /* ends the stream; NULL is nothing */

/* 0 at the end, -1 when it failed. */
ssize_t flow_read(struct flow *flow, char *to, size_t room);
