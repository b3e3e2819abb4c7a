#include "cli/ledger_commands.h"
#include "access/account.h"
#include "base/text.h"
#include "cli/listing.h"
#include "cli/store_commands.h"
#include "gen/access.h"
#include "record/merge.h"
#include "record/print.h"
#include "record/verify.h"

enum { MOST_LISTED = 1000, STANDARD_MOST = 50 };

/* ---- list ---- */

static enum err read_ask(struct ledger_ask *ask, struct session_of_command *session)
{
    struct call *call = session->call;
    int64_t most, before;
    *ask = (struct ledger_ask){.noun = option_text(session->arguments, "noun")};
    enum err err = ledger_who(&ask->who, session->db, call, option_text(session->arguments, "who"));
    if (!err)
        err = option_date(&ask->since, session->arguments, call, "since");
    if (!err)
        err = option_date(&ask->until, session->arguments, call, "until");
    if (!err)
        err = option_number(&before, session->arguments, call, "before", 0);
    if (!err)
        err = option_number(&most, session->arguments, call, "most", STANDARD_MOST);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (err)
        return err;
    ask->before = before;
    ask->most = (int)(most > MOST_LISTED ? MOST_LISTED : most);
    return OK;
}

/* A withheld row is said to be so. */
static const char *row_words(const struct call *call, const struct ledger_line *line)
{
    if (line->withheld)
        return word(call->lang, "withheld");
    if (text_empty(line->title) || text_is(line->title, line->id))
        return line->id;
    return line->id ? arena_format(call->arena, "%s (%s)", line->title, line->id) : line->title;
}

static enum err run_list(struct session_of_command *session)
{
    static const struct column columns[] = {{"seq", "ledger.entry", COLUMN_NUMBER}, {"at", "ledger.at", COLUMN_MOMENT},
        {"who", NULL, 0}, {NULL, "ledger.who", 0}, {"action", NULL, 0}, {NULL, "ledger.action", 0}, {"noun", NULL, 0},
        {NULL, "ledger.table", 0}, {"id", NULL, 0}, {NULL, "ledger.id", 0}, {"batch", NULL, 0},
        {"withheld", NULL, COLUMN_FLAG}};
    struct call *call = session->call;
    struct ledger_ask ask;
    struct ledger_line *lines;
    int count;
    enum err err = read_ask(&ask, session);
    if (!err)
        err = ledger_lines(&lines, &count, session->db, call, &ask);
    if (err)
        return err;
    struct listing listing = listing_begin(session, columns, 12);
    for (int i = 0; i < count; i++) {
        listing_number(&listing, lines[i].seq);
        listing_text(&listing, lines[i].at);
        listing_text(&listing, lines[i].who);
        listing_text(&listing, lines[i].who_name);
        listing_text(&listing, lines[i].action);
        listing_text(&listing, ledger_action(call, &lines[i]));
        listing_text(&listing, lines[i].noun);
        listing_text(&listing, word_of(call->lang, "record", NULL, lines[i].noun));
        listing_text(&listing, lines[i].id);
        listing_text(&listing, row_words(call, &lines[i]));
        listing_text(&listing, lines[i].batch);
        listing_number(&listing, lines[i].withheld);
    }
    listing_end(&listing);
    if (count == ask.most && session->print == PRINT_TEXT)
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, "ledger.goes_on",
                {"value", arena_format(call->arena, "--before %lld", (long long)lines[count - 1].seq), 0}));
    return OK;
}

/* ---- show ---- */

static void print_change(struct buffer *out, const char *name, const char *before, const char *after)
{
    buffer_format(out, "    %s: %s%s%s\n", name, text_or(before, ""), before && after ? " → " : "",
        text_or(after, before ? " → –" : ""));
}

static void print_detail(struct session_of_command *session, const struct ledger_detail *detail)
{
    struct call *call = session->call;
    struct buffer *out = session->out;
    const struct ledger_line *line = &detail->line;
    buffer_format(out, "%lld  %s  %s  %s: %s %s%s%s\n", (long long)line->seq,
        moment_words(call->arena, call->lang, line->at), line->who_name, ledger_action(call, line),
        word_of(call->lang, "record", NULL, line->noun), text_or(row_words(call, line), ""), detail->reason ? ": " : "",
        text_or(detail->reason, ""));
    for (int i = 0; i < detail->past.count; i++) {
        const struct past_change *change = &detail->past.changes[i];
        print_change(out, print_past_label(call, line->record, change),
            print_past_value(call, line->record, change, false), print_past_value(call, line->record, change, true));
    }
    for (size_t i = 0; i < detail->member_count; i++)
        print_change(out, detail->members[i].name, detail->members[i].before, detail->members[i].after);
    for (size_t i = 0; i < detail->row_count; i++)
        buffer_format(
            out, "    %lld  %s\n", (long long)detail->rows[i].seq, text_or(row_words(call, &detail->rows[i]), ""));
    if (detail->rows_next)
        buffer_format(out, "%s\n",
            SAY(call->arena, call->lang, "ledger.goes_on",
                {"value", arena_format(call->arena, "--after %lld", (long long)detail->rows_next), 0}));
    if (detail->hash)
        buffer_format(out, "    %s\n", detail->hash);
}

