/* Reads a *.decl file, line by line, into the model. The form is described in doc/declarations.md. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "access/role.h"
#include "tools/decl/line.h"

const char *const lang_code[LANG_COUNT] = {"ar", "en", "es", "fr", "ru", "zh"};

static const char *const role_names[] = {
#define X(name) #name,
    ROLES(X)
#undef X
};

enum { TEXT_MOST = 4000 }; /* of what says nothing of its length */

static bool is_mark(char c)
{
    return c == ',' || c == ';';
}

static void cut(struct line *line, char *text)
{
    line->count = line->at = 0;
    line->indented = *text == ' ' || *text == '\t';
    while (*text) {
        while (isspace((unsigned char)*text))
            text++;
        if (!*text || *text == '#')
            break;
        if (line->count == 255)
            complain(line->place, "the line is too long");
        char *from = text;
        bool quoted = *text == '"';
        if (quoted) {
            from = ++text;
            while (*text && *text != '"')
                text++;
            if (!*text)
                complain(line->place, "a quotation mark is not closed");
            line->words[line->count] = strndup(from, (size_t)(text - from));
            text++;
        } else {
            if (is_mark(*text))
                text++;
            else
                while (*text && !isspace((unsigned char)*text) && !is_mark(*text))
                    text++;
            line->words[line->count] = strndup(from, (size_t)(text - from));
        }
        line->quoted[line->count++] = quoted;
    }
}

const char *peek(const struct line *line)
{
    return line->at < line->count ? line->words[line->at] : "";
}

bool take(struct line *line, const char *word)
{
    if (line->quoted[line->at] || strcmp(peek(line), word) != 0)
        return false;
    line->at++;
    return true;
}

char *next(struct line *line, const char *what)
{
    if (line->at >= line->count)
        complain(line->place, "%s is missing at the end of the line", what);
    return line->words[line->at++];
}

char *name(struct line *line, const char *what)
{
    char *word = next(line, what);
    for (const char *c = word; *c; c++)
        if (!(islower((unsigned char)*c) || *c == '_' || (c > word && isdigit((unsigned char)*c))))
            complain(line->place, "%s must be a word of small letters, not \"%s\"", what, word);
    return word;
}

void names(struct line *line, struct names *out, const char *what)
{
    do {
        if (out->count == MOST_CHOICES)
            complain(line->place, "more than %d words", MOST_CHOICES);
        out->at[out->count++] = name(line, what);
    } while (take(line, ","));
}

/* Roles that go together have a name: `roles editors = officer, legal`. They are the same in all folders. */
static struct {
    char *name;
    struct open_to to;
} role_groups[MOST_CHOICES];
static int role_group_count;

static unsigned role_bit(const struct line *line, const char *word)
{
    for (int i = 0; i < role_group_count; i++)
        if (strcmp(role_groups[i].name, word) == 0)
            return role_groups[i].to.all;

    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(role_names[i], word) == 0)
            return 1u << i;
    complain(line->place,
        "\"%s\" is no role; the roles stand in src/access/role.h, their groups in src/access/roles.decl", word);
}

void roles(struct line *line, struct open_to *to)
{
    to->said = true;
    do {
        if (take(line, "nobody"))
            continue;
        unsigned bits = take(line, "everyone") ? (1u << ROLE_COUNT) - 1 : role_bit(line, next(line, "a role"));
        if (take(line, "own"))
            to->own |= bits;
        else if (take(line, "released"))
            to->released |= bits;
        else
            to->all |= bits;
    } while (take(line, ","));
}

long long number(struct line *line, const char *word)
{
    char *end;
    long long n = strtoll(word, &end, 10);
    if (!*word || *end)
        complain(line->place, "\"%s\" is no number", word);
    return n;
}

static void bounds(struct line *line, struct field *field)
{
    field->least = -9223372036854775807LL;
    field->most = 9223372036854775807LL;
    char *dots = strstr(peek(line), "..");
    if (!dots)
        return;
    char *word = next(line, "bounds");
    *dots = 0;
    if (*word)
        field->least = number(line, word);
    if (dots[2])
        field->most = number(line, dots + 2);
}

