#include "access/secret.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

enum { BYTES = 32, LETTERS = 43 };

void secret_new(char out[SECRET_TEXT], const char *prefix)
{
    unsigned char bytes[BYTES];
    size_t length = strlen(prefix);
    randombytes_buf(bytes, sizeof bytes);
    memcpy(out, prefix, length);
    sodium_bin2base64(
        out + length, SECRET_TEXT - length, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

const char *secret_hash(char out[HASH_HEX], const char *secret)
{
    struct hash hash = hash_of(secret, strlen(secret));
    return hash_text(out, &hash);
}

bool secret_is(const char *text, const char *prefix)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(prefix);
    return text && text_starts(text, prefix) && strlen(text) == length + LETTERS &&
        strspn(text + length, letters) == LETTERS;
}
