/*
 * The tables of access: migrations 100 to 199, to be put before those of the declared records.
 */
#pragma once
#include "store/record.h"

extern const struct migration access_schema[];
extern const size_t access_schema_count;

/* Their rows that the ledger records, described as declared ones are; NULL at the end. */
extern const struct record *const access_records[];
