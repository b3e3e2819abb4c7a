#include "record/many.h"
#include "codec/json.h"
#include "store/row_memo.h"

enum { ROW_MEMORY = 64 << 20, ROWS_BETWEEN = 500 };

struct one {
    struct db *db;
    struct call *call;
    const struct many_row *row;
};

static enum err take_one(void *arg)
{
    struct one *one = arg;
    return one->row->take(one->db, one->call, one->row->arg);
}

static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND;
}

static void tell_faults(struct many *many, struct call *call, const struct call *of_row, const struct many_row *row)
{
    for (const struct fault *from = of_row->faults; from; from = from->next) {
        struct fault fault = *from;
        struct many_refusal refusal = {.fault = &fault};
        if (row->place)
            row->place(&refusal, &fault, row->arg);
        if (many->refused)
            many->refused(many, &refusal);
        fault_copy(call, &fault); /* the call outlives the row */
    }
}

enum err many_take(struct many *many, struct db *db, struct call *call, const struct many_row *row)
{
    struct call of_row = *call;
    of_row.arena = many->memory;
    call_clear(&of_row);
    many->report.rows++;
    enum err err = arena_run(many->memory, take_one, &(struct one){db, &of_row, row});
    if (err)
        tell_faults(many, call, &of_row, row);
    arena_reset(many->memory);
    if (is_refusal(err) && !db_failed(db)) { /* a statement that failed has undone the whole */
        many->report.bad++;
        err = OK;
    }
    if (!err && many->goes_on && many->report.rows % ROWS_BETWEEN == 0 && !many->goes_on(many))
        err = fail(call, ERR_CONFLICT, "stopped");
    return err;
}

struct writing {
    struct many *many;
    store_work *work;
    void *arg;
    bool held_back;
};

static enum err write_rows(struct db *db, struct call *call, void *arg)
{
    struct writing *writing = arg;
    struct many *many = writing->many;
    row_memo_free(call->memo); /* of a try before */
    call->memo = row_memo_new();
    many->report = (struct many_report){0};
    if (many->begins)
        many->begins(many);
    enum err err = writing->work(db, call, writing->arg);
    if (err)
        return err;
    if (many->report.bad && !many->skip_bad)
        return call_err(call) ? call_err(call) : ERR_INVALID;
    writing->held_back = many->dry_run;
    return many->dry_run ? ERR_CONFLICT : many->kept ? many->kept(many, db, call) : OK;
}

enum err many_write(struct many *many, struct store *store, struct call *call, store_work *work, void *arg)
{
    struct writing writing = {.many = many, .work = work, .arg = arg};
    many->memory = arena_within(call->arena, ROW_MEMORY);
    enum err err = many->apart ? store_write_apart(store, call, write_rows, &writing)
                               : store_write(store, call, write_rows, &writing);
    row_memo_free(call->memo);
    call->memo = NULL;
    arena_reset(many->memory);
    many->memory = NULL;
    return writing.held_back && err == ERR_CONFLICT ? OK : err;
}

void many_report_members(struct json *json, const struct many_report *report)
{
    json_member_number(json, "rows", report->rows);
    json_member_number(json, "added", report->added);
    json_member_number(json, "changed", report->changed);
    json_member_number(json, "same", report->same);
    json_member_number(json, "bad", report->bad);
}
