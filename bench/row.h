/*
 * The row that both programs of the measurement "writes" write: a record of usual size with an index, so that neither
 * has less to do than the other. Same table, same indexes, same values, write-ahead log, synchronous=FULL. With several
 * clients both write as many rows in a commit as there are clients (the store: as many as it gathers, and that is told).
 * What only the store does: the entry in the ledger, a row of some 600 bytes in an indexed table of its own, and its hash.
 */
#pragma once

#define ROW_TABLE                                                                                                      \
    "CREATE TABLE activity (id TEXT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, "  \
    "kind TEXT NOT NULL, begins TEXT, ends TEXT, people BIGINT)"
#define ROW_INDEX "CREATE INDEX activity_state ON activity (state, begins)"
#define ROW_TITLE "Workshop for judges and prosecutors on the universal legal framework, second part"
