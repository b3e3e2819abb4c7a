/* Forms with files: the first line is the header, the rest the body; what is taken lies within it and within the limits. */
#include "web/multipart.h"
#include "test/fuzz/fuzz.h"

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct pairs fields;
    struct uploads files;
    const char *line = size ? memchr(bytes, '\n', size) : NULL;
    const char *type =
        line ? arena_copy(call->arena, bytes, (size_t)(line - bytes)) : "multipart/form-data; boundary=X";
    const char *body = line ? line + 1 : bytes, *end = bytes + size;
    bool taken = multipart_parse(&fields, &files, call->arena, type, body, (size_t)(end - body));
    PROMISE(taken || (!fields.count && !files.count));
    PROMISE(fields.count <= MULTIPART_PARTS && files.count <= MULTIPART_FILES);
    for (size_t i = 0; i < fields.count; i++)
        PROMISE(strlen(fields.at[i].value) <= MULTIPART_TEXT &&
            utf8_valid(fields.at[i].value, strlen(fields.at[i].value)) == strlen(fields.at[i].value));
    for (size_t i = 0; i < files.count; i++) {
        const struct upload *file = &files.at[i];
        PROMISE(file->bytes >= body && file->size <= (size_t)(end - file->bytes));
        PROMISE(!strpbrk(file->name, "/\\\r\n") && utf8_length(file->name) <= MULTIPART_FILE_NAME);
    }
}
