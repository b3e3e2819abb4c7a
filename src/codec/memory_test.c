/* Every reader and writer with its n-th allocation made to fail: it says so, and nothing leaks or breaks. */
#include "codec/csv.h"
#include "codec/docx.h"
#include "codec/gzip.h"
#include "codec/json_read.h"
#include "codec/pdf.h"
#include "codec/xlsx.h"
#include "codec/xml.h"
#include "test/test.h"

static enum err csv(struct call *call)
{
    static const char text[] = "a,b,c\n\"1,\n2\",3,4\n";
    struct source source = source_memory(call, text, sizeof text - 1);
    struct csv_reader *reader = csv_open(call, &source, NULL);
    const struct csv_row *row;
    enum err err;
    while (!(err = csv_next(&row, reader)) && row)
        ;
    return err;
}

static enum err json(struct call *call)
{
    static const char text[] = "{\"b\":[1,2.5,\"x\\n\",null],\"a\":{}}";
    return json_canonical(buffer_new(call->arena, 1000), call, text, sizeof text - 1);
}

static enum err xml(struct call *call)
{
    static const char text[] = "<a b='1' c='2'>text<d/>more</a>";
    struct source source = source_memory(call, text, sizeof text - 1);
    struct xml_reader *reader = xml_open_reader(call, &source, NULL);
    const struct xml_event *event;
    enum err err;
    while (!(err = xml_next(&event, reader)) && event->kind != XML_ENDED)
        ;
    return err;
}

static enum err gzip(struct call *call)
{
    struct buffer *packed = buffer_new(call->arena, 1000), *out = buffer_new(call->arena, 1000);
    enum err err = gzip_pack(packed, call, "alpha", 5, 6);
    return err ? err : gzip_unpack(out, call, packed->at, packed->size);
}

static enum err workbook(struct call *call)
{
    struct buffer *out = buffer_new(call->arena, 1 << 20);
    struct xlsx_writer *writer = xlsx_begin(call, out);
    enum err err = xlsx_sheet(writer, "S", false, NULL, 0);
    if (err)
        return err;
    xlsx_text(writer, "a");
    xlsx_number(writer, 5);
    xlsx_date(writer, date_of(2014, 6, 12));
    err = xlsx_end(writer);
    struct xlsx_book *book;
    struct xlsx_reader *reader;
    const struct xlsx_row *row = NULL;
    if (!err)
        err = xlsx_open(&book, call, out->at, out->size, NULL);
    if (!err)
        err = xlsx_read_sheet(&reader, book, 0);
    while (!err && !(err = xlsx_next(&row, reader)) && row)
        ;
    return err;
}

static struct document *document(struct call *call)
{
    static const struct grid_column columns[] = {{1, ALIGN_START}};
    struct document *document = document_new(call->arena, "en", "T");
    document_heading(document, 1, "H");
    struct prose *prose = document_numbered(document, 1, "a");
    prose_note(prose, "n");
    prose_gap(prose, "g", 5);
    prose_run(prose, (struct run){.text = "l", .link = "https://example.org"});
    struct grid *table = document_table(document, columns, 1);
    grid_add_cell(table, grid_add_row(table, true), "c");
    document->foot = "f";
    return document;
}

static enum err docx(struct call *call)
{
    return docx_write(buffer_new(call->arena, 1 << 20), call, document(call));
}

static enum err pdf(struct call *call)
{
    size_t unshown;
    return pdf_write(buffer_new(call->arena, 1 << 20), &unshown, call, document(call));
}

/* cairo 1.16 loses about a kilobyte for each file, Fontconfig a little once. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

struct attempt {
    struct call call;
    enum err (*work)(struct call *call);
};

static enum err try(void *arg)
{
    struct attempt *attempt = arg;
    return attempt->work(&attempt->call);
}

/* Gives the number of allocations after which it succeeds. */
static unsigned long fail_each(enum err (*work)(struct call *call))
{
    enum { MOST = 5000 };
    for (unsigned long n = 1; n < MOST; n++) {
        struct arena *arena = arena_new(64 << 20);
        REQUIRE(arena != NULL);
        struct attempt attempt = {.work = work};
        call_init(&attempt.call, arena, LANG_EN, 0);
        arena_fail_at(n);
        enum err err = arena_run(arena, try, &attempt);
        bool reached = arena_allocations() >= n;
        arena_fail_at(0);
        arena_free(arena);
        if (!reached) {
            CHECK(err == OK);
            return n;
        }
        if (err != ERR_NO_MEMORY)
            test_fail(__FILE__, __LINE__, "allocation %lu failed and the answer is %s", n, err_name(err));
    }
    return 0;
}

TEST(every_allocation_may_fail)
{
    CHECK(fail_each(csv) > 5);
    CHECK(fail_each(json) > 10);
    CHECK(fail_each(xml) > 5);
    CHECK(fail_each(gzip) > 5);
    CHECK(fail_each(workbook) > 50);
    CHECK(fail_each(docx) > 100);
    CHECK(fail_each(pdf) > 100);
}

int main(void)
{
    RUN(every_allocation_may_fail);
    return test_end();
}
