/* The verbs of every declared record at the command line: each is one call of record/ and a way to print what came back. */
#include "base/text.h"
#include "cli/record_files.h"
#include "cli/table.h"
#include "codec/json.h"
#include "record/clocks.h"
#include "record/history.h"
#include "record/link.h"
#include "record/merge.h"
#include "record/print.h"
#include "record/rivals.h"
#include "record/saved_list.h"
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *const record_verbs[] = {"list", "show", "add", "set", "remove", "step", "history", "import", "export",
    "merge", "bulk", "link", "unlink", "links", "rivals", "settle", NULL};

int terminal_width(void)
{
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int session_inputs(struct session_of_command *session, const struct input **out)
{
    static const char *const general[] = {"db", "lang", "as", "json", "csv", "as-of", "on", "known-on", "reason", "key",
        "version-seen", "sort", "after", "most", "all", "dry-run", "skip-bad", "output", "no-header", "yes", "where",
        "saved", "save", "share"};
    struct arguments *arguments = session->arguments;
    struct input *inputs = NEW_ARRAY(session->call->arena, (size_t)arguments->option_count + 1, struct input);
    int n = 0;
    for (int i = 0; i < arguments->option_count; i++) {
        bool known = false;
        for (size_t j = 0; j < sizeof general / sizeof *general; j++)
            known |= strcmp(general[j], arguments->options[i].name) == 0;
        if (known)
            continue;
        char *name = arena_text(session->call->arena, arguments->options[i].name);
        for (char *c = name; *c; c++)
            *c = *c == '-' ? '_' : *c;
        arguments->options[i].asked = true;
        inputs[n++] = (struct input){name, arguments->options[i].value};
    }
    *out = inputs;
    return n;
}

static enum err id_given(const char **out, struct session_of_command *session, const struct record *record)
{
    *out = arguments_next(session->arguments);
    return *out ? OK : fail_field(session->call, ERR_USAGE, "id_missing", record->noun, NULL);
}

/* What is due first. */
static const char *first_clock(struct call *call, const struct view *view)
{
    struct row_clock clocks[MOST_CLOCKS];
    return clocks_of(clocks, call, view) ? clock_words(call, clocks[0].step, &clocks[0].reading) : NULL;
}

static enum err list_all(struct session_of_command *session, const struct record *record, struct list_wish *wish)
{
    struct call *call = session->call;
    struct list_page page;
    const char **titles;
    int columns = 0, places[64];
    enum err err;
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) /* the id stands first anyway */
        if (record->fields[i].flags & FIELD_LIST)
            places[columns++] = i;
    bool clocks = has_clocks(record);
    struct table *table = table_new(call->arena, columns + 1 + clocks);
    table_head(table, 0, "id", false);
    if (clocks)
        table_head(table, columns + 1, word(call->lang, "waiting.clock"), false);
    for (int c = 0; c < columns; c++)
        table_head(table, c + 1, word_of(call->lang, "field", record->noun, record->fields[places[c]].name),
            record->fields[places[c]].kind == KIND_NUMBER);
    do {
        if ((err = record_list(&page, session->db, call, record, wish)) != OK ||
            (err = record_titles(&titles, session->db, call, page.views, page.count)) != OK)
            return err;
        for (int i = 0; i < page.count; i++) {
            table_cell(table, 0, view_id(&page.views[i]));
            for (int c = 0; c < columns; c++)
                table_cell(table, c + 1,
                    print_field(
                        call, &page.views[i], places[c], titles ? titles[i * record->field_count + places[c]] : NULL));
            if (clocks)
                table_cell(table, columns + 1, first_clock(call, &page.views[i]));
            table_row(table);
        }
        wish->after = page.next;
    } while (page.next && option_flag(session->arguments, "all"));
    table_print(table, session->out, terminal_width());
    if (page.next)
        buffer_format(session->out, "%s\n", SAY(call->arena, call->lang, "list_goes_on", {"after", page.next, 0}));
    return OK;
}

/* --saved NAME opens a list that was kept, --save NAME keeps this one, --share with the office. */
enum err kept_under_a_name(struct session_of_command *session, const struct record *record, struct list_wish *wish)
{
    const char *saved = option_text(session->arguments, "saved"), *save = option_text(session->arguments, "save");
    bool share = save && option_flag(session->arguments, "share");
    struct outcome outcome;
    enum err err = saved ? saved_open(wish, session->db, session->call, record, saved) : OK;
    return err || !save ? err : saved_keep(&outcome, session->store, session->call, record, wish, save, share);
}

