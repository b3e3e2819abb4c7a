/*
 * Texts into the store: files and folders from a command, an upload from the web or the programming interface (a text, Akoma Ntoso, or a
 * zip archive of them). Workers read, one thread keeps (mandate/keep.h); each resolution is a row of the report.
 */
#pragma once
#include "mandate/files.h"
#include "record/transfer.h"

enum err mandate_import(
    struct many *many, struct store *store, struct call *call, const struct file_list *files) MUST_CHECK;

/* How `document` takes them as files of its own (record/transfer.h). */
extern const struct own_files mandate_own_files;
