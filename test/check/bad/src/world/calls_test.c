/* A test may do more, not everything. */
#include "test/test.h"

int main(void)
{
    char *a = strdup("x");
    return atoi(a); // want: use text_number
}
