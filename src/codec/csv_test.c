/* CSV: what is read from what, where it is refused, and that what is written comes back. */
#include "codec/csv.h"
#include "test/reading.h"
#include "test/test.h"
#include <fcntl.h>
#include <unistd.h>

/* Hands out a text in pieces of this many bytes. */
struct pieces {
    const char *at;
    size_t left, size;
};

static enum err read_piece(size_t *got, struct source *source, char *to, size_t room)
{
    struct pieces *pieces = source->arg;
    *got = pieces->left < pieces->size ? pieces->left : pieces->size;
    *got = *got < room ? *got : room;
    memcpy(to, pieces->at, *got);
    pieces->at += *got;
    pieces->left -= *got;
    return OK;
}

/* The rows as "a|b/c|d/": cells by bars, rows by slashes. */
static char *read_all_of(enum err *err, struct source source, struct csv_options options)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 24);
    struct csv_reader *reader = csv_open(&test_call, &source, &options);
    const struct csv_row *row;
    while (!(*err = csv_next(&row, reader)) && row) {
        for (size_t i = 0; i < row->count; i++) {
            buffer_text(out, i ? "|" : "");
            buffer_add(out, row->cells[i].text, row->cells[i].size);
        }
        buffer_byte(out, '/');
    }
    return out->at;
}

static char *read_all(enum err *err, const char *text, struct csv_options options)
{
    return read_all_of(err, source_memory(&test_call, text, strlen(text)), options);
}

TEST(tables_are_read)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"a,b\nc,d\n", "a|b/c|d/"},
        {"a,b\r\nc,d", "a|b/c|d/"},                                         /* the last line may lack its end */
        {"a,b\rc,d\r", "a|b/c|d/"},                                         /* old Macintosh */
        {"\xEF\xBB\xBFstate,name\nFRA,France\n", "state|name/FRA|France/"}, /* a byte order mark */
        {"\"a\"\"b\",\"c,d\"\n", "a\"b|c,d/"},
        {"\"two\nlines\",x\n", "two\nlines|x/"},
        {"\"two\r\nlines\",x\n", "two\r\nlines|x/"}, /* kept as they are */
        {"a,,\n,,\n", "a||/||/"},
        {"\n\na\n\n", "a/"},                /* empty lines are no rows */
        {"\"\"\n", "/"},                    /* one empty cell is */
        {"a;b,c\n1;2;3\n", "a;b|c/1;2;3/"}, /* undecided: the comma */
        {"a;b;c,d\n1;2;3\n", "a|b|c,d/1|2|3/"},
        {"\"a;b\",c,d\n", "a;b|c|d/"}, /* not counted inside quotes */
        {"a\tb\n1\t2\n", "a|b/1|2/"},
        {"قانون,立法\n", "قانون|立法/"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        CHECK_TEXT(read_all(&err, cases[i].text, (struct csv_options){0}), cases[i].want);
        CHECK(err == OK);
    }
}

TEST(faults_are_placed)
{
    static const struct {
        const char *text, *key;
        int line, column;
    } cases[] = {
        {"a,b\nc,\"d\n\ne", "csv_open_quote", 2, 3}, {"a,b\n\"c\" ,d\n", "csv_after_quote", 2, 4},
        {"a,é\"b\n", "csv_stray_quote", 1, 4}, {"a,b\nété,\xE9t\xE9\n", "csv_not_utf8", 2, 5}, /* Latin-1 */
        {"\"x\r\ny\",\xFF\n", "csv_not_utf8", 2, 4},
        {"a\n\xC3", "csv_not_utf8", 2, 1}, /* cut off in the middle of a character */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        read_all(&err, cases[i].text, (struct csv_options){0});
        CHECK(err == ERR_INVALID);
        CHECK_FAULT(cases[i].key, cases[i].line, cases[i].column);
    }
    enum err err;
    read_all_of(&err, source_memory(&test_call, "a,b\nc,\0d", 8), (struct csv_options){0});
    CHECK(err == ERR_INVALID);
    CHECK_FAULT("csv_nul", 2, 3);
}

TEST(limits_hold)
{
    enum err err;
    CHECK_TEXT(read_all(&err, "a,b\n1,2,3\n", (struct csv_options){.most_cells = 2}), "a|b/");
    CHECK(err == ERR_LIMIT);
    CHECK_FAULT("csv_too_many_cells", 2, 5);
    read_all(&err, "abcdefghij\n", (struct csv_options){.most_bytes = 8});
    CHECK(err == ERR_LIMIT);
    CHECK_FAULT("csv_row_too_long", 1, 11);
}

/* The cells know where they are, also after a cell over several lines. */
TEST(cells_know_their_place)
{
    const char *text = "né,\"a\nb\"\nc,d\n";
    struct source source = source_memory(&test_call, text, strlen(text));
    struct csv_reader *reader = csv_open(&test_call, &source, NULL);
    const struct csv_row *row;
    CHECK(csv_next(&row, reader) == OK);
    CHECK_NUMBER(row->cells[1].column, 4);
    CHECK(row->cells[1].quoted && !row->cells[0].quoted);
    CHECK(csv_next(&row, reader) == OK);
    CHECK_NUMBER(row->line, 3);
    CHECK_NUMBER(row->cells[1].line, 3);
    CHECK_NUMBER(row->cells[1].column, 3);
    CHECK(csv_next(&row, reader) == OK && row == NULL);
    CHECK(csv_next(&row, reader) == OK && row == NULL);
}

