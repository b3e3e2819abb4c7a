/* The parts of a workbook as XML, put into an archive, where a fuzzer of whole files does not come: sheet, strings, styles. */
#include "codec/xlsx.h"
#include "codec/zip.h"
#include "test/fuzz/fuzz.h"

/* The input is the parts one after another, separated by a zero byte. */
static const char *next_part(const char **bytes, size_t *left, size_t *size)
{
    const char *part = *bytes, *end = *left ? memchr(part, 0, *left) : NULL;
    *size = end ? (size_t)(end - part) : *left;
    size_t taken = *size + (end != NULL);
    *bytes += taken;
    *left -= taken;
    return part;
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    static const char *const names[] = {"xl/s.xml", "xl/strings.xml", "xl/styles.xml", "xl/workbook.xml"};
    static const char links[] = "<R><r Id='a' Type='/worksheet' Target='s.xml'/><r Id='b' Type='/sharedStrings' "
                                "Target='strings.xml'/><r Id='c' Type='/styles' Target='styles.xml'/></R>";
    static const char book_part[] = "<w xmlns:r='r'><sheet name='S' r:id='a'/></w>";
    struct buffer *out = buffer_new(call->arena, 8 << 20);
    struct zip_writer *zip = zip_begin(call, out);
    for (size_t i = 0; i < 4; i++) {
        size_t part_size;
        const char *part = next_part(&bytes, &size, &part_size);
        if (i == 3 && part_size == 0) {
            part = book_part;
            part_size = sizeof book_part - 1;
        }
        PROMISE(zip_add(zip, names[i], part, part_size) == OK);
    }
    PROMISE(zip_add(zip, "xl/_rels/workbook.xml.rels", links, sizeof links - 1) == OK && zip_end(zip) == OK);
    struct xlsx_book *book;
    struct xlsx_reader *reader;
    const struct xlsx_row *row;
    if (xlsx_open(&book, call, out->at, out->size, &(struct xlsx_limits){.columns = 300, .cells = 20000}) != OK ||
        book->count == 0 || xlsx_read_sheet(&reader, book, 0) != OK)
        return;
    for (int number = 0; xlsx_next(&row, reader) == OK && row; number = row->number) {
        PROMISE(row->number > number && row->count > 0 && row->count <= 300);
        for (size_t i = 0; i < row->count; i++)
            PROMISE(utf8_valid(row->cells[i].text, strlen(row->cells[i].text)) == strlen(row->cells[i].text));
    }
}
