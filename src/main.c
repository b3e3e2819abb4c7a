/* The program: the table of folders, and nothing else. */
#include <stdio.h>

int main(void)
{
    puts("servanda " VERSION);
    return 0;
}
