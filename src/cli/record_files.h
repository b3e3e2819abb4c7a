/*
 * The verbs of records that work on many rows: export, import, bulk. What goes out is written as it is read, in memory that does not grow;
 * whoever waits at a terminal sees how far it is. Private to cli/.
 */
#pragma once
#include "cli/command.h"
#include "record/transfer.h"

/* --saved NAME opens a list that was kept, --save NAME keeps this one, --share with the office (records.c). */
enum err kept_under_a_name(
    struct session_of_command *session, const struct record *record, struct list_wish *wish) MUST_CHECK;

/* To a file, or (NULL) to the standard output. */
enum err records_out(struct session_of_command *session, const struct record *record, const struct list_wish *wish,
    const char *path, enum transfer format) MUST_CHECK;

enum err run_export(struct session_of_command *session, const struct record *record) MUST_CHECK;
enum err run_import(struct session_of_command *session, const struct record *record) MUST_CHECK;
enum err run_bulk(struct session_of_command *session, const struct record *record) MUST_CHECK;
