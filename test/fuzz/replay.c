/*
 * Runs a fuzz target over each file of a corpus, as an ordinary test. In: the folder. Out: TAP, one case, with the number of
 * files it took; a crash or a broken promise ends the program.
 */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The bytes are in memory of exactly their size, so that the sanitizer sees a read beyond them. */
static int replay(const char *folder, const char *name)
{
    char path[1000];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return 0;
    size_t size = (size_t)ftell(file);
    uint8_t *bytes = malloc(size ? size : 1);
    rewind(file);
    int whole = bytes && fread(bytes, 1, size, file) == size;
    fclose(file);
    if (whole)
        LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return whole;
}

int main(int count, char **args)
{
    const char *folder = count > 1 ? args[1] : ".";
    DIR *listing = opendir(folder);
    int files = 0, whole = 0;
    for (struct dirent *entry; listing && (entry = readdir(listing));)
        if (entry->d_name[0] != '.') {
            files++;
            whole += replay(folder, entry->d_name);
        }
    if (listing)
        closedir(listing);
    printf("%s 1 - %d of %d inputs\n1..1\n", files > 0 && whole == files ? "ok" : "not ok", whole, files);
    return files > 0 && whole == files ? 0 : 1;
}