/* Wherever the source is cut, in the middle of a character or between CR and LF. */
TEST(pieces_make_no_difference)
{
    const char *text = "\xEF\xBB\xBF"
                       "État,\"a\"\"b\"\r\n立法,\"x\r\ny\"\r\n";
    for (size_t size = 1; size < 9; size++) {
        struct pieces pieces = {text, strlen(text), size};
        struct source source = {.read = read_piece, .call = &test_call, .arg = &pieces};
        enum err err;
        CHECK_TEXT(read_all_of(&err, source, (struct csv_options){0}), "État|a\"b/立法|x\r\ny/");
        CHECK(err == OK);
    }
}

/* Larger than one piece of the reader, with a character of three bytes on every border. */
TEST(long_tables_stream)
{
    struct buffer *text = buffer_new(test_call.arena, 1 << 24), *want = buffer_new(test_call.arena, 1 << 24);
    for (int i = 0; i < 40000; i++) {
        buffer_text(text, "立,法\n");
        buffer_text(want, "立|法/");
    }
    enum err err;
    CHECK_TEXT(read_all(&err, text->at, (struct csv_options){0}), want->at);
    CHECK(err == OK);
}

TEST(files_are_read)
{
    char *path = arena_format(test_call.arena, "%s/table.csv", test_folder());
    FILE *file = fopen(path, "w");
    REQUIRE(file && fputs("a,b\n1,2\n", file) >= 0 && fclose(file) == 0);
    int opened = open(path, O_RDONLY);
    enum err err;
    CHECK_TEXT(read_all_of(&err, source_file(&test_call, opened), (struct csv_options){0}), "a|b/1|2/");
    CHECK(err == OK);
    close(opened);
    read_all_of(&err, source_file(&test_call, opened), (struct csv_options){0}); /* a descriptor that is not open */
    CHECK(err == ERR_SYSTEM);
}

TEST(what_is_written)
{
    struct buffer *out = buffer_new(test_call.arena, 4096);
    struct csv_writer writer = csv_begin(out, true, true);
    csv_text(&writer, "état");
    csv_text(&writer, "a,\"b\"");
    csv_text(&writer, NULL);
    csv_text(&writer, "=1+1");
    csv_text(&writer, "'-2");
    csv_text(&writer, "'quoted'");
    csv_number(&writer, -5);
    csv_number(&writer, UNKNOWN);
    csv_end_row(&writer);
    csv_text(&writer, "");
    csv_end_row(&writer);
    CHECK_TEXT(out->at,
        "\xEF\xBB\xBF"
        "état,\"a,\"\"b\"\"\",,'=1+1,''-2,'quoted',-5,\r\n\"\"\r\n");
}

TEST(guarded_cells_come_back)
{
    enum err err;
    CHECK_TEXT(read_all(&err, "'=1+1,''-2,'x,-5,'\n", (struct csv_options){.guard = true}), "=1+1|'-2|'x|-5|'/");
    CHECK_TEXT(read_all(&err, "'=1+1,''-2\n", (struct csv_options){.guard = false}), "'=1+1|''-2/");
}

TEST(every_table_comes_back)
{
    uint64_t state = 20140612;
    for (int round = 0; round < 400; round++) {
        struct buffer *out = buffer_new(test_call.arena, 1 << 20);
        bool guard = round % 2 == 0;
        struct csv_writer writer = csv_begin(out, guard, round % 3 == 0);
        char *cells[6][5];
        size_t rows = 1 + chance(&state, 5), columns = 1 + chance(&state, 4);
        for (size_t i = 0; i < rows; i++) {
            for (size_t j = 0; j < columns; j++)
                csv_text(&writer, cells[i][j] = chance_text(&state, 6));
            csv_end_row(&writer);
        }
        struct source source = source_memory(&test_call, out->at, out->size);
        struct csv_reader *reader =
            csv_open(&test_call, &source, &(struct csv_options){.separator = ',', .guard = guard});
        const struct csv_row *row;
        for (size_t i = 0; i < rows; i++) {
            REQUIRE(csv_next(&row, reader) == OK && row && row->count == columns);
            for (size_t j = 0; j < columns; j++)
                CHECK_TEXT(row->cells[j].text, cells[i][j]);
        }
        REQUIRE(csv_next(&row, reader) == OK && !row);
    }
}

/* A cell that a spreadsheet would run never leaves with the guard on. */
TEST(no_formula_leaves)
{
    uint64_t state = 7;
    for (int round = 0; round < 500; round++) {
        struct buffer *out = buffer_new(test_call.arena, 4096);
        struct csv_writer writer = csv_begin(out, true, false);
        csv_text(&writer, chance_text(&state, 5));
        const char *shown = out->at + (out->at[0] == '"');
        CHECK(!*shown || !strchr("=+-@\t\r", *shown));
    }
}

int main(void)
{
    RUN(tables_are_read);
    RUN(faults_are_placed);
    RUN(limits_hold);
    RUN(cells_know_their_place);
    RUN(pieces_make_no_difference);
    RUN(long_tables_stream);
    RUN(files_are_read);
    RUN(what_is_written);
    RUN(guarded_cells_come_back);
    RUN(every_table_comes_back);
    RUN(no_formula_leaves);
    return test_end();
}
