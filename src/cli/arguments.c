#include "cli/arguments.h"
#include "base/text.h"
#include <string.h>

/* Options that stand alone. All others take a value. */
static const char *const flags[] = {"json", "csv", "dry-run", "skip-bad", "help", "man", "deep", "yes", "schema-only",
    "all", "share", "ical", "version", "no-header", "no-password", "start", "quiet", "behind-proxy"};

static bool is_flag(const char *name)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(flags[i], name) == 0)
            return true;
    return false;
}

static void add_option(struct arguments *arguments, const char *name, const char *value)
{
    arguments->options[arguments->option_count++] = (struct option){.name = name, .value = value};
}

/* A field given as name=value: small letters, digits and low lines before the sign. */
static size_t field_name(const char *word)
{
    size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && word[n] == '=' ? n : 0;
}

static enum err take_option(struct arguments *out, struct call *call, const char *name, int *at, int argc, char **argv)
{
    const char *sign = strchr(name, '=');
    if (sign) {
        add_option(out, arena_copy(call->arena, name, (size_t)(sign - name)), sign + 1);
    } else if (is_flag(name)) {
        add_option(out, name, "");
    } else if (*at + 1 < argc) {
        add_option(out, name, argv[++*at]);
    } else {
        return fail_field(call, ERR_USAGE, "option_value", name, NULL);
    }
    return OK;
}

enum err arguments_parse(struct arguments *out, struct call *call, int argc, char **argv)
{
    bool options_end = false;
    enum err err = OK;
    *out = (struct arguments){.words = NEW_ARRAY(call->arena, (size_t)argc + 1, const char *),
        .options = NEW_ARRAY(call->arena, (size_t)argc + 1, struct option)};
    for (int i = 1; i < argc && !err; i++) {
        const char *word = argv[i];
        size_t bad = utf8_valid(word, strlen(word));
        if (word[bad])
            return fail_want(call, ERR_USAGE, "argument_not_utf8", NULL, NULL, arena_format(call->arena, "%d", i));
        size_t n = field_name(word);
        if (options_end || (word[0] != '-' && (n == 0 || out->word_count < 2)) || strcmp(word, "-") == 0)
            out->words[out->word_count++] = word;
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (n)
            add_option(out, arena_copy(call->arena, word, n), word + n + 1);
        else if (strcmp(word, "-o") == 0)
            err = take_option(out, call, "output", &i, argc, argv);
        else if (strcmp(word, "-h") == 0)
            add_option(out, "help", "");
        else if (text_starts(word, "--"))
            err = take_option(out, call, word + 2, &i, argc, argv);
        else
            err = fail_field(call, ERR_USAGE, "no_option", NULL, word);
    }
    return err;
}

const char *arguments_next(struct arguments *arguments)
{
    return arguments->word_at < arguments->word_count ? arguments->words[arguments->word_at++] : NULL;
}

const char *option_text(struct arguments *arguments, const char *name)
{
    const char *value = NULL;
    for (int i = 0; i < arguments->option_count; i++)
        if (strcmp(arguments->options[i].name, name) == 0) {
            arguments->options[i].asked = true;
            value = arguments->options[i].value;
        }
    return value;
}

bool option_flag(struct arguments *arguments, const char *name)
{
    return option_text(arguments, name) != NULL;
}

enum err option_number(int64_t *out, struct arguments *arguments, struct call *call, const char *name, int64_t standard)
{
    const char *text = option_text(arguments, name);
    *out = standard;
    if (text && (!text_number(out, text) || *out < 0))
        return fail_field(call, ERR_USAGE, "not_a_number", name, text);
    return OK;
}

enum err option_date(struct date *out, struct arguments *arguments, struct call *call, const char *name)
{
    const char *text = option_text(arguments, name);
    *out = (struct date){0};
    if (text && (!date_parse(out, text) || !date_whole(*out)))
        return fail_field(call, ERR_USAGE, "not_a_date", name, text);
    return OK;
}

enum err arguments_done(struct arguments *arguments, struct call *call)
{
    for (int i = 0; i < arguments->option_count; i++)
        if (!arguments->options[i].asked)
            return fail_field(call, ERR_USAGE, "no_option", NULL, arguments->options[i].name);
    if (arguments->word_at < arguments->word_count)
        return fail_field(call, ERR_USAGE, "word_too_many", NULL, arguments->words[arguments->word_at]);
    return OK;
}
