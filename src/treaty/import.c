#include "treaty/import.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "treaty/load.h"
#include "treaty/names.h"
#include "treaty/told.h"

enum { MOST_FILE = 256 << 20, DOUBTS_MOST = 10000 };

struct import {
    struct import_report *out;
    struct store *store;
    struct db *db;
    struct call *call;
    const struct import_wish *wish;
    struct told_list told;
    struct known_names names;
    const struct treaty_book *book;
    const char **states; /* of each told row; NULL: held */
    struct many *many;
    struct many_report actions; /* of the rows themselves, without those that are held */
    struct fault *unread;       /* what was found before: rows that could not be read */
    size_t unread_count;
};

/* ---- which State ---- */

static const char *state_of(const struct import *import, const struct told *told)
{
    if (told->code) {
        char *code = arena_text(import->call->arena, told->code);
        size_t size = strlen(code);
        if (size && code[size - 1] == '*') /* the mark of former States in exchanged tables */
            code[size - 1] = 0;
        if (book_body(import->book, code) != NO_PLACE)
            return code;
    }
    return names_find(&import->names, import->call->arena, told->name);
}

static const char *territory_of(const struct import *import, const char *territory)
{
    if (!territory || book_body(import->book, territory) != NO_PLACE)
        return territory;
    return names_find(&import->names, import->call->arena, territory); /* the note keeps the words */
}

static const char *name_of(const struct told *told)
{
    return text_or(told->name, text_or(told->code, "-"));
}

static void find_states(struct import *import)
{
    struct arena *arena = import->call->arena;
    size_t count = import->told.count;
    import->states = NEW_ARRAY(arena, count + 1, const char *);
    import->out->held = NEW_ARRAY(arena, count + 1, struct import_held);
    for (size_t i = 0; i < count; i++) {
        const struct told *told = &import->told.rows[i];
        bool as_before = i && text_is(told->code, told[-1].code) && text_is(told->name, told[-1].name);
        import->states[i] = as_before ? import->states[i - 1] : state_of(import, told);
        if (!import->states[i])
            import->out->held[import->out->held_count++] = (struct import_held){
                told->line, name_of(told), told->instrument, names_near(&import->names, arena, name_of(told))};
    }
}

/* ---- on the way of every import ---- */

static void write_date(struct csv_writer *csv, struct date date)
{
    char text[DATE_TEXT];
    csv_text(csv, date_text(text, date));
}

/* Each row stands in the line that it has in the file, so that what is wrong with it is found there. */
static void go_to_line(struct buffer *out, int *line, int wanted)
{
    for (; *line < wanted; ++*line)
        buffer_byte(out, '\n');
}

static void write_head(struct csv_writer *csv, const char *const *names)
{
    for (; *names; names++)
        csv_text(csv, *names);
    csv_end_row(csv);
}

static struct buffer *actions_csv(const struct import *import)
{
    static const char *const columns[] = {"instrument", "state", "kind", "date", "effective", "basis", "depositary",
        "territory", "predecessor", "name_told", "note", "source", "mark", NULL};
    struct buffer *out = buffer_new(import->call->arena, MOST_FILE);
    struct csv_writer csv = csv_begin(out, true, false);
    const char *const *kinds = action_record.fields[field_named(&action_record, "kind")].choices;
    int line = 2;
    write_head(&csv, columns);
    for (size_t i = 0; i < import->told.count; i++) {
        const struct told *told = &import->told.rows[i];
        if (!import->states[i])
            continue;
        go_to_line(out, &line, told->line);
        csv_text(&csv, told->instrument);
        csv_text(&csv, import->states[i]);
        csv_text(&csv, kinds[told->kind - 1]);
        write_date(&csv, told->date);
        write_date(&csv, told->effective);
        csv_text(&csv, told->basis);
        csv_text(&csv, told->depositary);
        csv_text(&csv, territory_of(import, told->territory));
        csv_text(&csv, told->predecessor);
        csv_text(&csv, told->name);
        csv_text(&csv, told->note);
        csv_text(&csv, told->source);
        csv_text(&csv, "seen");
        csv_end_row(&csv);
        line++;
    }
    return out;
}

