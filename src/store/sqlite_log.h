/*
 * How SQLite's write-ahead log comes to the disk: each commit in one piece, into room that is there already. Private to
 * src/store.
 *
 * SQLite hands the log to the system page by page, and each page in two parts. A commit of ten pages is twenty calls; and
 * as the file grows with each of them, each flush also has to settle its new length, which on most file systems is a second
 * and a third trip to the disk. So the parts are gathered until the flush, or until somebody reads, and when the
 * file is to grow it grows by a quarter of a megabyte of zeros, which SQLite takes for the end of the log. What is promised stays
 * the same: SQLite makes a commit known to nobody before its flush came back.
 */
#pragma once

/* The name under which connections ask for it; NULL when SQLite has no room for it. */
const char *sqlite_log(void);
