/*
 * Compiles one *.html template to C:   template IN.html OUT.c [NAME.words ...]
 *
 * With words files given, every {{t "key"}} is looked up in them. What is wrong is said on stderr
 * as FILE:LINE: message, and the exit status is 1.
 */
#include "tools/template.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *out_path;

_Noreturn void template_fail(const struct template *template, const char *format, ...)
{
    fprintf(stderr, "%s:%d: error: ", template->path, template->line);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    if (out_path)
        remove(out_path);
    exit(1);
}

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in || fseek(in, 0, SEEK_END)) {
        perror(path);
        exit(3);
    }
    long size = ftell(in);
    rewind(in);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, in) != (size_t)size) {
        perror(path);
        exit(3);
    }
    text[size] = 0;
    fclose(in);
    return text;
}

/* The next directive from `at`, without its braces; NULL at the end. */
static const char *find_directive(struct template *template, const char *at, const char **open, char **directive)
{
    *open = strstr(at, "{{");
    if (!*open)
        return NULL;
    const char *close = strstr(*open, "}}");
    if (!close) {
        for (; at < *open; at++)
            template->line += *at == '\n';
        template_fail(template, "{{ without }}");
    }
    size_t size = (size_t)(close - *open) - 2;
    *directive = malloc(size + 1);
    if (!*directive)
        template_fail(template, "no memory");
    memcpy(*directive, *open + 2, size);
    (*directive)[size] = 0;
    while (size && isspace((unsigned char)(*directive)[size - 1]))
        (*directive)[--size] = 0;
    return close + 2;
}

/* What has to stand before the functions: the headers named, and the parts, so that their order
 * does not matter. */
static void write_top(struct template *template)
{
    fprintf(template->out, "/* Made from %s by tools/template: edit that one. */\n#include \"web/template.h\"\n",
        template->path);
    for (int turn = 0; turn < 2; turn++) {
        const char *open, *at = template->text;
        char *directive;
        while ((at = find_directive(template, at, &open, &directive))) {
            if (!turn && !strncmp(directive, "include ", 8))
                fprintf(template->out, "#include %s\n", directive + 8);
            if (turn && !strncmp(directive, "part ", 5)) {
                const char *name = directive + 5;
                int size = (int)strcspn(name, " ");
                fprintf(template->out, "\nstatic void %.*s(struct buffer *out, struct call *call, const%s *page);\n",
                    size, name, name + size);
            }
            free(directive);
        }
    }
}

static void compile(struct template *template)
{
    write_top(template);
    const char *open, *next, *at = template->text;
    char *directive;
    while ((next = find_directive(template, at, &open, &directive))) {
        template_literal(template, at, (size_t)(open - at));
        template_directive(template, directive);
        for (; *directive; directive++) /* lines within braces count, and the pieces are not freed: */
            template->line += *directive == '\n';
        at = next; /* the program ends soon */
    }
    template_literal(template, at, strlen(at));
    template_finish(template);
}

int main(int count, char **args)
{
    if (count < 3) {
        fputs("usage: template IN.html OUT.c [NAME.words ...]\n", stderr);
        return 2;
    }
    static struct template template;
    template.path = args[1];
    template.line = 1;
    template.text = read_file(args[1]);
    for (int i = 3; i < count; i++) {
        template.check_words = true;
        if (!words_read(&template.words, args[i])) {
            perror(args[i]);
            return 3;
        }
    }
    out_path = args[2];
    template.out = fopen(out_path, "w");
    if (!template.out) {
        perror(out_path);
        return 3;
    }
    compile(&template);
    if (ferror(template.out) | fclose(template.out)) {
        perror(out_path);
        return 3;
    }
    return 0;
}