static struct buffer *held_csv(const struct import *import)
{
    static const char *const columns[] = {"name_told", "instrument", "kind", "date", "effective", "basis", "note",
        "source", "nearest", "file", "line", NULL};
    struct buffer *out = buffer_new(import->call->arena, MOST_FILE);
    struct csv_writer csv = csv_begin(out, true, false);
    const char *const *kinds = action_record.fields[field_named(&action_record, "kind")].choices;
    const struct import_held *held = import->out->held;
    int line = 2;
    write_head(&csv, columns);
    for (size_t i = 0; i < import->told.count; i++) {
        const struct told *told = &import->told.rows[i];
        if (import->states[i])
            continue;
        const char *slash = strrchr(import->wish->file, '/');
        go_to_line(out, &line, told->line);
        csv_text(&csv, name_of(told));
        csv_text(&csv, told->instrument);
        csv_text(&csv, kinds[told->kind - 1]);
        write_date(&csv, told->date);
        write_date(&csv, told->effective);
        csv_text(&csv, told->basis);
        csv_text(&csv, told->note);
        csv_text(&csv, told->source);
        csv_text(&csv, held++->nearest);
        csv_text(&csv, slash ? slash + 1 : import->wish->file);
        csv_number(&csv, told->line);
        csv_end_row(&csv);
        line++;
    }
    return out;
}

/* What the way of every import finds goes behind what was found before it. In what was written here the line is the file's, the column is not. */
static void join_faults(struct call *call, struct fault *before, size_t count)
{
    struct fault **end = &before;
    for (struct fault *fault = call->faults; fault; fault = fault->next)
        fault->column = 0;
    while (*end)
        end = &(*end)->next;
    *end = call->faults;
    if (!call->faults)
        call->faults_end = end == &before ? &call->faults : end;
    call->faults = before;
    call->fault_count += count;
}

static enum err take(
    struct import *import, struct db *db, struct call *call, const struct record *record, struct buffer *csv)
{
    struct transfer_wish wish = {
        .file = import->wish->file, .bytes = csv->at, .size = csv->size, .format = TRANSFER_CSV};
    return transfer_in_part(import->many, db, call, record, &wish);
}

/* ---- what a person should look at ---- */

static void note(struct import *import, const char *key, int line, const char *value, const char *want)
{
    struct fault fault = {.code = ERR_INVALID, .key = key, .value = value, .want = want, .line = line};
    import->many->noted(import->many, &(struct many_refusal){.fault = &fault});
}

static const char *cell_named(struct call *call, const char *state, const char *instrument)
{
    return arena_format(call->arena, "%s · %s", state, instrument);
}

static void note_all(struct import *import, struct call *call)
{
    const struct import_report *out = import->out;
    const struct field *standing = &treaty_cell_shape.parts[2].field, *kind = &treaty_doubt_shape.parts[0].field;
    for (size_t i = 0; i < out->held_count; i++)
        note(import, "held_name", out->held[i].line, out->held[i].name, text_or(out->held[i].nearest, "–"));
    for (size_t i = 0; i < out->doubts_count; i++)
        note(import, arena_format(call->arena, "doubt_%s", kind->choices[out->doubts[i].kind - 1]), out->doubts[i].line,
            cell_named(call, out->doubts[i].state, out->doubts[i].instrument), NULL);
    for (size_t i = 0; i < out->changes_count; i++)
        note(import, arena_format(call->arena, "stands_%s", standing->choices[out->changes[i].after]), 0,
            cell_named(call, out->changes[i].state, out->changes[i].instrument), NULL);
}

/* ---- what follows from it ---- */

/* The book as it will be: what is there, and the rows of the file behind it. */
static struct treaty_book *book_after(const struct import *import)
{
    struct arena *arena = import->call->arena;
    const struct treaty_book *now = import->book;
    struct treaty_book *after = NEW(arena, struct treaty_book);
    *after = *now;
    after->treaties =
        (struct treaty *)(void *)arena_copy(arena, now->treaties, now->treaty_count * sizeof *now->treaties);
    for (size_t i = 0; i < after->treaty_count; i++) {
        after->treaties[i].tie_count = 0;
        after->treaties[i].cell_count = 0;
    }
    after->ties = (struct tie_to *)(void *)arena_copy(arena, now->ties, now->tie_count * sizeof *now->ties);
    after->listed = (struct listed *)(void *)arena_copy(arena, now->listed, now->listed_count * sizeof *now->listed);
    after->acts = NEW_ARRAY(arena, now->act_count + import->told.count + 1, struct act);
    if (now->act_count)
        memcpy(after->acts, now->acts, now->act_count * sizeof *now->acts);
    return after;
}

