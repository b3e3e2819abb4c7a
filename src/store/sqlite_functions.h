/* Teaches an SQLite connection the functions by which one SQL text serves both engines. Private to src/store. */
#pragma once
#include <sqlite3.h>

int sqlite_add_functions(sqlite3 *to);
