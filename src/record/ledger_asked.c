/* The answers to src/record/ledger.decl. */
#include "gen/record.h"
#include "base/text.h"
#include "record/ledger_view.h"

enum { STANDARD_MOST = 50 };

enum err ledger_list(
    struct change_told_list *out, struct db *db, struct call *call, const struct ledger_list_asked *asked)
{
    struct ledger_line *lines;
    int count;
    struct ledger_ask ask = {.noun = asked->noun,
        .since = asked->since,
        .until = asked->until,
        .before = asked->before == UNKNOWN ? 0 : asked->before,
        .most = asked->most == UNKNOWN ? STANDARD_MOST : (int)asked->most};
    enum err err = ledger_who(&ask.who, db, call, asked->who);
    if (!err)
        err = ledger_lines(&lines, &count, db, call, &ask);
    if (err)
        return err;
    struct change_told *items = NEW_ARRAY(call->arena, (size_t)count + 1, struct change_told);
    for (int i = 0; i < count; i++)
        items[i] = (struct change_told){.seq = lines[i].seq,
            .at = lines[i].at,
            .who = lines[i].who,
            .who_name = lines[i].who_name,
            .action = lines[i].action,
            .noun = lines[i].noun,
            .id = lines[i].id,
            .title = text_empty(lines[i].title) ? NULL : lines[i].title,
            .batch = lines[i].batch,
            .withheld = lines[i].withheld};
    *out = (struct change_told_list){items, (size_t)count};
    return OK;
}
