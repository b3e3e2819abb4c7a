#include "web/flow.h"
#include <stdlib.h>
#include <string.h>

enum { PIECE_MOST = 64 << 20, FLOW_MEMORY = 64 << 20 };

struct flow {
    struct stream *stream;
    struct arena *arena; /* of the piece being sent */
    struct buffer *piece;
    size_t sent;
    bool more;
};

void stream_free(struct stream *stream)
{
    if (stream)
        stream->end(stream);
}

struct flow *flow_new(struct stream *stream)
{
    struct flow *flow = calloc(1, sizeof *flow);
    struct arena *arena = arena_new(FLOW_MEMORY);
    if (!flow || !arena) {
        free(flow);
        arena_free(arena);
        stream_free(stream);
        return NULL;
    }
    *flow = (struct flow){.stream = stream, .arena = arena};
    return flow;
}

void flow_free(struct flow *flow)
{
    if (!flow)
        return;
    stream_free(flow->stream);
    arena_free(flow->arena);
    free(flow);
}

static enum err next_piece(void *arg)
{
    struct flow *flow = arg;
    arena_reset(flow->arena);
    flow->piece = buffer_new(flow->arena, PIECE_MOST);
    flow->sent = 0;
    enum err err = flow->stream->more(&flow->more, flow->stream, flow->piece);
    return err ? err : flow->piece->full ? ERR_LIMIT : OK;
}

ssize_t flow_read(struct flow *flow, char *to, size_t room)
{
    while (!flow->piece || flow->sent == flow->piece->size) {
        if (flow->piece && !flow->more)
            return 0;
        if (arena_run(flow->arena, next_piece, flow))
            return -1;
    }
    size_t size = flow->piece->size - flow->sent;
    size = size < room ? size : room;
    memcpy(to, flow->piece->at + flow->sent, size);
    flow->sent += size;
    return (ssize_t)size;
}
