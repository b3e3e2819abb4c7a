/*
 * Records as a file: the one kind of answer that streams. It shows one moment, in memory that does not grow with the rows, packed where the
 * client takes that. A file that is small goes out whole, as any other answer does.
 */
#pragma once
#include "record/transfer.h"
#include "web/request.h"

/* "csv", "xlsx", "json"; false for anything else. */
bool export_format(enum transfer *out, const char *end);

/* Fills the response, with the name of the file; refusals as of record_list, before anything is sent. */
enum err export_answer(struct request *request, struct response *response, const struct record *record,
    const struct list_wish *wish, enum transfer format) MUST_CHECK;
