/* An engine may hold the library, and keeps its own SQL by exception. */
#include <sqlite3.h>
#include "store/sql.h"

int settings(sqlite3 *db)
{
    return sqlite3_exec(db, "PRAGMA journal_mode = WAL", 0, 0, 0);
}
