#include "base/id.h"
#include <sodium.h>
#include <string.h>

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

const char *id_new(char out[ID_TEXT], int64_t moment)
{
    unsigned char random[16];
    uint64_t milliseconds = (uint64_t)(moment / 1000);
    randombytes_buf(random, sizeof random);
    for (int i = 9; i >= 0; i--) {
        out[i] = alphabet[milliseconds & 31];
        milliseconds >>= 5;
    }
    for (int i = 0; i < 16; i++)
        out[10 + i] = alphabet[random[i] & 31];
    out[26] = 0;
    return out;
}

bool id_is(const char *text)
{
    return strlen(text) == ID_TEXT - 1 && strspn(text, alphabet) == ID_TEXT - 1;
}
