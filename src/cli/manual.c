/* The manual page (troff), in the language of the call: what the tables say, and what stands around it. */
#include "base/text.h"
#include "cli/help.h"
#include "store/record.h"
#include <string.h>

/* Text as troff takes it: no character of it is a command. */
static void plain(struct buffer *out, const char *text)
{
    for (const char *at = text; *at; at++)
        if (*at == '\\')
            buffer_text(out, "\\e");
        else if (*at == '-')
            buffer_text(out, "\\-");
        else if ((*at == '.' || *at == '\'') && (at == text || at[-1] == '\n'))
            buffer_format(out, "\\&%c", *at);
        else
            buffer_byte(out, *at);
}

static void said(struct buffer *out, struct call *call, const char *key)
{
    plain(out, word(call->lang, key));
    buffer_byte(out, '\n');
}

static void section(struct buffer *out, struct call *call, const char *key)
{
    buffer_text(out, ".SH \"");
    plain(out, word(call->lang, key));
    buffer_text(out, "\"\n");
}

/* One thing, and what is to be said of it. */
static void item(struct buffer *out, const char *thing, const char *about)
{
    buffer_text(out, ".TP\n\\fB");
    plain(out, thing);
    buffer_text(out, "\\fR\n");
    plain(out, about);
    buffer_byte(out, '\n');
}

struct item {
    const char *thing, *key;
};

static void items(struct buffer *out, struct call *call, const struct item *list)
{
    for (; list->thing; list++)
        item(out, list->thing, word(call->lang, list->key));
}

static void commands(struct buffer *out, struct call *call, struct help_list list)
{
    for (size_t i = 0; i < list.count; i++)
        item(out, help_usage(call, &list.at[i]), list.at[i].about);
}

static void record_fields(struct buffer *out, struct call *call, const struct record *record)
{
    buffer_text(out, ".SS ");
    plain(out, record->noun);
    buffer_byte(out, '\n');
    plain(out, word(call->lang, arena_format(call->arena, "records.%s", record->noun)));
    buffer_text(out, "\n");
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const char *kind = help_field_kind(call, record, i);
        item(out,
            arena_format(call->arena, "%s%s%s", field->name, field->flags & FIELD_LANG ? "_LANG" : "",
                field->flags & FIELD_REQUIRED ? " !" : ""),
            arena_format(call->arena, "%s%s%s%s", word_of(call->lang, "field", record->noun, field->name),
                *kind ? " (" : "", kind, *kind ? ")" : ""));
    }
}

void manual_page(struct buffer *out, struct call *call)
{
    static const struct item options[] = {{"--db FILE|postgres://…", "manual.db"},
        {"--lang ar|en|es|fr|ru|zh", "manual.lang"}, {"--as USER", "manual.as"},
        {"--json, --csv", "manual.for_programs"}, {"--help", "manual.help"}, {0}};
    static const struct item statuses[] = {{"0", "manual.exit_done"}, {"1", "manual.exit_refused"},
        {"2", "manual.exit_usage"}, {"3", "manual.exit_system"}, {0}};
    static const struct item environment[] = {
        {"SERVANDA_TOKEN_FILE", "manual.token_file"}, {"SERVANDA_KEY_FILE", "manual.key_file"}, {0}};
    static const struct item files[] = {{"$XDG_DATA_HOME/servanda/servanda.db", "manual.file_standard"},
        {"/var/lib/servanda/servanda.db", "manual.file_service"}, {"FILE.head", "manual.file_head"},
        {"/usr/share/doc/servanda/examples/nginx.conf", "manual.file_nginx"}, {0}};
    buffer_text(out,
        ".\\\" Written by `servanda help --man`; not to be edited.\n.TH SERVANDA 1 \"\" \"servanda " VERSION
        "\" \"Servanda\"\n");
    section(out, call, "manual.section_name");
    buffer_format(out, "servanda \\- ");
    said(out, call, "manual.name");
    section(out, call, "manual.section_synopsis");
    buffer_text(out, ".B servanda\n[");
    plain(out, "--db FILE|postgres://…] [--lang LANG] [--as USER] NOUN VERB … [--json|--csv]");
    buffer_text(out, "\n.br\n.B servanda help\n[NOUN]\n");
    section(out, call, "manual.section_description");
    said(out, call, "manual.purpose");
    buffer_text(out, ".PP\n");
    said(out, call, "manual.parts");
    buffer_text(out, ".PP\n");
    said(out, call, "manual.form");
    section(out, call, "manual.section_options");
    items(out, call, options);
    section(out, call, "manual.section_commands");
    commands(out, call, help_entries(call, NULL));
    section(out, call, "manual.section_records");
    said(out, call, "manual.every_record");
    commands(out, call, help_record_entries(call, "NOUN"));
    buffer_text(out, ".PP\n");
    said(out, call, "manual.fields");
    for (int i = 0; i < record_count; i++)
        record_fields(out, call, records[i]);
    section(out, call, "manual.section_exit");
    items(out, call, statuses);
    section(out, call, "manual.section_environment");
    items(out, call, environment);
    section(out, call, "manual.section_files");
    items(out, call, files);
    section(out, call, "manual.section_see");
    buffer_text(out, ".BR systemctl (1),\n.BR nginx (8)\n");
}
