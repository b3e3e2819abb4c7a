/*
 * The second factor: codes of six digits that change every 30 seconds (RFC 6238, as the usual
 * telephone applications speak it: SHA-1), and recovery codes for the day the telephone is gone.
 * Pure: the store is elsewhere.
 */
#pragma once
#include "base/call.h"

enum {
    TOTP_SECRET = 20, /* bytes */
    TOTP_DIGITS = 6,
    TOTP_SECONDS = 30,
    TOTP_WINDOW = 1, /* steps that a clock may be early or late */
    RECOVERY_CODES = 10,
    RECOVERY_TEXT = 20, /* "k7wq-9d2m-x4tc-hb3n" and its end: 80 random bits */
};

void totp_secret_new(unsigned char out[TOTP_SECRET]);

/* As an application reads it from a picture: otpauth://totp/OFFICE:LOGIN?secret=... */
char *totp_url(struct arena *arena, const unsigned char secret[TOTP_SECRET], const char *office, const char *login);

/* As a person types it: groups of four, in the alphabet of RFC 4648. */
char *totp_secret_text(struct arena *arena, const unsigned char secret[TOTP_SECRET]);

/*
 * Whether the code is right now. `*step` becomes the step it belongs to, which is kept as `last`: a
 * code of that step or of one before it is refused, so that none is good twice. Spaces in the code
 * do not count.
 */
bool totp_right(int64_t *step, const unsigned char secret[TOTP_SECRET], int64_t last, int64_t now, const char *code);

/* The code of a step, for tests and for a demonstration. */
bool totp_code(char out[TOTP_DIGITS + 1], const unsigned char secret[TOTP_SECRET], int64_t step);

void recovery_code_new(char out[RECOVERY_TEXT]);

/* What was typed in the one form that is hashed: small letters, no dashes, spaces or look-alikes.
 * false: it cannot be one. */
bool recovery_code_plain(char out[RECOVERY_TEXT], const char *typed);
