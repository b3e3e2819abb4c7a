/* Documents as pages, read back by poppler's tools: texts in order, notes on their pages, heads again, the same bytes. */
#include "codec/pdf.h"
#include <pthread.h>
#include "test/golden.h"
#include "test/reading.h"
#include "test/sample_document.h"

/* cairo 1.16 loses about a kilobyte for each file, Fontconfig a little once. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

static struct buffer *written(const struct document *document)
{
    struct buffer *out = buffer_new(test_call.arena, 64 << 20);
    size_t unshown;
    REQUIRE(pdf_write(out, &unshown, &test_call, document) == OK);
    return out;
}

/* What a program says about the file. */
static const char *told(const struct buffer *bytes, const char *command)
{
    struct buffer *out = buffer_new(test_call.arena, 16 << 20);
    const char *path = arena_format(test_call.arena, "%s/document.pdf", test_folder());
    FILE *file = fopen(path, "wb");
    REQUIRE(file && fwrite(bytes->at, 1, bytes->size, file) == bytes->size && fclose(file) == 0);
    FILE *program = popen(arena_format(test_call.arena, command, path), "r");
    REQUIRE(program != NULL);
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, program)) > 0;)
        buffer_add(out, part, got);
    CHECK(pclose(program) == 0);
    return out->at;
}

static const char *text_of(const struct buffer *bytes, int page)
{
    return told(
        bytes, arena_format(test_call.arena, page ? "pdftotext -f %d -l %d '%%s' -" : "pdftotext '%%s' -", page, page));
}

static int pages_of(const struct buffer *bytes)
{
    const char *info = strstr(told(bytes, "pdfinfo '%s'"), "Pages:");
    REQUIRE(info != NULL);
    int pages = 0;
    for (const char *c = info + strlen("Pages:"); *c == ' ' || (*c >= '0' && *c <= '9'); c++)
        pages = *c == ' ' ? pages : pages * 10 + *c - '0';
    return pages;
}

TEST(texts_come_back_in_order)
{
    for (enum lang lang = 0; lang < LANGS; lang++) {
        const char *text = text_of(written(sample_document(test_call.arena, lang, 1, 3)), 0);
        CHECK_GOLDEN(arena_format(test_call.arena, "pdf-%s.txt", lang_codes[lang]), text, strlen(text));
    }
}

TEST(same_document_same_bytes)
{
    struct buffer *one = written(sample_document(test_call.arena, LANG_AR, 2, 3));
    written(sample_document(test_call.arena, LANG_ZH, 1, 1)); /* leaves no trace in the caches */
    struct buffer *two = written(sample_document(test_call.arena, LANG_AR, 2, 3));
    CHECK(one->size == two->size && memcmp(one->at, two->at, one->size) == 0);
}

struct job {
    enum lang lang;
    enum err err;
    struct arena *arena;
    size_t size;
    char *bytes;
};

static enum err write_one(void *arg)
{
    struct job *job = arg;
    struct call call;
    size_t unshown;
    call_init(&call, job->arena, LANG_EN, 0);
    struct buffer *out = buffer_new(job->arena, 64 << 20);
    enum err err = pdf_write(out, &unshown, &call, sample_document(job->arena, job->lang, 2, 5));
    job->size = out->size;
    job->bytes = arena_copy(job->arena, out->at, out->size);
    return err;
}

static void *run_job(void *arg)
{
    struct job *job = arg;
    job->arena = arena_new(256 << 20);
    job->err = job->arena ? arena_run(job->arena, write_one, job) : ERR_NO_MEMORY;
    return NULL;
}

