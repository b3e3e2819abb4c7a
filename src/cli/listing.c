#include "cli/listing.h"
#include "base/text.h"

/* Columns before this one that people see. */
static int place(const struct column *columns, int column)
{
    int n = 0;
    for (int i = 0; i < column; i++)
        n += columns[i].head != NULL;
    return n;
}

static struct listing begin(struct session_of_command *session, const struct column *columns, int count, bool one)
{
    struct call *call = session->call;
    struct listing listing = {.session = session, .columns = columns, .count = count, .one = one};
    listing.table = table_new(call->arena, one ? 2 : place(columns, count));
    listing.json = json_begin(session->out);
    listing.csv = csv_begin(session->out, true, false);
    for (int i = 0; i < count; i++) {
        if (session->print == PRINT_TEXT && columns[i].head && !one)
            table_head(
                listing.table, place(columns, i), word(call->lang, columns[i].head), columns[i].kind == COLUMN_NUMBER);
        if (session->print == PRINT_CSV && columns[i].name)
            csv_text(&listing.csv, columns[i].name);
    }
    if (session->print == PRINT_CSV)
        csv_end_row(&listing.csv);
    if (session->print == PRINT_JSON && !one)
        json_array(&listing.json);
    return listing;
}

struct listing listing_begin(struct session_of_command *session, const struct column *columns, int count)
{
    return begin(session, columns, count, false);
}

struct listing listing_one(struct session_of_command *session, const struct column *columns, int count)
{
    return begin(session, columns, count, true);
}

static const char *in_words(const struct call *call, const struct column *column, const char *text, int64_t number)
{
    switch (column->kind) {
    case COLUMN_MOMENT: return moment_words(call->arena, call->lang, text);
    case COLUMN_NUMBER: return number == UNKNOWN ? NULL : number_text(call->arena, call->lang, number);
    case COLUMN_FLAG: return number == UNKNOWN ? NULL : word(call->lang, number ? "yes" : "no");
    default: return text;
    }
}

static void put_words(struct listing *listing, const struct column *column, const char *text, int64_t number)
{
    const struct call *call = listing->session->call;
    const char *words = in_words(call, column, text, number);
    if (column->head && listing->one && words) {
        table_cell(listing->table, 0, word(call->lang, column->head));
        table_cell(listing->table, 1, words);
        table_row(listing->table);
    } else if (column->head && !listing->one) {
        table_cell(listing->table, place(listing->columns, listing->at), words);
    }
}

static void put_json(struct listing *listing, const struct column *column, const char *text, int64_t number)
{
    if (listing->at == 0)
        json_object(&listing->json);
    if (column->name) {
        json_name(&listing->json, column->name);
        if (column->kind == COLUMN_FLAG && number != UNKNOWN)
            json_bool(&listing->json, number != 0);
        else if (column->kind == COLUMN_NUMBER && number != UNKNOWN)
            json_number(&listing->json, number);
        else
            json_text(&listing->json, text);
    }
    if (listing->at == listing->count - 1)
        json_end(&listing->json);
}

static void put_csv(struct listing *listing, const struct column *column, const char *text, int64_t number)
{
    if (column->name && number != UNKNOWN && column->kind == COLUMN_FLAG)
        csv_text(&listing->csv, number ? "true" : "false");
    else if (column->name && number != UNKNOWN)
        csv_number(&listing->csv, number);
    else if (column->name)
        csv_text(&listing->csv, text_or(text, ""));
    if (listing->at == listing->count - 1)
        csv_end_row(&listing->csv);
}

static void put(struct listing *listing, const char *text, int64_t number)
{
    const struct column *column = &listing->columns[listing->at];
    switch (listing->session->print) {
    case PRINT_TEXT: put_words(listing, column, text, number); break;
    case PRINT_JSON: put_json(listing, column, text, number); break;
    case PRINT_CSV: put_csv(listing, column, text, number); break;
    }
    if (++listing->at < listing->count)
        return;
    listing->at = 0;
    if (listing->session->print == PRINT_TEXT && !listing->one)
        table_row(listing->table);
}

void listing_text(struct listing *listing, const char *text)
{
    put(listing, text, UNKNOWN);
}

void listing_number(struct listing *listing, int64_t number)
{
    put(listing, NULL, number);
}

void listing_end(struct listing *listing)
{
    if (listing->session->print == PRINT_TEXT)
        table_print(listing->table, listing->session->out, 0);
    if (listing->session->print != PRINT_JSON)
        return;
    if (!listing->one)
        json_end(&listing->json);
    buffer_byte(listing->session->out, '\n');
}
