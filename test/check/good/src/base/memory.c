/* The one folder that may ask for memory and read numbers. */
#include <stdlib.h>

void *give(const char *text)
{
    return malloc((size_t)strtol(text, NULL, 10));
}