static enum err run_list(struct session_of_command *session, const struct record *record)
{
    int64_t most;
    const struct input *where;
    struct list_wish wish = {
        .sort = option_text(session->arguments, "sort"), .after = option_text(session->arguments, "after")};
    wish.where_count = session_inputs(session, &where);
    wish.where = where;
    bool all = option_flag(session->arguments, "all");
    enum err err = option_number(
        &most, session->arguments, session->call, "most", all || session->print != PRINT_TEXT ? 1000 : 50);
    wish.most = (int)(most > 1000 ? 1000 : most);
    if (!err)
        err = kept_under_a_name(session, record, &wish);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (err)
        return err;
    if (session->print == PRINT_TEXT)
        return list_all(session, record, &wish);
    if (session->print == PRINT_CSV)
        return records_out(session, record, &wish, NULL, TRANSFER_CSV);
    struct list_page page;
    err = record_list(&page, session->db, session->call, record, &wish);
    if (!err)
        print_page_json(session->out, session->call, &page);
    return err;
}

static enum err run_show(struct session_of_command *session, const struct record *record)
{
    const char *id, **titles;
    struct view view;
    struct date known_on = session_known_on(session);
    enum err err = id_given(&id, session, record);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = date_known(known_on) ? record_show_known(&view, session->db, session->call, record, id, known_on)
                                   : record_show(&view, session->db, session->call, record, id);
    if (err)
        return err;
    if (session->print == PRINT_JSON) {
        struct json json = json_begin(session->out);
        print_view_json(&json, session->call, &view);
        buffer_byte(session->out, '\n');
        return OK;
    }
    if ((err = record_titles(&titles, session->db, session->call, &view, 1)) != OK)
        return err;
    struct call *call = session->call;
    buffer_format(session->out, "%s %s: %s\n", word_of(call->lang, "record", NULL, record->noun), view_id(&view),
        print_name(call, &view, titles));
    struct table *table = table_new(call->arena, 2);
    for (int i = 0; i < record->field_count; i++) {
        const char *text = print_field(call, &view, i, titles ? titles[i] : NULL);
        if (!text)
            continue;
        table_cell(table, 0, word_of(call->lang, "field", record->noun, record->fields[i].name));
        table_cell(table, 1, text);
        table_row(table);
    }
    struct row_clock clocks[MOST_CLOCKS];
    int clock_count = clocks_of(clocks, call, &view);
    for (int i = 0; i < clock_count; i++) {
        table_cell(table, 0, word_of(call->lang, "step", record->noun, clocks[i].step->name));
        table_cell(table, 1,
            arena_format(call->arena, "%s (%s)",
                SAY(call->arena, call->lang, "clock.due",
                    {"date", date_words(call->arena, call->lang, clocks[i].reading.due), 0}),
                clock_words(call, clocks[i].step, &clocks[i].reading)));
        table_row(table);
    }
    table_print(table, session->out, 0);
    return OK;
}

static void tell(struct session_of_command *session, const struct record *record, const struct outcome *outcome)
{
    if (session->print == PRINT_JSON) {
        struct json json = json_begin(session->out);
        json_object(&json);
        json_member(&json, "noun", record->noun);
        json_member(&json, "id", outcome->id);
        json_member_number(&json, "version", outcome->version);
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        buffer_format(session->out, "%s\n", outcome->id);
    }
}

static enum err run_change(struct session_of_command *session, const struct record *record, const char *verb)
{
    const char *id = NULL, *step = NULL;
    const struct input *inputs;
    struct outcome outcome = {0};
    int64_t seen;
    enum err err = strcmp(verb, "add") == 0 ? OK : id_given(&id, session, record);
    if (!err && strcmp(verb, "step") == 0 && !(step = arguments_next(session->arguments)))
        err = fail_field(session->call, ERR_USAGE, "step_missing", record->noun, NULL);
    if (!err)
        err = option_number(&seen, session->arguments, session->call, "version-seen", 0);
    int count = session_inputs(session, &inputs);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (err)
        return err;
    if (strcmp(verb, "add") == 0)
        err = record_add(&outcome, session->store, session->call, record, inputs, count);
    else if (step)
        err = record_step(&outcome, session->store, session->call, record, id, seen, step);
    else
        err = record_set(&outcome, session->store, session->call, record, id, seen, inputs, count);
    if (!err)
        tell(session, record, &outcome);
    return err;
}

static enum err run_remove(struct session_of_command *session, const struct record *record)
{
    const char *id;
    int64_t seen;
    enum err err = id_given(&id, session, record);
    if (!err)
        err = option_number(&seen, session->arguments, session->call, "version-seen", 0);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err : record_remove(session->store, session->call, record, id, seen);
}

static enum err run_merge(struct session_of_command *session, const struct record *record)
{
    const char *keep = arguments_next(session->arguments), *drop = arguments_next(session->arguments);
    struct merged merged;
    struct merge_wish wish = {.keep = keep, .drop = drop, .dry_run = option_flag(session->arguments, "dry-run")};
    enum err err = drop ? arguments_done(session->arguments, session->call)
                        : fail_field(session->call, ERR_USAGE, "id_missing", record->noun, NULL);
    if (!err)
        err = record_merge(&merged, session->store, session->call, record, &wish);
    if (!err)
        buffer_format(session->out, "%s\n",
            SAY(session->call->arena, session->call->lang, wish.dry_run ? "merge_would" : "merge_did",
                {"n", NULL, merged.moved}));
    return err;
}