static void type(struct line *line, struct field *field)
{
    static const struct {
        const char *word;
        enum type type;
    } simple[] = {{"flag", TYPE_FLAG}, {"date", TYPE_DATE}, {"day", TYPE_DAY}, {"moment", TYPE_MOMENT},
        {"secret", TYPE_SECRET}, {"user", TYPE_USER}};
    char *word = next(line, "a type");
    field->most = TEXT_MOST;
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (strcmp(word, simple[i].word) == 0) {
            field->type = simple[i].type;
            return;
        }
    if (strcmp(word, "text") == 0 || strcmp(word, "prose") == 0 || strcmp(word, "words") == 0 ||
        strcmp(word, "remark") == 0) {
        field->type = word[0] == 'p' || word[0] == 'r' ? TYPE_PROSE : TYPE_TEXT;
        field->remark = word[0] == 'r';
        field->lang = word[0] == 'w';
        field->most = number(line, next(line, "how many characters at most"));
    } else if (strcmp(word, "number") == 0) {
        field->type = TYPE_NUMBER;
        bounds(line, field);
    } else if (strcmp(word, "ref") == 0) {
        field->type = TYPE_REF;
        field->ref = name(line, "a record's noun");
    } else if (strcmp(word, "choice") == 0) {
        field->type = TYPE_CHOICE;
        field->shared = name(line, "the name of shared choices");
    } else if (strcmp(word, "texts") == 0) {
        field->many = true;
    } else if (strcmp(word, "refs") == 0) {
        field->type = TYPE_REF;
        field->many = true;
        field->ref = name(line, "a record's noun");
    } else if (strcmp(word, "many") == 0) {
        field->many = true;
        field->shape = name(line, "the name of a shape");
    } else if (strcmp(word, "one") == 0 && take(line, "of")) {
        field->type = TYPE_CHOICE;
        names(line, &field->choices, "a word to choose");
    } else if (strcmp(word, "one") == 0) {
        field->many = field->single = true;
        field->shape = name(line, "the name of a shape");
    } else {
        complain(line->place, "\"%s\" is no type", word);
    }
}

static bool class_word(const char **out, const char *word)
{
    static const char *const classes[] = {"public", "office", "confidential", "personal"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(word, classes[i]) == 0) {
            *out = classes[i];
            return true;
        }
    return false;
}

static void properties(struct line *line, struct field *field)
{
    while (line->at < line->count) {
        if (take(line, "required"))
            field->required = true;
        else if (take(line, "fixed"))
            field->fixed = true;
        else if (take(line, "unique"))
            field->unique = true;
        else if (take(line, "list"))
            field->list = true;
        else if (take(line, "scope"))
            field->scope = true;
        else if (take(line, "system"))
            field->system = true;
        else if (take(line, "lang"))
            field->lang = true;
        else if (take(line, "maybe"))
            field->maybe = true;
        else if (take(line, "form"))
            field->form = next(line, "a form");
        else if (take(line, "standard"))
            field->standard = next(line, "a standard value");
        else if (take(line, "example"))
            field->example = next(line, "an example");
        else if (take(line, "was"))
            field->was = name(line, "an old name");
        else if (class_word(&field->class, peek(line)))
            line->at++;
        else
            complain(line->place, "\"%s\" is no property of a field", peek(line));
    }
}

struct field *add_field(struct line *line, struct record *record, char *field_name)
{
    if (record->field_count == MOST_FIELDS)
        complain(line->place, "record %s has more than %d fields", record->noun, MOST_FIELDS);
    if (field_index(record, field_name) >= 0)
        complain(line->place, "record %s has two fields called %s", record->noun, field_name);
    struct field *field = &record->fields[record->field_count++];
    *field = (struct field){.place = line->place, .name = field_name};
    return field;
}

void take_field(struct line *line, struct record *record)
{
    struct field *field = add_field(line, record, name(line, "a field's name"));
    type(line, field);
    properties(line, field);
}

static void orders(struct line *line, struct record *record)
{
    do {
        if (record->order_count == MOST_LIST)
            complain(line->place, "more than %d orders", MOST_LIST);
        record->order_names[record->order_count] = name(line, "a field to order by");
        record->order[record->order_count++].down = take(line, "down");
    } while (take(line, ";"));
}

