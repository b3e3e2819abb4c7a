/* The table of folders: may know them all. */
#include <time.h>
#include "base/memory.h"
#include "world/state.h"

int main(void)
{
    return time(NULL) == 0;
}
