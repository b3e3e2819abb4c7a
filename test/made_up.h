/*
 * Made-up rows of every declared record, from its description: for *_test.c files of record/ only. The same in every run.
 */
#pragma once
#include "access/account.h"
#include "record/migrations.h"
#include "record/operate.h"
#include "test/on_both.h"

enum { ROWS = 24, MOST_TRIES = 200, MOST_RECORDS = 256, ACCOUNTS = 3 };

static struct user everybody = {.who = "test", .roles = (1u << ROLE_COUNT) - 1};
static char *ids[MOST_RECORDS][ROWS]; /* rows made so far, by place of the record */
static int id_count[MOST_RECORDS];
static char *account_ids[ACCOUNTS]; /* the first is everybody's */
static unsigned long seed;

static inline unsigned roll(unsigned sides)
{
    seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    return (unsigned)(seed >> 33) % sides;
}

static inline int place_of(const char *noun)
{
    for (int i = 0; i < record_count; i++)
        if (strcmp(records[i]->noun, noun) == 0)
            return i;
    return -1;
}

static inline const char *of_form(const char *form)
{
    size_t n = strcspn(form, "|");
    char *text = arena_copy(test_call.arena, form, n);
    for (size_t i = 0; i < n; i++)
        text[i] = form[i] == 'A' ? (char)('A' + roll(26))
            : form[i] == 'a'     ? (char)('a' + roll(26))
            : form[i] == '9'     ? (char)('0' + roll(10))
                                 : form[i];
    return text;
}

static inline const char *some_text(const struct field *field)
{
    static const char *const pieces[] = {
        "article", "Étude", "право", "立法", "قانون", "Zagreb", "=1+1", "o’clock", "a,b", "\"quoted\"", "ß"};
    if (field->form)
        return of_form(field->form);
    if (field->example) { /* other digits */
        char *text = arena_text(test_call.arena, field->example);
        for (char *c = text; *c; c++)
            if (*c >= '0' && *c <= '9')
                *c = (char)('1' + roll(9));
        return text;
    }
    struct buffer *text = buffer_new(test_call.arena, 100000);
    unsigned words = 1 + roll(4);
    for (unsigned i = 0; i < words; i++) {
        const char *piece = pieces[roll(sizeof pieces / sizeof *pieces)];
        if (utf8_length(text->at) + utf8_length(piece) + 1 > (size_t)field->most)
            break;
        buffer_text(text, text->size ? (field->kind == KIND_PROSE && roll(3) == 0 ? "\n" : " ") : "");
        buffer_text(text, piece);
    }
    if (text->size == 0)
        buffer_byte(text, (char)('a' + roll(26)));
    return text->at;
}

static inline const char *some_value(const struct field *field, int n)
{
    struct arena *arena = test_call.arena;
    int choices = 0;
    switch (field->kind) {
    case KIND_NUMBER: {
        int64_t least = field->least < -1000 ? -1000 : field->least,
                most = field->most > least + 2000 ? least + 2000 : field->most;
        return arena_format(arena, "%lld", (long long)(least + roll((unsigned)(most - least + 1))));
    }
    case KIND_FLAG: return roll(2) ? "true" : "false";
    case KIND_DAY:
        return arena_format(arena, "%d-%02d-%02d", 1990 + (int)roll(40), 1 + (int)roll(12), 1 + (int)roll(28));
    case KIND_DATE:
        return roll(4) ? arena_format(arena, "%d-%02d-%02d", 1950 + (int)roll(80), 1 + (int)roll(12), 1 + (int)roll(28))
            : roll(2)  ? arena_format(arena, "%d-%02d", 1950 + (int)roll(80), 1 + (int)roll(12))
                       : arena_format(arena, "%d", 1950 + (int)roll(80));
    case KIND_MOMENT:
        return arena_format(
            arena, "20%02d-01-%02dT10:%02d:00.000000Z", 10 + (int)roll(20), 1 + (int)roll(28), (int)roll(60));
    case KIND_CHOICE:
        while (field->choices[choices])
            choices++;
        return field->choices[roll((unsigned)choices)];
    case KIND_REF: {
        int to = place_of(field->ref);
        return to < 0 || id_count[to] == 0 ? NULL : ids[to][roll((unsigned)id_count[to])];
    }
    case KIND_USER: return account_ids[field->flags & FIELD_SCOPE ? 0 : roll(ACCOUNTS)]; /* own rows are one's own */
    case KIND_SECRET: return NULL;
    default: (void)n; return some_text(field);
    }
}

static inline bool settable(const struct field *field)
{
    return field->kind != KIND_SECRET && (!(field->flags & FIELD_SYSTEM) || field->standard);
}

/* The texts of a whole row, each field there or not by chance; required ones are. */
static inline int some_inputs(const struct record *record, struct input *inputs, int row)
{
    int n = 0;
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (!settable(field) || field->flags & FIELD_SYSTEM)
            continue;
        for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++) {
            if (!(field->flags & FIELD_REQUIRED && lang == 0) && roll(4) == 0)
                continue;
            const char *value = some_value(field, row);
            if (!record->made_id && i == 0 && !field->form)
                value = arena_format(test_call.arena, "%s%d", record->noun, row);
            inputs[n++] = (struct input){field->flags & FIELD_LANG
                    ? arena_format(test_call.arena, "%s_%s", field->name, lang_codes[lang])
                    : field->name,
                value};
        }
    }
    return n;
}

static inline struct store *the_store(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    struct store *store = new_store(migrations, count);
    seed = 20141112;
    memset(id_count, 0, sizeof id_count);
    test_call.user = user_operator(test_call.arena, "root");
    for (int i = 0; i < ACCOUNTS; i++)
        REQUIRE(user_add(&account_ids[i], store, &test_call,
                    &(struct account){.login = arena_format(test_call.arena, "account%d", i)}) == OK);
    everybody.id = account_ids[0];
    test_call.user = &everybody;
    return store;
}

/* Some records are made by the program only (`add nobody`): those have tests of their own. */
static inline bool by_hand(const struct record *record)
{
    return record->open[VERB_ADD].all || record->open[VERB_ADD].own;
}

/* Rows of every record, in the order of what refers to what; rules may refuse some, so more are tried. */
static inline void fill(struct store *store)
{
    struct input inputs[500];
    for (int r = 0; r < record_count; r++) {
        if (!by_hand(records[r]))
            continue;
        for (int attempt = 0; attempt < MOST_TRIES && id_count[r] < ROWS; attempt++) {
            struct outcome outcome;
            int n = some_inputs(records[r], inputs, attempt);
            call_clear(&test_call);
            enum err err = record_add(&outcome, store, &test_call, records[r], inputs, n);
            if (err == OK)
                ids[r][id_count[r]++] = arena_text(test_call.arena, outcome.id);
            else if (err != ERR_INVALID && err != ERR_CONFLICT)
                test_fail(__FILE__, __LINE__, "%s: %s", records[r]->noun, err_name(err));
        }
        if (id_count[r] < ROWS / 4)
            test_fail(
                __FILE__, __LINE__, "%s: only %d of %d made-up rows were taken", records[r]->noun, id_count[r], ROWS);
        call_clear(&test_call);
    }
}
