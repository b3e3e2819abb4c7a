/* An answer as a workbook. */
#include "base/text.h"
#include "codec/xlsx.h"
#include "record/reply.h"

enum { PARTS_MOST = 64 };

static void add_cell(
    struct xlsx_writer *xlsx, struct call *call, const struct part *part, const void *of, const struct titles *titles)
{
    const struct field *field = &part->field;
    if (!part->many && field->kind == KIND_NUMBER)
        xlsx_number(xlsx, *(const int64_t *)field_at(field, of));
    else if (!part->many && (field->kind == KIND_DATE || field->kind == KIND_DAY))
        xlsx_date(xlsx, *(const struct date *)field_at(field, of));
    else
        xlsx_text(xlsx, part_words(call, part, of, titles));
}

static enum err add_sheet(struct xlsx_writer *xlsx, struct call *call, const char *name, const struct shape *shape,
    struct shape_list list, const struct titles *titles)
{
    const struct part *parts[PARTS_MOST];
    int widths[PARTS_MOST], count = 0;
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].shape && part_said(call, &shape->parts[i], shape, list)) {
            const struct field *field = &shape->parts[i].field;
            widths[count] = field->kind == KIND_REF || field->kind == KIND_TEXT || shape->parts[i].many ? 32 : 16;
            parts[count++] = &shape->parts[i];
        }
    enum err err = xlsx_sheet(xlsx, name, lang_rtl(call->lang), widths, (size_t)count);
    if (err)
        return err;
    for (int i = 0; i < count; i++)
        xlsx_head(xlsx, part_label(call, shape, parts[i]));
    xlsx_end_row(xlsx);
    for (size_t row = 0; row < list.items_count && row + 1 < XLSX_ROWS; row++) {
        for (int i = 0; i < count; i++)
            add_cell(xlsx, call, parts[i], (const char *)list.items + row * shape->size, titles);
        xlsx_end_row(xlsx);
    }
    return OK;
}

enum err reply_xlsx(struct buffer *out, struct call *call, const struct operation *operation, const void *reply,
    const struct titles *titles)
{
    const struct shape *shape = operation->gives;
    struct xlsx_writer *xlsx = xlsx_begin(call, out);
    struct shape_list list = {reply, 1};
    if (operation->many)
        list = *(const struct shape_list *)reply;
    bool plain = operation->many;
    for (int i = 0; !plain && i < shape->part_count; i++)
        plain = !shape->parts[i].shape;
    enum err err = plain ? add_sheet(xlsx, call, operation_title(call, operation), shape, list, titles) : OK;
    for (int i = 0; i < shape->part_count && !operation->many && !err; i++) {
        const struct part *part = &shape->parts[i];
        struct shape_list items = part->shape ? part_list(part, reply) : (struct shape_list){0};
        if (items.items_count)
            err = add_sheet(xlsx, call, part_label(call, shape, part), part->shape, items, titles);
    }
    return err ? err : xlsx_end(xlsx);
}
