/* Workbooks: any bytes are rows or a refusal. */
#include "codec/xlsx.h"
#include "test/fuzz/fuzz.h"

static void read_sheet(struct xlsx_book *book, size_t sheet)
{
    struct xlsx_reader *reader;
    const struct xlsx_row *row;
    int number = 0;
    if (xlsx_read_sheet(&reader, book, sheet) != OK)
        return;
    while (xlsx_next(&row, reader) == OK && row) {
        PROMISE(row->number > number && row->count > 0);
        PROMISE(row->cells[row->count - 1].kind != XLSX_EMPTY);
        number = row->number;
        for (size_t i = 0; i < row->count; i++)
            PROMISE(utf8_valid(row->cells[i].text, strlen(row->cells[i].text)) == strlen(row->cells[i].text));
    }
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct xlsx_book *book;
    struct xlsx_limits limits = {.columns = 200, .cells = 20000, .bytes = 4 << 20};
    if (xlsx_open(&book, call, bytes, size, &limits) != OK)
        return;
    for (size_t i = 0; i < book->count && i < 5; i++)
        read_sheet(book, i);
}
