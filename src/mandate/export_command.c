/* `mandate export --akn FILE`, and reading a file that holds resolutions in either form. */
#include "base/text.h"
#include "mandate/akn.h"
#include "mandate/command_parts.h"
#include "mandate/files.h"

enum { MOST_BYTES = 256 << 20 };

enum err mandate_file_read(struct mandate_reading *out, struct call *call, const char *path)
{
    const char *bytes, *reason;
    size_t size;
    enum err err = file_bytes(&bytes, &size, call->arena, path, MOST_BYTES, &reason);
    if (err == ERR_NO_MEMORY)
        return fail(call, err, "no_memory");
    if (err)
        return fail_want(call,
            err == ERR_LIMIT ? ERR_INVALID
                : reason     ? ERR_NOT_FOUND
                             : err,
            err == ERR_LIMIT ? "mandate_too_large" : "file_cannot_read", NULL, path, reason);
    if (akn_looks(bytes, size)) {
        struct buffer *text = buffer_new(call->arena, MOST_BYTES);
        if ((err = akn_text(text, call, bytes, size)) != OK)
            return err;
        bytes = text->size ? text->at : "";
        size = text->size;
    }
    mandate_read(out, mandate_reader_new(call->arena), call->arena, bytes, size);
    if (out->count)
        return OK;
    struct fault *fault = fault_add(call, ERR_INVALID, out->error);
    fault->file = arena_text(call->arena, path);
    fault->value = "";
    fault->want = out->looks_like;
    return ERR_INVALID;
}

enum err mandate_export_run(struct session_of_command *session)
{
    struct call *call = session->call;
    const char *path = option_text(session->arguments, "akn");
    if (path && !*path) /* --akn FILE: the file is a word */
        path = arguments_next(session->arguments);
    enum err err =
        path ? arguments_done(session->arguments, call) : fail_field(call, ERR_USAGE, "file_missing", NULL, NULL);
    struct mandate_reading reading;
    if (!err)
        err = mandate_file_read(&reading, call, path);
    if (err)
        return err;
    akn_write(session->out, call->arena, reading.at, reading.count);
    return session->out->full ? fail(call, ERR_LIMIT, "mandate_too_large") : OK;
}
