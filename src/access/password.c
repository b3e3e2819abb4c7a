#include "access/password.h"
#include "base/text.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <utf8proc.h>

enum {
    AT_ONCE = 2,       /* 64 MB each */
    MOST_WAITING = 32, /* about two seconds of work */
    SUBSTANCE = 6,     /* characters that must remain when the easy parts are out */
    TAKEN_OUT = 1,     /* stands where an easy part was */
};

static const char *const common_passwords[] = {
#include "access/common_passwords.h" /* made from data/common_passwords.txt */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t one_is_free = PTHREAD_COND_INITIALIZER;
static int computing, waiting;

/* What an unknown account is checked against: of today's parameters, and of nothing that can be
 * typed. */
static const char of_nobody[crypto_pwhash_STRBYTES] = "$argon2id$v=19$m=65536,t=2,p=1$c2VydmFuZGEtbm9ib2R5IQ"
                                                      "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static enum err enter(struct call *call)
{
    bool full;
    pthread_mutex_lock(&mutex);
    full = computing == AT_ONCE && waiting == MOST_WAITING;
    if (!full) {
        waiting++;
        while (computing == AT_ONCE)
            pthread_cond_wait(&one_is_free, &mutex);
        waiting--;
        computing++;
    }
    pthread_mutex_unlock(&mutex);
    return full ? fail(call, ERR_BUSY, "sign_in_busy") : OK;
}

static void leave(void)
{
    pthread_mutex_lock(&mutex);
    computing--;
    pthread_cond_signal(&one_is_free);
    pthread_mutex_unlock(&mutex);
}

/*
 * The same password typed on two keyboards may come as different bytes: é as one character or as
 * two. NULL when it is no text, or too long to be worth the work. Wiped and freed by whoever asked.
 */
static char *normal_form(const char *password)
{
    size_t size = strlen(password);
    utf8proc_uint8_t *normal = NULL;
    if (size > PASSWORD_MOST * 4 || utf8_valid(password, size) != size)
        return NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)password, (utf8proc_ssize_t)size, &normal,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    return length < 0 ? NULL : (char *)normal;
}

static void forget(char *password)
{
    if (password) {
        sodium_memzero(password, strlen(password));
        free(password);
    }
}