static bool same_act(const struct act *a, const struct act *b)
{
    return a->kind == b->kind && date_is(a->date, b->date) && text_is(a->source, b->source) &&
        text_is(a->depositary, b->depositary);
}

/* The row that it tells again, in the book as it is. */
static const struct act *there_already(const struct treaty_book *book, const struct act *act)
{
    const struct book_cell *cell = book_cell(book, act->instrument, act->state);
    for (uint32_t i = 0; cell && i < cell->act_count; i++)
        if (same_act(&cell->acts[i], act))
            return &cell->acts[i];
    return NULL;
}

static void add_rows(const struct import *import, struct treaty_book *after)
{
    for (size_t i = 0; i < import->told.count; i++) {
        const struct told *told = &import->told.rows[i];
        struct act act = {.instrument = book_treaty(import->book, told->instrument),
            .state = book_body(import->book, import->states[i]),
            .kind = told->kind,
            .line = told->line,
            .date = told->date,
            .effective = told->effective,
            .source = told->source,
            .depositary = told->depositary};
        if (act.instrument == NO_PLACE || act.state == NO_PLACE)
            continue;
        const struct act *before = there_already(import->book, &act);
        struct act *told_again = before ? &after->acts[before - import->book->acts] : NULL;
        if (told_again) {
            told_again->effective = told->effective;
            told_again->line = told->line;
        } else {
            after->acts[after->act_count++] = act;
        }
    }
}

static void compare_standings(struct import *import, const struct treaty_book *after)
{
    day_number today = day_number_of(import->call->today);
    struct import_report *out = import->out;
    out->changes = NEW_ARRAY(import->call->arena, after->cell_count + 1, struct import_change);
    for (size_t i = 0; i < after->cell_count; i++) {
        const struct book_cell *cell = &after->cells[i];
        enum standing then = book_turn(import->book, cell->instrument, cell->state, today).standing;
        enum standing now = course_on(&cell->course, today)->standing;
        if (then != now)
            out->changes[out->changes_count++] =
                (struct import_change){after->bodies[cell->state].id, after->treaties[cell->instrument].id, then, now};
    }
}

/* Those that the file brings: what was in doubt before is not told again. */
static void find_doubts(struct import *import, const struct treaty_book *after)
{
    struct arena *arena = import->call->arena;
    struct doubt *old = NEW_ARRAY(arena, DOUBTS_MOST, struct doubt), *new = NEW_ARRAY(arena, DOUBTS_MOST, struct doubt);
    struct import_report *out = import->out;
    out->doubts = NEW_ARRAY(arena, DOUBTS_MOST, struct import_doubt);
    for (size_t i = 0; i < after->cell_count; i++) {
        const struct book_cell *cell = &after->cells[i], *then = book_cell(import->book, cell->instrument, cell->state);
        size_t found = doubts_of(new, DOUBTS_MOST, 0, after, cell);
        size_t known = then ? doubts_of(old, DOUBTS_MOST, 0, import->book, then) : 0;
        for (size_t d = 0; d < found && out->doubts_count < DOUBTS_MOST; d++) {
            bool told_before = false;
            for (size_t k = 0; k < known; k++)
                told_before |= old[k].kind == new[d].kind &&old[k].act &&new[d].act &&same_act(old[k].act, new[d].act);
            if (!told_before)
                out->doubts[out->doubts_count++] =
                    (struct import_doubt){new[d].act ? new[d].act->line : 0, new[d].kind, after->bodies[cell->state].id,
                        after->treaties[cell->instrument].id, new[d].act ? new[d].act->date : (struct date){0}};
        }
    }
}

static void look_ahead(struct import *import)
{
    struct treaty_book *after = book_after(import);
    add_rows(import, after);
    book_make(after, import->call->arena);
    compare_standings(import, after);
    find_doubts(import, after);
}

