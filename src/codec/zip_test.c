/* Zip archives: what is written comes back, and whatever is wrong with one is refused. */
#include "codec/zip.h"
#include "test/reading.h"
#include "test/test.h"
#include <sys/wait.h>

static struct buffer *archive(void)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct zip_writer *writer = zip_begin(&test_call, out);
    CHECK(zip_add(writer, "a.txt", "alpha alpha alpha", 17) == OK);
    CHECK(zip_add(writer, "folder/é.txt", "", 0) == OK);
    CHECK(zip_end(writer) == OK);
    return out;
}

static const char *content(struct zip *zip, const char *name, enum err *err)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct source source;
    const struct zip_entry *entry = zip_find(zip, name);
    *err = entry ? zip_source(&source, zip, entry) : ERR_NOT_FOUND;
    if (!*err)
        *err = source_all(out, &source);
    return out->at;
}

TEST(entries_come_back)
{
    struct buffer *bytes = archive();
    struct zip *zip;
    enum err err;
    REQUIRE(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == OK);
    CHECK_NUMBER(zip->count, 2);
    CHECK_TEXT(content(zip, "a.txt", &err), "alpha alpha alpha");
    CHECK(err == OK);
    CHECK_TEXT(content(zip, "folder/é.txt", &err), "");
    CHECK(err == OK);
    CHECK(zip_find(zip, "b.txt") == NULL);
}

TEST(same_entries_same_bytes)
{
    struct buffer *one = archive(), *two = archive();
    CHECK(one->size == two->size && memcmp(one->at, two->at, one->size) == 0);
}

/* Another program reads it too. */
TEST(others_can_read_it)
{
    struct buffer *bytes = archive();
    char *path = arena_format(test_call.arena, "%s/a.zip", test_folder());
    FILE *file = fopen(path, "wb");
    REQUIRE(file && fwrite(bytes->at, 1, bytes->size, file) == bytes->size && fclose(file) == 0);
    FILE *listing = popen(arena_format(test_call.arena,
                              "python3 -c 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); "
                              "print(z.testzip(), *z.namelist())' %s",
                              path),
        "r");
    char line[200] = "";
    REQUIRE(listing && fgets(line, sizeof line, listing));
    CHECK(pclose(listing) == 0);
    CHECK_TEXT(line, "None a.txt folder/é.txt\n");
}

/* Any byte may be wrong: it is found, or the content is what it was. */
TEST(changed_bytes_are_found)
{
    struct buffer *bytes = archive();
    for (size_t i = 0; i < bytes->size; i++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes->at[i] ^= (char)(1 << bit);
            struct zip *zip;
            enum err err = zip_open(&zip, &test_call, bytes->at, bytes->size, NULL);
            const char *text = err ? "" : content(zip, "a.txt", &err);
            if (!err)
                CHECK_TEXT(text, "alpha alpha alpha");
            CHECK(err == OK || err == ERR_NOT_FOUND || test_call.faults != NULL);
            call_clear(&test_call);
            bytes->at[i] ^= (char)(1 << bit);
        }
    }
}

TEST(cut_archives_are_refused)
{
    struct buffer *bytes = archive();
    for (size_t size = 0; size < bytes->size; size++) {
        struct zip *zip;
        char *copy = malloc(size + 1); /* so that the sanitizer sees a read beyond the end */
        memcpy(copy, bytes->at, size);
        CHECK(zip_open(&zip, &test_call, copy, size, NULL) == ERR_INVALID);
        free(copy);
    }
    call_clear(&test_call);
}

/* Byte offsets in an archive with one entry "a": local head 30 + 1, then the packed bytes, then the directory. */
static struct buffer *single(const char *name, const char *text, size_t size)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct zip_writer *writer = zip_begin(&test_call, out);
    CHECK(zip_add(writer, name, text, size) == OK && zip_end(writer) == OK);
    return out;
}

TEST(names_stay_in_their_folder)
{
    static const char *const names[] = {"../a", "a/../b", "/a", "a//b", "./a", "a/..", "a\\b", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buffer *bytes = single(names[i], "x", 1);
        struct zip *zip;
        CHECK(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == ERR_INVALID);
        CHECK_FAULT("zip_name", 0, 0);
    }
}

TEST(two_of_one_name_are_refused)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    struct zip_writer *writer = zip_begin(&test_call, out);
    CHECK(zip_add(writer, "a", "1", 1) == OK && zip_add(writer, "a", "2", 1) == OK && zip_end(writer) == OK);
    struct zip *zip;
    CHECK(zip_open(&zip, &test_call, out->at, out->size, NULL) == ERR_INVALID);
    CHECK_FAULT("zip_twice", 0, 0);
}

TEST(what_swells_is_refused)
{
    size_t size = 3 << 20;
    char *zeros = arena_alloc(test_call.arena, size);
    struct buffer *bytes = single("a", zeros, size);
    struct zip *zip;
    CHECK(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == ERR_LIMIT); /* a thousand to one */
    CHECK_FAULT("zip_too_large", 0, 0);
    CHECK(zip_open(&zip, &test_call, bytes->at, bytes->size, &(struct zip_limits){.ratio = 2000}) == OK);
    CHECK(zip_open(&zip, &test_call, bytes->at, bytes->size, &(struct zip_limits){.ratio = 2000, .bytes = 1000}) ==
        ERR_LIMIT);
    CHECK_FAULT("zip_too_large", 0, 0);
    struct buffer *two = archive();
    CHECK(zip_open(&zip, &test_call, two->at, two->size, &(struct zip_limits){.entries = 1}) == ERR_LIMIT);
    CHECK_FAULT("zip_too_large", 0, 0);
}

/* The directory may lie about the size: the entry is held to it. */
TEST(a_lie_about_the_size_is_found)
{
    struct buffer *bytes = single("a", "alpha alpha alpha", 17);
    char *directory = memmem(bytes->at, bytes->size, "PK\1\2", 4);
    REQUIRE(directory != NULL);
    directory[24] = 5;
    struct zip *zip;
    enum err err;
    REQUIRE(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == OK);
    content(zip, "a", &err);
    CHECK(err == ERR_INVALID);
    CHECK_FAULT("zip_entry", 0, 0);
}

TEST(a_full_buffer_is_told)
{
    struct buffer *out = buffer_new(test_call.arena, 100);
    struct zip_writer *writer = zip_begin(&test_call, out);
    uint64_t state = 1;
    char *text = arena_alloc(test_call.arena, 1000);
    for (int i = 0; i < 999; i++)
        text[i] = (char)(1 + chance(&state, 255));
    CHECK(zip_add(writer, "a", text, 999) == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
}

int main(void)
{
    RUN(entries_come_back);
    RUN(same_entries_same_bytes);
    RUN(others_can_read_it);
    RUN(changed_bytes_are_found);
    RUN(cut_archives_are_refused);
    RUN(names_stay_in_their_folder);
    RUN(two_of_one_name_are_refused);
    RUN(what_swells_is_refused);
    RUN(a_lie_about_the_size_is_found);
    RUN(a_full_buffer_is_told);
    return test_end();
}
