/*
 * The name of a State inside a sentence, in six languages: "the Gambia", "de la France", "au Kenya", "aux États-Unis",
 * "del Japón", "на Кубе". In: the State's row and its row of data/name_usage.csv, which holds the grammar (NULL when there
 * is none). Out: the words. Where the grammar is not known the construction is neutral: the
 * name stands unchanged behind a noun ("de l’entité suivante : X"), in English and Spanish without an article.
 */
#pragma once
#include "gen/world.h"

enum name_relation {
    RELATION_NAMED, /* the name with its article: "la France", "the Sudan" */
    RELATION_OF,    /* "de la France", "del Perú", "Франции" */
    RELATION_FROM,  /* where somebody comes from: "de France", "d’Angola", "du Kenya" */
    RELATION_IN,    /* "en France", "au Kenya", "à Cuba", "на Кубе" */
    RELATION_TO,    /* addressed to: "à la France", "au Kenya", "al Perú" */
};

/* Texts of the arena. A State without a name in the language is called by the first name that it has. */
char *state_words(struct arena *arena, enum lang lang, const struct state *state, const struct name_usage *usage,
    enum name_relation relation);

/* The name as it stands in a list, in the language or in the next that there is. */
const char *state_name(enum lang lang, const struct state *state);

/* For sorting by fold_sort_key: the order of names in the reader's language. */
struct named_state {
    const struct state *state;
    const char *sort_key;
};
void states_sort(struct arena *arena, enum lang lang, struct named_state *states, size_t count);
