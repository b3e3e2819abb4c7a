#include "access/totp.h"
#include "base/buffer.h"
#include "base/text.h"
#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char recovery_letters[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* no i, l, o, u */

static void start(void)
{
    oath_init();
}

void totp_secret_new(unsigned char out[TOTP_SECRET])
{
    randombytes_buf(out, TOTP_SECRET);
}

/* 20 bytes are 32 letters of five bits, without padding. */
static void secret_letters(char out[TOTP_SECRET * 8 / 5 + 1], const unsigned char secret[TOTP_SECRET])
{
    unsigned bits = 0, held = 0;
    for (int i = 0; i < TOTP_SECRET; i++) {
        held = held << 8 | secret[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = base32[held >> (bits - 5) & 31];
    }
    *out = 0;
}

/* What may stand in a label of a URL as it is; the rest as %XX. */
static void add_escaped(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
            strchr("-._~", byte);
        if (plain)
            buffer_byte(out, (char)byte);
        else
            buffer_format(out, "%%%02X", byte);
    }
}

char *totp_url(struct arena *arena, const unsigned char secret[TOTP_SECRET], const char *office, const char *login)
{
    char letters[TOTP_SECRET * 8 / 5 + 1];
    struct buffer *url = buffer_new(arena, 2000);
    secret_letters(letters, secret);
    buffer_text(url, "otpauth://totp/");
    add_escaped(url, office);
    buffer_byte(url, ':');
    add_escaped(url, login);
    buffer_format(url, "?secret=%s&issuer=", letters);
    add_escaped(url, office);
    return url->at;
}

char *totp_secret_text(struct arena *arena, const unsigned char secret[TOTP_SECRET])
{
    char letters[TOTP_SECRET * 8 / 5 + 1];
    struct buffer *text = buffer_new(arena, 100);
    secret_letters(letters, secret);
    for (int i = 0; letters[i]; i++) {
        if (i && i % 4 == 0)
            buffer_byte(text, ' ');
        buffer_byte(text, letters[i]);
    }
    return text->at;
}

bool totp_code(char out[TOTP_DIGITS + 1], const unsigned char secret[TOTP_SECRET], int64_t step)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    char copy[TOTP_SECRET];
    pthread_once(&once, start);
    memcpy(copy, secret, TOTP_SECRET);
    int err = oath_totp_generate(copy, TOTP_SECRET, (time_t)(step * TOTP_SECONDS), TOTP_SECONDS, 0, TOTP_DIGITS, out);
    sodium_memzero(copy, sizeof copy);
    return err == OATH_OK;
}

bool totp_right(int64_t *step, const unsigned char secret[TOTP_SECRET], int64_t last, int64_t now, const char *code)
{
    char typed[TOTP_DIGITS + 1] = {0}, right[TOTP_DIGITS + 1];
    int length = 0;
    for (; *code; code++) {
        if (*code == ' ')
            continue;
        if (length == TOTP_DIGITS || *code < '0' || *code > '9')
            return false;
        typed[length++] = *code;
    }
    if (length != TOTP_DIGITS)
        return false;
    int64_t today = now / 1000000 / TOTP_SECONDS;
    bool found = false;
    for (int64_t at = today - TOTP_WINDOW; at <= today + TOTP_WINDOW; at++) {
        if (!totp_code(right, secret, at))
            return false;
        if (sodium_memcmp(typed, right, TOTP_DIGITS) == 0 && at > last && !found) {
            *step = at;
            found = true;
        }
    }
    return found;
}

void recovery_code_new(char out[RECOVERY_TEXT])
{
    unsigned char random[RECOVERY_TEXT];
    randombytes_buf(random, sizeof random);
    for (int i = 0; i < RECOVERY_TEXT - 1; i++)
        out[i] = i % 5 == 4 ? '-' : recovery_letters[random[i] & 31];
    out[RECOVERY_TEXT - 1] = 0;
}

bool recovery_code_plain(char out[RECOVERY_TEXT], const char *typed)
{
    int length = 0;
    for (; *typed; typed++) {
        char letter = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed - 'A' + 'a') : *typed;
        if (letter == '-' || letter == ' ')
            continue;
        letter = letter == 'o' ? '0' : letter == 'i' || letter == 'l' ? '1' : letter;
        if (length == 16 || !strchr(recovery_letters, letter))
            return false;
        out[length++] = letter;
    }
    out[length] = 0;
    return length == 16;
}
