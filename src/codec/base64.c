#include "codec/base64.h"

static const char usual[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char address[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void encode(struct buffer *out, const void *bytes, size_t size, const char *alphabet, bool pad)
{
    const unsigned char *at = bytes;
    for (; size >= 3; at += 3, size -= 3) {
        char four[4] = {alphabet[at[0] >> 2], alphabet[(at[0] & 3) << 4 | at[1] >> 4],
            alphabet[(at[1] & 15) << 2 | at[2] >> 6], alphabet[at[2] & 63]};
        buffer_add(out, four, 4);
    }
    if (size == 0)
        return;
    unsigned char second = size == 2 ? at[1] : 0;
    char rest[4] = {alphabet[at[0] >> 2], alphabet[(at[0] & 3) << 4 | second >> 4], '=', '='};
    if (size == 2)
        rest[2] = alphabet[(second & 15) << 2];
    buffer_add(out, rest, pad ? 4 : size + 1);
}

void base64_encode(struct buffer *out, const void *bytes, size_t size)
{
    encode(out, bytes, size, usual, true);
}

void base64_encode_url(struct buffer *out, const void *bytes, size_t size)
{
    encode(out, bytes, size, address, false);
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool base64_decode(struct buffer *out, const char *text, size_t size)
{
    if (size > 0 && size % 4 == 0 && text[size - 1] == '=')
        size -= text[size - 2] == '=' ? 2 : 1;
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < size; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            buffer_byte(out, (char)(bits >> count));
            bits &= (1u << count) - 1;
        }
    }
    return bits == 0 && count < 6;
}