TEST(many_threads_write_the_same_bytes)
{
    enum { THREADS = 12 };
    struct job jobs[THREADS] = {0};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        jobs[i].lang = (enum lang)(i % LANGS);
        REQUIRE(pthread_create(&threads[i], NULL, run_job, &jobs[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        const struct job *same = &jobs[i % LANGS];
        CHECK(jobs[i].err == OK && jobs[i].size == same->size && memcmp(jobs[i].bytes, same->bytes, same->size) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        arena_free(jobs[i].arena);
}

TEST(the_file_tells_what_it_is)
{
    struct document *document = sample_document(test_call.arena, LANG_AR, 3, 2);
    document->subject = "Subject (with) \\ signs";
    struct buffer *bytes = written(document);
    const char *info = told(bytes, "pdfinfo '%s'");
    CHECK(strstr(info, "Tagged:          yes") != NULL);
    CHECK(strstr(info, "Subject:         Subject (with) \\ signs\n") != NULL);
    CHECK(strstr(info, "CreationDate:    Thu Jun 12 09:12:00 2014") != NULL);
    CHECK(strstr(info, "(A4)") != NULL && strstr(info, "Page rot:        0") != NULL);
    CHECK(memmem(bytes->at, bytes->size, "/Lang (ar)", 10) && memmem(bytes->at, bytes->size, "/Direction /R2L", 15));
    CHECK(memmem(bytes->at, bytes->size, "https://example.org/parties?a=1&b='2'", 37));
    CHECK(memmem(bytes->at, bytes->size, "/Outlines", 9));
    const char *structure = told(bytes, "pdfinfo -struct '%s' 2>&1");
    CHECK(strstr(structure, "H1 (block)") && strstr(structure, "TH") && strstr(structure, "Note"));
    CHECK(strstr(structure, "Warning") == NULL);
    const char *fonts = told(bytes, "pdffonts '%s'");
    CHECK(strstr(fonts, "NotoNaskhArabic") && !strstr(fonts, "DejaVu"));
}

TEST(the_document_is_landscape)
{
    struct document *document = document_new(test_call.arena, "en", "Wide");
    document->landscape = document->bare_first = true;
    document->head_start = "Head";
    document_paragraph(document, "Text");
    struct buffer *bytes = written(document);
    CHECK(strstr(told(bytes, "pdfinfo '%s'"), "841.89 x 595.276") != NULL);
    CHECK_TEXT(text_of(bytes, 0), "Text\n\n\f");
}

/* Every page on which the table stands begins with its heads, and no row is lost. */
TEST(heads_of_tables_come_again)
{
    struct document *document = document_new(test_call.arena, "en", "Long");
    sample_table(document, &sample_words[LANG_EN], 200);
    struct buffer *bytes = written(document);
    int pages = pages_of(bytes);
    CHECK(pages >= 4);
    for (int page = 1; page <= pages; page++)
        CHECK(strstr(text_of(bytes, page), "Number") != NULL);
    const char *all = text_of(bytes, 0);
    for (int row = 1; row <= 200; row++)
        CHECK(strstr(all, arena_format(test_call.arena, "State %d\n", row)) != NULL);
}

TEST(notes_stand_on_their_page)
{
    struct document *document = document_new(test_call.arena, "en", "Notes");
    for (int i = 1; i <= 120; i++) {
        struct prose *prose = document_paragraph(document, arena_format(test_call.arena, "Sentence [%d]", i));
        prose_note(prose, arena_format(test_call.arena, "Source {%d}", i));
    }
    struct buffer *bytes = written(document);
    int pages = pages_of(bytes);
    CHECK(pages > 3);
    for (int page = 1, i = 1; page <= pages; page++) {
        const char *text = text_of(bytes, page);
        for (; strstr(text, arena_format(test_call.arena, "Sentence [%d]", i)); i++)
            CHECK(strstr(text, arena_format(test_call.arena, "Source {%d}", i)) != NULL);
        CHECK(i > page && (page < pages || i == 121));
    }
}

/* A note longer than a page, and a row longer than a page, go on. */
TEST(what_is_too_long_goes_on)
{
    static const struct grid_column columns[] = {{1, ALIGN_START}, {1, ALIGN_END}};
    struct buffer *words = buffer_new(test_call.arena, 1 << 20);
    for (int i = 1; i <= 3000; i++)
        buffer_format(words, "w%d ", i);
    buffer_text(words, "last");
    for (int kind = 0; kind < 3; kind++) {
        struct document *document = document_new(test_call.arena, "en", "Long");
        if (kind == 0) {
            prose_note(document_paragraph(document, "Text"), words->at);
        } else {
            struct grid *table = document_table(document, columns, 2);
            struct grid_row *row = grid_add_row(table, kind == 2);
            grid_add_cell(table, row, words->at);
            grid_add_cell(table, row, "beside");
            grid_add_cell(table, row, "beyond the last column");
            grid_add_cell(table, grid_add_row(table, false), "after");
        }
        struct buffer *bytes = written(document);
        const char *text = text_of(bytes, 0);
        CHECK(pages_of(bytes) >= 2);
        for (int i = 1; i < 3000; i += 97)
            CHECK(strstr(text, arena_format(test_call.arena, "w%d", i)) != NULL);
        CHECK(strstr(text, "last") && !strstr(text, "beyond"));
    }
}

TEST(what_belongs_together_stays_together)
{
    struct document *document = document_new(test_call.arena, "en", "Keep");
    for (int i = 0; i < 60; i++) {
        document_heading(document, 1 + i % 4, arena_format(test_call.arena, "Heading <%d>", i));
        document_paragraph(document, arena_format(test_call.arena, "First line of {%d}\nsecond\nthird", i));
    }
    struct buffer *bytes = written(document);
    int pages = pages_of(bytes);
    for (int page = 1; page <= pages; page++) {
        const char *text = text_of(bytes, page);
        for (int i = 0; i < 60; i++)
            CHECK(!strstr(text, arena_format(test_call.arena, "Heading <%d>", i)) ==
                !strstr(text, arena_format(test_call.arena, "First line of {%d}\nsecond\nthird", i)));
    }
}

TEST(characters_without_a_font_are_counted)
{
    struct document *document = document_new(test_call.arena, "en", "Signs");
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    size_t unshown = 9;
    document_paragraph(document, "plain");
    CHECK(pdf_write(out, &unshown, &test_call, document) == OK && unshown == 0);
    document_paragraph(document, "bird \U0001F54A and \U00012000");
    CHECK(pdf_write(out, &unshown, &test_call, document) == OK && unshown == 2);
}

/* Any document becomes a file that can be read. */
TEST(any_text_is_laid_out)
{
    static const struct grid_column columns[3];
    uint64_t state = 11;
    for (int i = 0; i < 30; i++) {
        struct document *document = document_new(test_call.arena, i % 2 ? "ar" : "en", chance_text(&state, 20));
        for (int block = 0; block < 8; block++) {
            struct prose *prose = document_numbered(document, block % 4, chance_text(&state, 60));
            prose_note(prose, chance_text(&state, 30));
            prose_gap(prose, chance_text(&state, 20), block * i);
            prose_run(prose, (struct run){.text = chance_text(&state, 10), .link = "#none", .lang = "zh"});
            document->last->anchor = "a";
            prose_run(prose, (struct run){.text = chance_text(&state, 9), .link = "#a", .italic = true});
            prose_run(prose, (struct run){.text = chance_text(&state, 9), .link = "http://x/'\\) é"});
            struct grid *table = document_table(document, columns, (size_t)block % 4);
            for (int r = 0; r < 3; r++) {
                struct grid_row *row = grid_add_row(table, r == 0 || block % 2);
                for (int cell = 0; cell < i % 5; cell++)
                    prose_note(grid_add_cell(table, row, chance_text(&state, 10)), "n");
                if (row->first)
                    row->first->span = (int)chance(&state, 5) - 1;
            }
        }
        struct buffer *bytes = written(document);
        CHECK(bytes->size > 1000 && memcmp(bytes->at, "%PDF-", 5) == 0);
        if (i % 10 == 0)
            CHECK(pages_of(bytes) >= 1);
    }
}

TEST(an_empty_document_is_one_page)
{
    CHECK_NUMBER(pages_of(written(document_new(test_call.arena, "fr", ""))), 1);
}

TEST(too_much_is_refused)
{
    struct document *document = document_new(test_call.arena, "en", "Long");
    for (int i = 0; i < 60001; i++)
        document_paragraph(document, "");
    struct buffer *out = buffer_new(test_call.arena, 1 << 20), *small = buffer_new(test_call.arena, 1000);
    size_t unshown;
    CHECK(pdf_write(out, &unshown, &test_call, document) == ERR_LIMIT);
    CHECK_FAULT("pdf_too_long", 0, 0);
    CHECK(pdf_write(small, &unshown, &test_call, sample_document(test_call.arena, LANG_EN, 1, 1)) == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
}

int main(void)
{
    RUN(texts_come_back_in_order);
    RUN(same_document_same_bytes);
    RUN(many_threads_write_the_same_bytes);
    RUN(the_file_tells_what_it_is);
    RUN(the_document_is_landscape);
    RUN(heads_of_tables_come_again);
    RUN(notes_stand_on_their_page);
    RUN(what_is_too_long_goes_on);
    RUN(what_belongs_together_stays_together);
    RUN(characters_without_a_font_are_counted);
    RUN(any_text_is_laid_out);
    RUN(an_empty_document_is_one_page);
    RUN(too_much_is_refused);
    return test_end();
}
