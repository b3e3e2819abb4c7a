#include "treaty/told.h"
#include <string.h>
#include "base/text.h"
#include "store/record.h"

enum { MOST_COLUMNS = 64, HEAD_MOST = 2000 };

struct reading {
    struct told_list *out;
    struct call *call;
    const struct told_options *options;
    const char *names[MOST_COLUMNS]; /* of the columns, folded to what is looked for */
    size_t columns;
    const struct csv_row *row;
    bool failed; /* the row left a fault */
};

/* A heading or an action as a word of ours: small letters, anything else as one underscore. */
static char *fold_ascii(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t size = 0;
    for (; *text; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text | 0x20) : *text;
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter)
            out[size++] = c;
        else if (size && out[size - 1] != '_')
            out[size++] = '_';
    }
    while (size && out[size - 1] == '_')
        out[--size] = 0;
    return out;
}

/* ---- cells ---- */

static const struct csv_cell *cell_of(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->columns && i < reading->row->count; i++)
        if (text_is(reading->names[i], name))
            return &reading->row->cells[i];
    return NULL;
}

static const char *text_of(const struct reading *reading, const char *name)
{
    const struct csv_cell *cell = cell_of(reading, name);
    return cell && !text_empty(cell->text) ? text_trim(reading->call->arena, cell->text) : NULL;
}

static void refuse(struct reading *reading, const char *key, const char *column, const char *value, const char *want)
{
    const struct csv_cell *cell = cell_of(reading, column);
    struct fault *fault = fault_add(reading->call, ERR_INVALID, key);
    reading->failed = true;
    if (!fault)
        return;
    fault->field = column;
    fault->value = value;
    fault->want = want;
    fault->noun = "action";
    fault->file = reading->options->file;
    fault->line = reading->row->line;
    fault->column = cell ? cell->column : 0;
}

static bool has_column(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->columns; i++)
        if (text_is(reading->names[i], name))
            return true;
    return false;
}

static struct told *add_told(struct reading *reading, const char *column)
{
    struct told_list *list = reading->out;
    const struct csv_cell *cell = cell_of(reading, column);
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 1024;
        struct told *more = NEW_ARRAY(reading->call->arena, list->room, struct told);
        if (list->count)
            memcpy(more, list->rows, list->count * sizeof *more);
        list->rows = more;
    }
    struct told *told = &list->rows[list->count++];
    *told = (struct told){.line = reading->row->line, .column = cell ? cell->column : 0, .basis = "stated"};
    return told;
}

/* ---- dates as a depositary prints them ---- */

static int month_named(const char *text, size_t size)
{
    static const char months[][10] = {"january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december"};
    char word[10] = "";
    if (size < 3 || size >= sizeof word)
        return 0;
    for (size_t i = 0; i < size; i++)
        word[i] = (char)(text[i] | 0x20);
    for (int i = 0; i < 12; i++)
        if (strncmp(months[i], word, size) == 0)
            return i + 1;
    return 0;
}

static const char *digits(int64_t *out, const char *text)
{
    *out = -1;
    for (; *text >= '0' && *text <= '9' && *out < 100000; text++)
        *out = (*out < 0 ? 0 : *out) * 10 + (*text - '0');
    return text;
}

static bool is_between(char c)
{
    return c == ' ' || c == '\t' || c == '.' || c == '-' || c == (char)0xC2 ||
        c == (char)0xA0; /* the last two: a fixed space */
}

static const char *skip(const char *text)
{
    while (*text && is_between(*text))
        text++;
    return text;
}

static bool day_month_year(struct date *out, const char **rest, const char *text)
{
    int64_t day, year;
    const char *at = skip(digits(&day, text));
    size_t size = 0;
    while ((at[size] | 0x20) >= 'a' && (at[size] | 0x20) <= 'z')
        size++;
    int month = month_named(at, size);
    *rest = digits(&year, skip(at + size));
    if (!month || day < 1 || day > 31 || year < 1000 || year > 9999)
        return false;
    *out = date_of((int)year, month, (int)day);
    return date_exists(*out);
}

static bool iso_date(struct date *out, const char **rest, struct arena *arena, const char *text)
{
    size_t size = strspn(text, "0123456789-");
    *rest = text + size;
    return date_parse(out, arena_copy(arena, text, size));
}

/* Letters, without brackets and without footnote marks. */
static const char *letters(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *at = out;
    for (; *text; text++)
        if ((*text | 0x20) >= 'a' && (*text | 0x20) <= 'z')
            *at++ = *text;
    return out;
}

bool told_date(struct date *out, const char **suffix, struct arena *arena, const char *text)
{
    const char *rest = "";
    text = skip(text);
    text += *text == '[';
    bool good = day_month_year(out, &rest, text) || iso_date(out, &rest, arena, text);
    *suffix = letters(arena, rest);
    return good;
}

/* ---- columns as they are exchanged ---- */