void ledger_print(struct session_of_command *session, const struct ledger_detail *details, int count)
{
    struct json json = json_begin(session->out);
    if (session->print == PRINT_JSON)
        json_array(&json);
    for (int i = 0; i < count; i++)
        if (session->print == PRINT_JSON)
            ledger_detail_json(&json, &details[i]);
        else
            print_detail(session, &details[i]);
    if (session->print != PRINT_JSON)
        return;
    json_end(&json);
    buffer_byte(session->out, '\n');
}

static enum err next_number(int64_t *out, struct session_of_command *session)
{
    const char *text = arguments_next(session->arguments);
    return text && text_number(out, text) && *out > 0
        ? OK
        : fail_field(session->call, ERR_USAGE, "not_a_number", "seq", text_or(text, ""));
}

static enum err run_show(struct session_of_command *session)
{
    struct ledger_detail detail;
    int64_t seq, after;
    enum err err = next_number(&seq, session);
    if (!err)
        err = option_number(&after, session->arguments, session->call, "after", 0);
    if (!err)
        err = arguments_done(session->arguments, session->call);
    if (!err)
        err = ledger_detail(&detail, session->db, session->call, seq, after);
    if (err)
        return err;
    if (session->print != PRINT_JSON) {
        print_detail(session, &detail);
        return OK;
    }
    struct json json = json_begin(session->out);
    ledger_detail_json(&json, &detail);
    buffer_byte(session->out, '\n');
    return OK;
}

/* ---- verify ---- */

static void print_faults(struct session_of_command *session, const struct verified *verified)
{
    struct call *call = session->call;
    struct table *table = table_new(call->arena, 4);
    static const char *const heads[] = {"ledger.entry", "ledger.table", "ledger.id", "ledger.fault"};
    for (int i = 0; i < 4; i++)
        table_head(table, i, word(call->lang, heads[i]), i == 0);
    for (size_t i = 0; i < verified->fault_count; i++) {
        const struct ledger_fault *fault = &verified->faults[i];
        table_cell(table, 0, arena_format(call->arena, "%lld", (long long)fault->seq));
        table_cell(table, 1, fault->table);
        table_cell(table, 2, fault->id);
        table_cell(table, 3, word_of(call->lang, "ledger_fault", NULL, fault->kind));
        table_row(table);
    }
    table_print(table, session->out, 0);
}

static enum err run_verify(struct session_of_command *session)
{
    struct call *call = session->call;
    struct verified verified;
    const struct ledger_report *report = &verified.report;
    char hex[HASH_HEX];
    enum err err = arguments_done(session->arguments, call);
    if (!err)
        err = record_verify(&verified, session->store, call, show_progress, NULL);
    if (err)
        return err;
    if (session->print == PRINT_JSON) {
        verified_json(session->out, &verified);
        buffer_byte(session->out, '\n');
    } else {
        if (report->faults)
            print_faults(session, &verified);
        buffer_format(session->out, "%s\n",
            SAY(call->arena, call->lang, report->faults ? "ledger_bad" : "ledger_good",
                {"n", NULL, report->faults ? report->faults : report->entries}, {"rows", NULL, report->rows},
                {"hash", hash_text(hex, &report->head.hash), 0}));
        if (!report->seals)
            buffer_format(session->out, "%s\n", word(call->lang, "ledger_no_keys"));
    }
    return report->faults ? fail(call, ERR_INVALID, "ledger_does_not_verify") : OK;
}

/* ---- vouch ---- */

static enum err run_vouch(struct session_of_command *session)
{
    struct call *call = session->call;
    int64_t from;
    enum err err = arguments_done(session->arguments, call);
    if (!err)
        err = ledger_vouch(&from, session->store, call);
    if (err)
        return err;
    buffer_format(session->out, "%s\n",
        from ? SAY(call->arena, call->lang, "ledger_vouched", {"seq", NULL, from})
             : word(call->lang, "fault.ledger_all_sealed"));
    return OK;
}

/* ---- take back ---- */

static enum err run_take_back(struct session_of_command *session)
{
    struct call *call = session->call;
    struct outcome outcome = {0};
    int64_t seq;
    enum err err = next_number(&seq, session);
    if (!err)
        err = arguments_done(session->arguments, call);
    if (!err)
        err = record_take_back(&outcome, session->store, call, seq);
    if (!err && outcome.id)
        buffer_format(session->out, "%s\n", outcome.id);
    return err;
}

const struct command ledger_commands[] = {
    {"ledger", "list", "[--who LOGIN] [--noun NOUN] [--since DATE] [--until DATE] [--before SEQ] [--most N]",
        "help.ledger_list", NEEDS_STORE, run_list, &right_ledger_see},
    {"ledger", "show", "SEQ [--after N]", "help.ledger_show", NEEDS_STORE, run_show, &right_ledger_see},
    {"ledger", "verify", "", "help.ledger_verify", NEEDS_STORE, run_verify, NULL},
    {"ledger", "vouch", "--reason TEXT", "help.vouch", NEEDS_STORE, run_vouch, &right_ledger_vouch},
    {"ledger", "take-back", "SEQ --reason TEXT", "help.take_back", NEEDS_STORE, run_take_back, NULL},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL, NULL},
};
