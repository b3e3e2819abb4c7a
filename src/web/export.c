#include "web/export.h"
#include "base/text.h"
#include "codec/zlib_stream.h"
#include "web/answer.h"
#include "web/zip.h"
#include <stdatomic.h>

enum { AT_ONCE = 16, MEMORY = 512 << 20, PIECE = 64 << 20, GZIP_WINDOW = 15 + 16, FAST = 1, MEMORY_LEVEL = 8 };

static const struct {
    const char *end, *type;
} formats[] = {
    [TRANSFER_CSV] = {"csv", "text/csv; charset=utf-8"},
    [TRANSFER_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    [TRANSFER_JSON] = {"json", "application/json"},
};

/* Each holds a connection to the database while its client reads. */
static atomic_int going_out;

struct sending {
    struct stream stream;
    struct arena *arena; /* all of this lives in it */
    struct call call;    /* of the one who asked, for as long as it takes */
    struct db *db;
    struct export *export;
    struct buffer *first; /* the piece that was made before anything was sent */
    bool counted, more, packed;
    z_stream z;
};

static void end_sending(struct stream *stream)
{
    struct sending *sending = stream->state;
    if (sending->db)
        store_snapshot_end(sending->db);
    sending->db = NULL;
    if (sending->counted)
        atomic_fetch_sub(&going_out, 1);
    arena_free(sending->arena);
}

static enum err next_piece(bool *more, struct sending *sending, struct buffer *out)
{
    if (!sending->first)
        return export_more(more, sending->export, out);
    *more = sending->more;
    buffer_add(out, sending->first->at, sending->first->size);
    buffer_clear(sending->first);
    sending->first = NULL;
    return OK;
}

static enum err send_more(bool *more, struct stream *stream, struct buffer *out)
{
    struct sending *sending = stream->state;
    if (!sending->packed)
        return next_piece(more, sending, out);
    struct buffer *plain = buffer_new(out->arena, PIECE);
    enum err err = next_piece(more, sending, plain);
    if (err || plain->full)
        return err ? err : ERR_LIMIT;
    sending->z.next_in = (void *)plain->at;
    sending->z.avail_in = (unsigned)plain->size;
    return zlib_pack(out, &sending->z, !*more) ? OK : ERR_NO_MEMORY;
}

static enum err begin_packing(struct sending *sending)
{
    sending->packed = true;
    sending->z = zlib_stream(sending->arena, NULL, 0);
    int state = deflateInit2(&sending->z, FAST, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    return state == Z_OK ? OK : ERR_NO_MEMORY;
}

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text) : NULL;
}

static struct list_wish wish_copy(struct arena *arena, const struct list_wish *wish)
{
    struct list_wish copy = *wish;
    struct input *where = NEW_ARRAY(arena, (size_t)wish->where_count + 1, struct input);
    for (int i = 0; i < wish->where_count; i++)
        where[i] = (struct input){arena_text(arena, wish->where[i].name), copied(arena, wish->where[i].text)};
    copy.where = where;
    copy.sort = copied(arena, wish->sort);
    copy.after = NULL;
    return copy;
}

struct beginning {
    struct sending *sending;
    struct request *request;
    const struct record *record;
    const struct list_wish *wish;
    enum transfer format;
};

static enum err begin(void *arg)
{
    struct beginning *beginning = arg;
    struct sending *sending = beginning->sending;
    struct arena *arena = sending->arena;
    const struct call *asked = beginning->request->call;
    struct call *call = &sending->call;
    call_init(call, arena, asked->lang, asked->now);
    user_enter(call, user_copy(arena, asked->user));
    call->lang = asked->lang;
    call->request = copied(arena, asked->request);
    enum err err = store_snapshot_begin(&sending->db, beginning->request->site->store, call);
    struct list_wish wish = wish_copy(arena, beginning->wish);
    if (!err)
        err = export_begin(&sending->export, sending->db, call, beginning->record, &wish, beginning->format);
    sending->first = buffer_new(arena, PIECE);
    return err ? err : export_more(&sending->more, sending->export, sending->first);
}

/* The faults of the export are those of the request. */
static void tell_faults(struct call *to, const struct call *from)
{
    for (const struct fault *fault = from->faults; fault; fault = fault->next)
        fault_copy(to, fault);
}

/* Ends the sending that the request has not given over yet, also when the memory of the request runs out. */
static void end_unsent(void *arg)
{
    struct sending **sending = arg;
    if (*sending)
        end_sending(&(*sending)->stream);
    *sending = NULL;
}

bool export_format(enum transfer *out, const char *end)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (text_is(formats[i].end, end)) {
            *out = (enum transfer)i;
            return true;
        }
    return false;
}

enum err export_answer(struct request *request, struct response *response, const struct record *record,
    const struct list_wish *wish, enum transfer format)
{
    struct call *call = request->call;
    struct sending **unsent = NEW(call->arena, struct sending *);
    arena_defer(call->arena, end_unsent, unsent);
    struct arena *arena = arena_new(MEMORY);
    struct sending *sending = arena ? arena_try(arena, sizeof *sending) : NULL;
    if (!sending) {
        arena_free(arena);
        return fail(call, ERR_NO_MEMORY, "no_memory");
    }
    *unsent = sending;
    *sending = (struct sending){.stream = {send_more, end_sending, sending}, .arena = arena};
    enum err err = arena_run(arena, begin, &(struct beginning){sending, request, record, wish, format});
    if (!err && sending->more) {
        sending->counted = true;
        if (atomic_fetch_add(&going_out, 1) >= AT_ONCE)
            err = fail(call, ERR_BUSY, "busy");
        else if (zip_wanted(formats[format].type) && zip_accepted(request_header(request, "Accept-Encoding")))
            err = begin_packing(sending);
    }
    if (!err) {
        response_file(request, response, formats[format].type,
            arena_format(call->arena, "%s.%s", record->noun, formats[format].end));
        if (!sending->more)
            buffer_add(response->body, sending->first->at, sending->first->size);
        response->stream = sending->more ? &sending->stream : NULL;
        response->zipped = sending->packed;
    }
    if (err)
        tell_faults(call, &sending->call);
    if (!err && response->stream)
        *unsent = NULL;
    end_unsent(unsent);
    return err;
}