static int choice_of(const char *field, const char *word)
{
    const char *const *choices = action_record.fields[field_named(&action_record, field)].choices;
    for (int i = 0; word && choices[i]; i++)
        if (text_is(choices[i], word))
            return i + 1;
    return 0;
}

static const char *nearest_kind(struct call *call, const char *word)
{
    const char *const *choices = action_record.fields[field_named(&action_record, "kind")].choices;
    const char *nearest = NULL;
    unsigned best = 5;
    for (int i = 0; choices[i]; i++)
        if (text_distance(choices[i], text_or(word, ""), 4) < best) {
            best = text_distance(choices[i], text_or(word, ""), 4);
            nearest = choices[i];
        }
    if (nearest)
        return nearest;
    struct buffer *all = buffer_new(call->arena, 4096);
    for (int i = 0; choices[i]; i++)
        buffer_format(all, "%s%s", i ? ", " : "", choices[i]);
    return all->at;
}

static struct date plain_date(struct reading *reading, const char *column)
{
    struct date date = {0};
    const char *text = text_of(reading, column);
    if (text && !date_parse(&date, text))
        refuse(reading, "not_a_date", column, text, "2014-06-12, 2014-06, 2014");
    return date;
}

/* "extension to Macao SAR" */
static const char *territory_named(struct call *call, const char *note)
{
    static const char start[] = "extension to ";
    if (!note || !text_starts(note, start))
        return NULL;
    char *name = arena_text(call->arena, note + sizeof start - 1);
    if (text_ends(name, " SAR"))
        name[strlen(name) - strlen(" SAR")] = 0;
    return name;
}

static void read_exchanged(struct reading *reading)
{
    const char *kind = text_of(reading, "action"), *basis = text_of(reading, "action_basis");
    const char *note = text_of(reading, "flag_reservation_or_note"), *code = text_of(reading, "iso3");
    struct date date = plain_date(reading, "action_date"), effective = plain_date(reading, "effective_date");
    int choice = choice_of("kind", kind);
    if (!choice)
        refuse(reading, "no_treaty_step", "action", kind, nearest_kind(reading->call, kind));
    if (!text_of(reading, "instrument_id"))
        refuse(reading, "required", "instrument_id", NULL, NULL);
    if (reading->failed)
        return;
    struct told *told = add_told(reading, "action_date");
    told->instrument = text_of(reading, "instrument_id");
    told->name = text_of(reading, "state_name_in_source");
    told->code = code;
    told->kind = (enum action_kind)choice;
    told->date = date;
    /* what the file worked out itself the program works out by the rule of the instrument */
    told->effective = basis && strstr(basis, "effective_date computed") ? (struct date){0} : effective;
    told->basis = basis && strstr(basis, "inferred") ? "inferred"
        : basis && strstr(basis, "group")            ? "grouped"
                                                     : "stated";
    told->note = note;
    told->source = text_or(text_of(reading, "source_id"), reading->options->source);
    told->depositary = text_of(reading, "depositary");
    told->predecessor = text_of(reading, "predecessor");
    bool territorial = choice == ACTION_KIND_TERRITORIAL_APPLICATION || choice == ACTION_KIND_TERRITORIAL_EXCLUSION;
    told->territory = text_of(reading, "territory");
    if (territorial && !told->territory)
        told->territory = territory_named(reading->call, note);
}

/* ---- the depositary's tables ---- */

static struct told *add_from_table(struct reading *reading, const char *column, enum action_kind kind, struct date date)
{
    struct told *told = add_told(reading, column);
    told->instrument = reading->options->instrument;
    told->source = reading->options->source;
    told->name = text_of(reading, "participant");
    told->kind = kind;
    told->date = date;
    return told;
}

/* 0: nobody knows the letters. */
static enum action_kind kind_of_suffix(const char *suffix, bool in_signature)
{
    static const struct {
        const char *suffix;
        enum action_kind signature, consent;
    } known[] = {
        {"", ACTION_KIND_SIGNATURE, ACTION_KIND_RATIFICATION},
        {"a", 0, ACTION_KIND_ACCESSION},
        {"A", 0, ACTION_KIND_ACCEPTANCE},
        {"AA", 0, ACTION_KIND_APPROVAL},
        {"d", ACTION_KIND_SUCCESSION_TO_SIGNATURE, ACTION_KIND_SUCCESSION},
        {"P", 0, ACTION_KIND_CONSENT_TO_BE_BOUND},
        {"c", 0, ACTION_KIND_FORMAL_CONFIRMATION},
        {"s", ACTION_KIND_DEFINITIVE_SIGNATURE, ACTION_KIND_DEFINITIVE_SIGNATURE},
        {"n", 0, ACTION_KIND_NOTIFICATION},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(known[i].suffix, suffix))
            return in_signature ? known[i].signature : known[i].consent;
    return 0;
}

