/*
 * Proving the ledger over the tables of every record, with its faults named: at the command line, and as a job whose result a
 * page shows.
 */
#pragma once
#include "access/job_kind.h"
#include "store/ledger.h"

struct verified {
    struct ledger_report report;
    struct ledger_fault *faults; /* the first thousand; report.faults counts all */
    size_t fault_count;
};

enum err record_verify(struct verified *out, struct store *store, struct call *call, store_progress *progress,
    void *progress_arg) MUST_CHECK;

/* {"faults":[{"kind","table","id","seq"},…],"entries","rows","head","hash","good","seals"}, and read back. */
void verified_json(struct buffer *out, const struct verified *verified);
enum err verified_read(struct verified *out, struct call *call, const char *json) MUST_CHECK;

extern struct job_kind verify_job; /* "ledger_verify" */
