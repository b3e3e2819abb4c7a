/* SQL where it does not belong. */
#include "store/sql.h"

static const SQL(pieces, "SELECT a FROM state WHERE " CONDITION); // want: "CONDITION" is none
static const SQL(call, f("SELECT a FROM b")); // want: "f" is none // want: "(" is none // want: outside SQL()

void build(struct buffer *out, const char *name)
{
    buffer_text(out, "SELECT a FROM state"); // want: outside SQL()
    buffer_format(out, // a literal of two parts is named where it begins
        "INSERT INTO state "  // want: outside SQL()
        "VALUES ($1)");
    const char *text = "DELETE FROM state"; // want: outside SQL()
    buffer_text(out, " WHERE name = "); // want: outside SQL()
}