static void read_dated_cell(struct reading *reading, const char *column)
{
    const char *text = text_of(reading, column), *suffix;
    struct date date;
    if (!text)
        return;
    if (!told_date(&date, &suffix, reading->call->arena, text)) {
        refuse(reading, "not_a_date", column, text, "12 Jun 2014 a");
        return;
    }
    enum action_kind kind = kind_of_suffix(suffix, text_is(column, "signature"));
    if (!kind)
        refuse(reading, "no_suffix", column, suffix, "a, A, AA, d, P, c, s, n");
    else
        add_from_table(reading, column, kind, date);
}

static void read_actions_page(struct reading *reading)
{
    const char *action = text_of(reading, "action"), *on = text_of(reading, "deposit"),
               *from = text_of(reading, "effect"), *suffix;
    struct date date = {0}, effective = {0};
    char *word = fold_ascii(reading->call->arena, text_or(action, ""));
    int kind = choice_of("kind", text_is(word, "denunciation") ? "withdrawal" : word);
    if (!kind)
        refuse(reading, "no_treaty_step", "action", action, nearest_kind(reading->call, word));
    if (on && !told_date(&date, &suffix, reading->call->arena, on))
        refuse(reading, "not_a_date", "deposit", on, "12 Jun 2014");
    if (from && !told_date(&effective, &suffix, reading->call->arena, from))
        refuse(reading, "not_a_date", "effect", from, "12 Jun 2014");
    if (!reading->failed)
        add_from_table(reading, "deposit", (enum action_kind)kind, date)->effective = effective;
}

/* ---- the header ---- */

/* "Ratification, Acceptance(A), Approval(AA), Accession(a)" and its kin are the column of consent. */
static const char *column_name(struct call *call, const char *head)
{
    const char *word = fold_ascii(call->arena, head);
    static const struct {
        const char *start, *name;
    } known[] = {{"participant", "participant"}, {"state_party", "participant"}, {"date_of_effect", "effect"},
        {"date_of_notification", "deposit"}, {"date_of_deposit", "deposit"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_starts(word, known[i].start))
            return known[i].name;
    static const char *const consents[] = {"ratification", "accession", "acceptance", "approval", "formal_confirmation",
        "definitive_signature", "consent"};
    for (size_t i = 0; i < sizeof consents / sizeof *consents; i++)
        if (text_starts(word, consents[i]))
            return "consent";
    if (text_starts(word, "signature"))
        return "signature";
    return word;
}

bool told_are(const char *bytes, size_t size)
{
    static const char *const begins[] = {"participant", "state party", "\"participant\"", "\"state party\""};
    char line[HEAD_MOST];
    size_t n = 0;
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        bytes += 3, size -= 3;
    for (; n < size && n + 1 < sizeof line && bytes[n] != '\n' && bytes[n] != '\r' && bytes[n]; n++)
        line[n] = (char)(bytes[n] >= 'A' && bytes[n] <= 'Z' ? bytes[n] - 'A' + 'a' : bytes[n]);
    line[n] = 0;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (text_starts(line, begins[i]))
            return true;
    return strstr(line, "instrument_id") && strstr(line, "action_date");
}

static enum err read_header(struct reading *reading)
{
    struct call *call = reading->call;
    reading->columns = reading->row->count < MOST_COLUMNS ? reading->row->count : MOST_COLUMNS;
    for (size_t i = 0; i < reading->columns; i++)
        reading->names[i] = column_name(call, text_trim(call->arena, reading->row->cells[i].text));
    bool exchanged = has_column(reading, "instrument_id") && has_column(reading, "action");
    bool table = has_column(reading, "participant") &&
        (has_column(reading, "consent") || has_column(reading, "signature") || has_column(reading, "action"));
    if (!exchanged && !table)
        return fail_want(call, ERR_INVALID, "no_treaty_table", NULL, reading->options->file,
            "instrument_id, iso3, action, action_date; Participant, Signature, Accession");
    if (table && !reading->options->instrument)
        return fail_field(call, ERR_INVALID, "table_without_instrument", "instrument", NULL);
    return OK;
}

static void read_row(struct reading *reading)
{
    bool table = has_column(reading, "participant");
    reading->failed = false;
    if (!table) {
        read_exchanged(reading);
    } else if (!text_of(reading, "participant")) {
        refuse(reading, "required", "participant", NULL, NULL);
    } else if (has_column(reading, "action")) {
        read_actions_page(reading);
    } else {
        read_dated_cell(reading, "signature");
        read_dated_cell(reading, "consent");
    }
    reading->out->bad += reading->failed;
}

enum err told_read(
    struct told_list *out, struct call *call, const struct source *bytes, const struct told_options *options)
{
    struct reading reading = {.out = out, .call = call, .options = options};
    struct csv_reader *csv = csv_open(call, bytes, &(struct csv_options){.guard = true});
    *out = (struct told_list){0};
    enum err err = csv_next(&reading.row, csv);
    if (!err && !reading.row)
        return fail_field(call, ERR_INVALID, "empty_file", NULL, options->file);
    if (!err)
        err = read_header(&reading);
    while (!err && (err = csv_next(&reading.row, csv)) == OK && reading.row) {
        out->read++;
        read_row(&reading);
    }
    return err;
}
