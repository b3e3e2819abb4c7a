/* The writer of CSV (codec/csv.h): cells into a buffer, quoted where they must be. */
#include "codec/csv.h"
#include "base/text.h"
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

bool csv_guarded(const char *text)
{
    text += strspn(text, "'");
    return *text && strchr("=+-@\t\r", *text) != NULL;
}

struct csv_writer csv_begin(struct buffer *out, bool guard, bool mark)
{
    if (mark)
        buffer_text(out, BYTE_ORDER_MARK);
    return (struct csv_writer){.out = out, .guard = guard, .row_start = out->size};
}

void csv_onto(struct csv_writer *writer, struct buffer *out)
{
    writer->out = out;
    writer->row_start = out->size;
}

static void separate(struct csv_writer *writer)
{
    if (writer->cells++ > 0)
        buffer_byte(writer->out, ',');
}

/* What holds a separator or a line end; and what a reader might trim, or take for a byte order mark. */
static bool must_quote(const char *text)
{
    return text[strcspn(text, ",;\t\"\r\n")] || text[0] == ' ' || text_starts(text, BYTE_ORDER_MARK);
}

void csv_text(struct csv_writer *writer, const char *text)
{
    separate(writer);
    text = text_or(text, "");
    bool guard = writer->guard && csv_guarded(text);
    if (!must_quote(text)) {
        buffer_text(writer->out, guard ? "'" : "");
        buffer_text(writer->out, text);
        return;
    }
    buffer_text(writer->out, guard ? "\"'" : "\"");
    for (size_t plain; *text; text += plain) {
        plain = strcspn(text, "\"");
        buffer_add(writer->out, text, plain);
        if (text[plain] == '"') {
            buffer_text(writer->out, "\"\"");
            plain++;
        }
    }
    buffer_byte(writer->out, '"');
}

void csv_number(struct csv_writer *writer, int64_t number)
{
    separate(writer);
    if (number != UNKNOWN)
        buffer_number(writer->out, number);
}

void csv_end_row(struct csv_writer *writer)
{
    if (writer->out->size == writer->row_start)
        buffer_text(writer->out, "\"\""); /* one empty cell: an empty line would be no row at all */
    buffer_text(writer->out, "\r\n");
    writer->cells = 0;
    writer->row_start = writer->out->size;
}