/* Sources that disagree are both kept; a person says which stands, and the others are set aside. */
static void rivals(struct line *line, struct record *record)
{
    names(line, &record->rivals, "a field");
    if (!take(line, "differ") || !take(line, "on"))
        complain(line->place, "say \"rivals F, G differ on H, I\"");
    names(line, &record->differ, "a field");
    struct field *field = add_field(line, record, strdup("set_aside"));
    field->type = TYPE_FLAG;
    field->system = true;
    field->most = TEXT_MOST;
}

/* Every fact has a source, and says how sure it is. */
static void fact(struct line *line, struct record *record)
{
    struct field *source = add_field(line, record, strdup("source"));
    source->type = TYPE_REF;
    source->ref = strdup("source");
    struct field *mark = add_field(line, record, strdup("mark"));
    mark->type = TYPE_CHOICE;
    mark->shared = strdup("mark");
    source->most = mark->most = TEXT_MOST;
    while (line->at < line->count)
        if (take(line, "required"))
            source->required = mark->required = true;
        else if (take(line, "list"))
            source->list = mark->list = true;
        else
            complain(line->place, "\"%s\" is not understood after \"fact\"", peek(line));
}

static void link_line(struct line *line, struct record *record)
{
    if (record->link_count == MOST_LIST)
        complain(line->place, "more than %d links", MOST_LIST);
    struct link *link = &record->links[record->link_count++];
    *link = (struct link){.place = line->place, .name = name(line, "what the link means")};
    if (!take(line, "->"))
        complain(line->place, "link %s lacks \"->\" before the record it leads to", link->name);
    link->to = name(line, "the record it leads to");
}

static void end(const struct line *line)
{
    if (line->at < line->count)
        complain(line->place, "\"%s\" is left over", peek(line));
}

bool is_type(const char *word)
{
    static const char *const types[] = {"text", "prose", "words", "number", "flag", "date", "day", "moment", "secret",
        "one", "ref", "choice", "user", "remark", "texts", "refs", "many"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(word, types[i]) == 0)
            return true;
    return false;
}

