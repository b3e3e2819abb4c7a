/* A test may look behind the store and ask for memory, and reaches the harness. */
#include <stdlib.h>
#include "test/test.h"
#include "world/state.h"

int main(void)
{
    char *text = strdup("x");
    raw(text, "UPDATE state SET area = area + 1 WHERE id = 'AFG'");
    free(text);
    exit(0);
}
