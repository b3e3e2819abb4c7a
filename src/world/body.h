/* Which organ a text names, and where: "the Economic and Social Council", "the Commission", "l’Assemblée". */
#pragma once
#include "world/ordinal.h"

enum body_kind {
    BODY_ORGAN,      /* named in full: the id is known */
    BODY_COUNCIL,    /* "the Council": which one depends on who speaks */
    BODY_COMMISSION, /* "the Commission" */
    BODY_OTHER,      /* a body whose calendar is not held here */
};

struct body {
    enum body_kind kind;
    const char *organ; /* BODY_ORGAN */
    size_t at, words;  /* where in the text */
    bool through;      /* "through the Council": a stop on the way, not who is addressed */
};

/* The bodies named, in the order of the text. */
size_t bodies_find(struct body **out, struct arena *arena, const struct text_word *words, size_t count);