enum err password_hash(char out[PASSWORD_HASH], struct call *call, const char *password)
{
    _Static_assert(PASSWORD_HASH >= crypto_pwhash_STRBYTES, "room for the hash");
    enum err err = enter(call);
    if (err)
        return err;
    char *normal = normal_form(password);
    if (!normal)
        err = ERR_INVALID;
    else if (crypto_pwhash_str(out, normal, strlen(normal), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                 crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        err = ERR_NO_MEMORY;
    forget(normal);
    leave();
    return err == ERR_INVALID ? fail_field(call, err, "password_not_text", "password", NULL) : err;
}

enum err password_check(bool *right, bool *renew, struct call *call, const char *hash, const char *password)
{
    *right = *renew = false;
    enum err err = enter(call);
    if (err)
        return err;
    char *normal = normal_form(password);
    const char *compared = normal ? normal : "";
    bool same = crypto_pwhash_str_verify(hash ? hash : of_nobody, compared, strlen(compared)) == 0;
    *right = same && hash && normal;
    forget(normal);
    leave();
    *renew = *right &&
        crypto_pwhash_str_needs_rehash(hash, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) !=
            0;
    return OK;
}

/* Text as code points in small letters. */
struct letters {
    int count;
    uint32_t *at;
};

static struct letters letters_of(struct arena *arena, const char *text)
{
    const char *end = text + strlen(text);
    struct letters letters = {.at = NEW_ARRAY(arena, (size_t)(end - text) + 1, uint32_t)};
    for (uint32_t code; (code = utf8_next(&text, end));)
        letters.at[letters.count++] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
    return letters;
}

/* The letter that a figure or sign usually stands for. */
static uint32_t meant(uint32_t code)
{
    switch (code) {
    case '@':
    case '4': return 'a';
    case '3': return 'e';
    case '1':
    case '!': return 'i';
    case '0': return 'o';
    case '$':
    case '5': return 's';
    case '7': return 't';
    default: return code;
    }
}

static bool stands_at(const struct letters *text, int from, const struct letters *word)
{
    if (from + word->count > text->count)
        return false;
    for (int i = 0; i < word->count; i++)
        if (text->at[from + i] != word->at[i] && meant(text->at[from + i]) != word->at[i])
            return false;
    return true;
}

static void take_out(struct letters *text, const struct letters *word)
{
    for (int from = 0; word->count > 0 && from < text->count; from++)
        if (stands_at(text, from, word))
            for (int i = 0; i < word->count; i++)
                text->at[from + i] = TAKEN_OUT;
}

/* Longer words first, so that "password" leaves nothing where "pass" would leave "word". */
static void take_out_common(struct letters *text, struct arena *arena)
{
    enum { COUNT = sizeof common_passwords / sizeof *common_passwords };
    struct letters *words = NEW_ARRAY(arena, COUNT, struct letters);
    int longest = 0;
    for (int i = 0; i < COUNT; i++) {
        words[i] = letters_of(arena, common_passwords[i]);
        longest = words[i].count > longest ? words[i].count : longest;
    }
    for (int length = longest; length > 0; length--)
        for (int i = 0; i < COUNT; i++)
            if (words[i].count == length)
                take_out(text, &words[i]);
}

/* Each part of a name of at least four letters, as in nadia.karim@example.org. */
static void take_out_names(struct letters *text, struct arena *arena, const char *name)
{
    struct letters all = letters_of(arena, name);
    for (int from = 0; from < all.count;) {
        int to = from;
        while (to < all.count && !(all.at[to] < 128 && strchr(" .@-_'+", (int)all.at[to])))
            to++;
        struct letters part = {to - from, all.at + from};
        if (part.count >= 4 || (part.count >= 2 && part.at[0] > 0x2E80)) /* Chinese names are shorter */
            take_out(text, &part);
        from = to + 1;
    }
}

/* Characters that do not follow from the one before: in 12345678 and in aaaaaaaa there is one. */
static int substance(const struct letters *text)
{
    int count = 0;
    for (int i = 0; i < text->count; i++) {
        if (text->at[i] == TAKEN_OUT)
            continue;
        int64_t step = i ? (int64_t)text->at[i] - text->at[i - 1] : INT64_MAX;
        bool again = i > 1 && text->at[i] == text->at[i - 2]; /* abababab */
        count += (step < -1 || step > 1) && !again;
    }
    return count;
}

static enum err refuse(struct call *call, const char *key, const char *want)
{
    return fail_want(call, ERR_INVALID, key, "password", NULL, want);
}

enum err password_rules(struct call *call, const char *password, const char *const *names)
{
    size_t size = strlen(password);
    if (utf8_valid(password, size) != size)
        return refuse(call, "password_not_text", NULL);
    size_t length = utf8_length(password);
    if (length < PASSWORD_LEAST)
        return refuse(call, "password_short", arena_format(call->arena, "%d", PASSWORD_LEAST));
    if (length > PASSWORD_MOST)
        return refuse(call, "password_long", arena_format(call->arena, "%d", PASSWORD_MOST));
    struct letters text = letters_of(call->arena, password);
    enum err err = OK;
    take_out_common(&text, call->arena);
    if (substance(&text) < SUBSTANCE)
        err = refuse(call, "password_common", NULL);
    for (int i = 0; !err && names && names[i]; i++)
        take_out_names(&text, call->arena, names[i]);
    if (!err && substance(&text) < SUBSTANCE)
        err = refuse(call, "password_name", NULL);
    sodium_memzero(text.at, (size_t)text.count * sizeof *text.at);
    return err;
}