/* A line about the whole record; false when it is a field: its second word is a type (and not a field of that name). */
static bool statement(struct line *line, struct record *record)
{
    if (line->count > 1 && is_type(line->words[1]) && field_index(record, line->words[1]) < 0)
        return false;
    static const struct {
        const char *word;
        size_t offset;
    } verbs[] = {{"see", offsetof(struct record, see)}, {"add", offsetof(struct record, add)},
        {"change", offsetof(struct record, change)}, {"remove", offsetof(struct record, remove)}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (take(line, verbs[i].word)) {
            roles(line, (struct open_to *)(void *)((char *)record + verbs[i].offset));
            return true;
        }
    if (line->count == 1 && class_word(&record->class, peek(line))) {
        line->at++;
    } else if (line->count > 1 && strcmp(line->words[1], "to") == 0 && take(line, "confidential") && take(line, "to")) {
        roles(line, &record->confidential);
    } else if (line->count > 1 && strcmp(line->words[1], "to") == 0 && take(line, "personal") && take(line, "to")) {
        roles(line, &record->personal);
    } else if (take(line, "title")) {
        names(line, &record->titles, "a field");
    } else if (take(line, "release")) {
        record->release_name = name(line, "a field");
    } else if (take(line, "key")) {
        names(line, &record->key, "a field");
    } else if (take(line, "filter")) {
        names(line, &record->filter, "a field");
    } else if (take(line, "search")) {
        names(line, &record->search, "a field");
    } else if (take(line, "order")) {
        orders(line, record);
    } else if (take(line, "check")) {
        parse_rule(line, &record->check);
    } else if (line->count == 1 && take(line, "batch")) {
        record->batch = true;
    } else if (take(line, "rivals")) {
        rivals(line, record);
    } else if (take(line, "fact")) {
        fact(line, record);
    } else if (take(line, "states")) {
        parse_states(line, record);
    } else if (take(line, "step")) {
        parse_step(line, record);
    } else if (take(line, "waits")) {
        parse_waits(line, record);
    } else if (take(line, "link")) {
        link_line(line, record);
    } else {
        return false;
    }
    return true;
}

static struct record *begin(struct model *model, struct line *line, const char *folder)
{
    if (model->count == MOST_RECORDS)
        complain(line->place, "more than %d records", MOST_RECORDS);
    struct record *record = calloc(1, sizeof *record);
    *record = (struct record){.place = line->place, .folder = strdup(folder), .class = "office"};
    record->noun = name(line, "the noun of the record");
    record->about = next(line, "what the record is, in quotation marks,");
    if (record_by_noun(model, record->noun))
        complain(line->place, "record %s is declared twice", record->noun);
    model->records[model->count++] = record;
    return record;
}

static void role_group(struct line *line)
{
    if (role_group_count == MOST_CHOICES)
        complain(line->place, "more than %d groups of roles", MOST_CHOICES);
    role_groups[role_group_count].name = name(line, "the name of the group");
    if (!take(line, "="))
        complain(line->place, "say \"roles NAME = ROLE, ROLE\"");
    roles(line, &role_groups[role_group_count].to);
    role_group_count++;
}

static char *folder_of(const char *path)
{
    const char *end = strrchr(path, '/'), *from = end;
    while (from && from > path && from[-1] != '/')
        from--;
    return end ? strndup(from, (size_t)(end - from)) : strdup(".");
}

/* Words that fields of several records choose from: `choices mark one of seen, computed, unverified`. */
static void shared_choices(struct model *model, struct line *line)
{
    if (model->shared_count == MOST_RECORDS)
        complain(line->place, "more than %d shared choices", MOST_RECORDS);
    struct shared *shared = &model->shared[model->shared_count++];
    *shared = (struct shared){.name = name(line, "the name of the choices")};
    if (!take(line, "one") || !take(line, "of"))
        complain(line->place, "say \"choices %s one of ...\"", shared->name);
    names(line, &shared->choices, "a word to choose");
}

/* A line, and those that follow a comma at its end; false at the end of the file. */
static bool read_line(struct line *line, FILE *file, char *text, size_t room)
{
    size_t n = 0;
    for (;;) {
        if (!fgets(text + n, (int)(room - n), file))
            return n > 0;
        line->place.line++;
        n = strlen(text);
        while (n > 0 && isspace((unsigned char)text[n - 1]))
            n--;
        text[n] = 0;
        if (n == 0 || text[n - 1] != ',' || n + 2 >= room)
            return true;
    }
}

void parse_file(struct model *model, const char *path)
{
    static struct line line;
    char text[4096], *folder = folder_of(path);
    struct record *record = NULL;
    struct operation *asked = NULL;
    FILE *file = fopen(path, "r");
    line.place = (struct place){.file = strdup(path)};
    if (!file)
        complain(line.place, "cannot be opened");
    while (read_line(&line, file, text, sizeof text)) {
        cut(&line, text);
        if (line.count == 0)
            continue;
        if (!line.indented) {
            record = NULL;
            asked = NULL;
            if (take(&line, "choices"))
                shared_choices(model, &line);
            else if (take(&line, "roles"))
                role_group(&line);
            else if (take(&line, "shape"))
                record = begin_shape(model, &line, folder);
            else if (take(&line, "projection"))
                begin_projection(model, &line, folder), record = NULL;
            else if (take(&line, "operation"))
                asked = begin_operation(model, &line, folder);
            else if (take(&line, "right"))
                take_right(model, &line, folder);
            else if (take(&line, "record"))
                record = begin(model, &line, folder);
            else
                complain(line.place,
                    "\"%s\" begins no declaration; \"record\", \"shape\", \"operation\", \"right\", \"choices\" and "
                    "\"roles\" do",
                    peek(&line));
        } else if (asked) {
            operation_line(asked, &line);
        } else if (!record) {
            complain(line.place, "this line belongs to no record");
        } else if (record->shape || !statement(&line, record)) {
            take_field(&line, record);
        }
        end(&line);
    }
    fclose(file);
}