/* ---- the whole ---- */

static void close_file(void *what)
{
    close((int)(intptr_t)what);
}

static enum err read_file(struct import *import)
{
    struct call *call = import->call;
    const struct import_wish *wish = import->wish;
    const struct told_options options = {wish->file, wish->instrument, wish->source};
    struct source source;
    if (wish->bytes) {
        source = source_memory(call, wish->bytes, wish->size);
    } else {
        int file = text_is(wish->file, "-") ? STDIN_FILENO : open(wish->file, O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return fail_field(call, ERR_SYSTEM, "file_cannot_open", NULL, wish->file);
        if (file != STDIN_FILENO)
            arena_defer(call->arena, close_file, (void *)(intptr_t)file);
        source = source_file(call, file);
    }
    return told_read(&import->told, call, &source, &options);
}

static void tell_unread(struct import *import)
{
    struct many *many = import->many;
    many->report.rows += import->told.bad;
    many->report.bad += import->told.bad;
    for (struct fault *fault = import->unread; fault && many->refused; fault = fault->next)
        many->refused(many, &(struct many_refusal){.fault = fault, .column = fault->field});
}

/* Rows, those that wait for a person, and what is to be looked at: together or not at all. */
static enum err take_all(struct db *db, struct call *call, void *arg)
{
    struct import *import = arg;
    tell_unread(import);
    enum err err = take(import, db, call, &action_record, actions_csv(import));
    import->actions = import->many->report;
    if (!err && import->out->held_count)
        err = take(import, db, call, &held_action_record, held_csv(import));
    if (!err && import->many->noted)
        note_all(import, call);
    return err;
}

/* All rows are looked at, so that all faults are said at once. */
static enum err import_with(struct many *many, struct import_report *out, struct store *store, struct db *db,
    struct call *call, const struct import_wish *wish)
{
    struct import import = {.out = out, .store = store, .db = db, .call = call, .wish = wish, .many = many};
    *out = (struct import_report){0};
    enum err err = treaty_book_kept(&import.book, db, call);
    if (!err)
        err = names_load(&import.names, db, call);
    if (!err)
        err = read_file(&import);
    if (err)
        return err;
    find_states(&import);
    look_ahead(&import);
    import.unread = call->faults;
    import.unread_count = call->fault_count;
    call_clear(call);
    err = many_write(many, store, call, take_all, &import);
    join_faults(call, import.unread, import.unread_count);
    out->actions = import.actions;
    out->actions.rows = import.told.read;
    return err;
}

enum err treaty_import(
    struct import_report *out, struct store *store, struct db *db, struct call *call, const struct import_wish *wish)
{
    struct many many = {.dry_run = wish->dry_run, .skip_bad = wish->skip_bad};
    return import_with(&many, out, store, db, call, wish);
}

/* ---- as files of its own that the record of actions takes: on pages, in the programming interface ---- */

static const char *asked_for(const struct transfer_wish *wish, const char *name)
{
    for (int i = 0; i < wish->asked_count; i++)
        if (text_is(wish->asked[i].name, name))
            return wish->asked[i].text;
    return NULL;
}

static enum err take_file(struct many *many, struct store *store, struct call *call, const struct transfer_wish *wish)
{
    struct import_report report;
    struct db *db;
    enum err err = store_reader(&db, store, call);
    if (err)
        return err;
    return import_with(many, &report, store, db, call,
        &(struct import_wish){.file = text_or(wish->file, "-"),
            .bytes = wish->bytes,
            .size = wish->size,
            .instrument = asked_for(wish, "instrument"),
            .source = asked_for(wish, "source"),
            .skip_bad = many->skip_bad});
}

static enum err count_rows(int64_t *rows, struct call *call, const struct transfer_wish *wish)
{
    (void)call;
    *rows = 0;
    for (size_t i = 0; i + 1 < wish->size; i++)
        *rows += wish->bytes[i] == '\n';
    return OK;
}

static const char *const asks[] = {"instrument", "source", NULL};

const struct own_files treaty_own_files = {.record = &action_record,
    .accept = ".csv",
    .key = "treaty.files",
    .asks = asks,
    .are = told_are,
    .take = take_file,
    .count = count_rows};