/* ID MEANING TO_ID */
static enum err tie(struct session_of_command *session, const struct record *record, bool undo)
{
    const char *id = arguments_next(session->arguments), *meaning = arguments_next(session->arguments);
    const char *to = arguments_next(session->arguments);
    enum err err = to ? arguments_done(session->arguments, session->call)
                      : fail_field(session->call, ERR_USAGE, "id_missing", record->noun, NULL);
    if (err)
        return err;
    return undo ? record_unlink(session->store, session->call, record, id, meaning, to)
                : record_link(session->store, session->call, record, id, meaning, to);
}

static enum err run_link(struct session_of_command *session, const struct record *record)
{
    return tie(session, record, false);
}

static enum err run_unlink(struct session_of_command *session, const struct record *record)
{
    return tie(session, record, true);
}

static enum err run_links(struct session_of_command *session, const struct record *record)
{
    struct call *call = session->call;
    const char *id;
    struct tie *ties;
    int count;
    enum err err = id_given(&id, session, record);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = record_ties(&ties, &count, session->db, call, record, id);
    if (err)
        return err;
    struct json json = json_begin(session->out);
    struct table *table = table_new(call->arena, 4);
    if (session->print == PRINT_JSON)
        json_array(&json);
    for (int i = 0; i < count; i++) {
        if (session->print == PRINT_JSON) {
            tie_json(&json, &ties[i]);
            continue;
        }
        table_cell(table, 0, ties[i].outgoing ? "→" : "←");
        table_cell(
            table, 1, word_of(call->lang, "link", (ties[i].outgoing ? record : ties[i].other)->noun, ties[i].meaning));
        table_cell(table, 2, ties[i].other_id);
        table_cell(table, 3, ties[i].title);
        table_row(table);
    }
    if (session->print == PRINT_JSON) {
        json_end(&json);
        buffer_byte(session->out, '\n');
    } else {
        table_print(table, session->out, terminal_width());
    }
    return OK;
}

static void print_views(struct session_of_command *session, const struct record *record, const struct list_page *page)
{
    if (session->print == PRINT_JSON) {
        print_page_json(session->out, session->call, page);
        return;
    }
    struct call *call = session->call;
    struct table *table = table_new(call->arena, record->field_count + 1);
    table_head(table, 0, "id", false);
    for (int i = 0; i < record->field_count; i++)
        table_head(table, i + 1, word_of(call->lang, "field", record->noun, record->fields[i].name), false);
    for (int row = 0; row < page->count; row++) {
        table_cell(table, 0, view_id(&page->views[row]));
        for (int i = 0; i < record->field_count; i++)
            table_cell(table, i + 1, print_field(call, &page->views[row], i, NULL));
        table_row(table);
    }
    table_print(table, session->out, terminal_width());
}

/* With an id: what other sources say of the same fact. Without: all rows that are in conflict with another. */
static enum err run_rivals(struct session_of_command *session, const struct record *record)
{
    enum { ROWS_SHOWN = 1000 };
    const char *id = arguments_next(session->arguments), *after = option_text(session->arguments, "after");
    struct list_page page = {.total = UNKNOWN};
    struct view view;
    enum err err = arguments_done(session->arguments, session->call);
    if (!err && !id)
        err = record_conflicts(&page, session->db, session->call, record, after, ROWS_SHOWN);
    else if (!err && (err = record_show(&view, session->db, session->call, record, id)) == OK)
        err = record_rivals(&page.views, &page.count, session->db, session->call, &view);
    if (!err)
        print_views(session, record, &page);
    return err;
}

static enum err run_settle(struct session_of_command *session, const struct record *record)
{
    const char *id;
    struct outcome outcome = {0};
    int64_t seen;
    enum err err = id_given(&id, session, record);
    if (!err)
        err = option_number(&seen, session->arguments, session->call, "version-seen", 0);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = record_settle(&outcome, session->store, session->call, record, id, seen);
    if (!err)
        tell(session, record, &outcome);
    return err;
}

static enum err run_history(struct session_of_command *session, const struct record *record)
{
    const char *id;
    enum err err = id_given(&id, session, record);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    return err ? err
               : print_history(session->out, session->db, session->call, record, id, session->print == PRINT_JSON);
}

enum err record_command(struct session_of_command *session, const struct record *record, const char *verb)
{
    static const struct {
        const char *verb;
        enum err (*run)(struct session_of_command *session, const struct record *record);
    } verbs[] = {{"list", run_list}, {"show", run_show}, {"remove", run_remove}, {"history", run_history},
        {"import", run_import}, {"export", run_export}, {"merge", run_merge}, {"bulk", run_bulk}, {"link", run_link},
        {"unlink", run_unlink}, {"links", run_links}, {"rivals", run_rivals}, {"settle", run_settle}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].verb, verb) == 0)
            return verbs[i].run(session, record);
    return run_change(session, record, verb);
}
