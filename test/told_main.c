/*
 * The program told one command after another, for tests that give it thousands: starting a process under sanitizers takes longer than most
 * commands do.
 *
 * In: a command is its words, one a line, and an empty line. Out: "STATUS BYTES", and that many bytes of what it said on stderr. What it
 * says on stdout is thrown away, and its own stdin is empty.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WORDS = 64, MOST_BYTES = 64 << 10 };

int program_main(int argc, char **argv);

/* The words of the next command in `text`; their number, 0 at the end. */
static int read_words(char **words, char *text, FILE *in)
{
    int count = 0;
    char *at = text;
    while (count < MOST_WORDS - 1 && fgets(at, (int)(text + MOST_BYTES - at), in) && *at != '\n') {
        words[count++] = at;
        at += strcspn(at, "\n");
        *at++ = 0;
    }
    words[count] = NULL;
    return count;
}

static void answer(int status, int told, FILE *out)
{
    static char said[MOST_BYTES];
    ssize_t size = pread(told, said, sizeof said, 0);
    fprintf(out, "%d %zd\n", status, size > 0 ? size : 0);
    fwrite(said, 1, size > 0 ? (size_t)size : 0, out);
    fflush(out);
}

int main(int argc, char **argv)
{
    static char text[MOST_BYTES];
    char *words[MOST_WORDS] = {argv[0]};
    FILE *in = fdopen(dup(STDIN_FILENO), "r"), *out = fdopen(dup(STDOUT_FILENO), "w"), *told = tmpfile();
    int nothing = open("/dev/null", O_RDWR), errors = dup(STDERR_FILENO);
    if (argc != 1 || !in || !out || !told || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0)
        return 2;
    for (int count; (count = read_words(words + 1, text, in)) > 0;) {
        if (ftruncate(fileno(told), 0) || lseek(fileno(told), 0, SEEK_SET) || dup2(fileno(told), STDERR_FILENO) < 0)
            return 2;
        int status = program_main(count + 1, words);
        fflush(stdout);
        dup2(errors, STDERR_FILENO); /* where a sanitizer speaks at the end */
        answer(status, fileno(told), out);
    }
    fclose(told);
    fclose(out);
    return fclose(in);
}
