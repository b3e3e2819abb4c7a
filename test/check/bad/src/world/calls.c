/* Calls what it may not. */
#include <sqlite3.h> // want: is for store/ alone
#include <libxml/parser.h> // want: is for codec/ alone
#include "test/test.h" // want: names no folder
#include "gen/report.h" // want: report/ stands below world/
#include "gen/world.h"

int calls(char *a, const char *b)
{
    strcpy(a, b); // want: strcpy is not called here
    sprintf(a, "%s", b); // want: sprintf is not called
    a = strtok(a, b); // want: strtok is not
    system(b); // want: nothing goes through a shell
    a = malloc(1), free(a); // want: malloc is not // want: free is not
    clock_gettime(CLOCK_REALTIME, &now); // want: CLOCK_REALTIME is not
    if (!a)
        exit(1); // want: errors are values
    return atoi /* hidden */ (b) + time(0); // want: use text_number // want: time is an argument
    /* This line is longer than anybody wants to read, and goes on for a while after it has said what it had to, as some comments do. */ int want_is_over; // want: columns
}
