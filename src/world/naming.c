#include "world/naming.h"
#include <stdlib.h>
#include <string.h>
#include "base/fold.h"
#include "base/text.h"

/* When a name is missing in a language, the languages are tried in this order. */
static const enum lang instead[] = {LANG_EN, LANG_FR, LANG_ES, LANG_RU, LANG_AR, LANG_ZH};

const char *state_name(enum lang lang, const struct state *state)
{
    if (!text_empty(state->name[lang]))
        return state->name[lang];
    for (size_t i = 0; i < LANGS; i++)
        if (!text_empty(state->name[instead[i]]))
            return state->name[instead[i]];
    return text_or(state->row.id, "");
}

/* How a French name takes its prepositions. */
enum french_form { FRENCH_BARE, FRENCH_BARE_VOWEL, FRENCH_LE, FRENCH_LA, FRENCH_VOWEL, FRENCH_LES, FRENCH_UNKNOWN };

static const char *const french_words[][7] = {
    /* Cuba, Israël, Kenya, France, Algérie, États-Unis; what is not known stands behind a noun */
    [RELATION_NAMED] = {"", "", "le ", "la ", "l’", "les ", ""},
    [RELATION_OF] = {"de ", "d’", "du ", "de la ", "de l’", "des ", "de l’entité suivante : "},
    [RELATION_FROM] = {"de ", "d’", "du ", "de ", "d’", "des ", "de l’entité suivante : "},
    [RELATION_IN] = {"à ", "à ", "au ", "en ", "en ", "aux ", "dans l’entité suivante : "},
    [RELATION_TO] = {"à ", "à ", "au ", "à la ", "à l’", "aux ", "à l’entité suivante : "},
};

/* Words before which "de", "le" and "la" lose their vowel: A, E, I, O, U with or without accent, and the mute h of Haïti. */
static bool begins_with_vowel(const char *name)
{
    static const char *const accented[] = {"É", "È", "Ê", "Î", "Ô", "Å"};
    for (size_t i = 0; i < sizeof accented / sizeof *accented; i++)
        if (text_starts(name, accented[i]))
            return true;
    return (*name && strchr("AEIOU", *name)) || text_starts(name, "Haï");
}

static enum french_form french_form(const char *name, const struct name_usage *usage)
{
    bool vowel = begins_with_vowel(name);
    switch (usage ? usage->article_fr : 0) {
    case NAME_USAGE_ARTICLE_FR_NONE: return vowel ? FRENCH_BARE_VOWEL : FRENCH_BARE;
    case NAME_USAGE_ARTICLE_FR_LE: return vowel ? FRENCH_VOWEL : FRENCH_LE;
    case NAME_USAGE_ARTICLE_FR_LA: return vowel ? FRENCH_VOWEL : FRENCH_LA;
    case NAME_USAGE_ARTICLE_FR_LES: return FRENCH_LES;
    default: return FRENCH_UNKNOWN;
    }
}

static char *french(struct arena *arena, const char *name, const struct name_usage *usage, enum name_relation relation)
{
    enum french_form form = french_form(name, usage);
    const char *before = french_words[relation][form];
    if (usage && usage->place_fr == NAME_USAGE_PLACE_FR_AT_LA && relation == RELATION_FROM)
        before = "de la ";
    if (usage && relation == RELATION_IN) {
        switch (usage->place_fr) {
        case NAME_USAGE_PLACE_FR_EN: before = "en "; break;
        case NAME_USAGE_PLACE_FR_AU: before = "au "; break;
        case NAME_USAGE_PLACE_FR_AUX: before = "aux "; break;
        case NAME_USAGE_PLACE_FR_AT: before = "à "; break;
        case NAME_USAGE_PLACE_FR_AT_LA: before = "à la "; break;
        case NAME_USAGE_PLACE_FR_WITHIN:
            return arena_format(arena, "dans %s%s", french_words[RELATION_NAMED][form], name);
        }
    }
    return arena_format(arena, "%s%s", before, name);
}

/* A name whose article is not known stands without one, as most do. */
static char *spanish(struct arena *arena, const char *name, const struct name_usage *usage, enum name_relation relation)
{
    static const char *const words[][6] = {
        /* not known, el, la, los, las, none */
        [RELATION_NAMED] = {"", "el ", "la ", "los ", "las ", ""},
        [RELATION_OF] = {"de ", "del ", "de la ", "de los ", "de las ", "de "},
        [RELATION_FROM] = {"de ", "del ", "de la ", "de los ", "de las ", "de "},
        [RELATION_IN] = {"en ", "en el ", "en la ", "en los ", "en las ", "en "},
        [RELATION_TO] = {"a ", "al ", "a la ", "a los ", "a las ", "a "},
    };
    return arena_format(arena, "%s%s", words[relation][usage ? usage->article_es : 0], name);
}

/* Cases that are not known are avoided: "государства Х" in the genitive, the name itself unchanged behind it. */
static char *russian(struct arena *arena, const char *name, const struct name_usage *usage, enum name_relation relation)
{
    switch (relation) {
    case RELATION_OF:
        if (usage && !text_empty(usage->of_ru))
            return arena_text(arena, usage->of_ru);
        return arena_format(arena, "государства или территории «%s»", name);
    case RELATION_FROM:
        if (usage && !text_empty(usage->of_ru))
            return arena_format(arena, "из %s", usage->of_ru);
        return arena_format(arena, "из государства или территории «%s»", name);
    case RELATION_IN:
        if (usage && !text_empty(usage->in_ru))
            return arena_text(arena, usage->in_ru);
        return arena_format(arena, "в государстве или территории «%s»", name);
    case RELATION_TO: /* the dative stands in no table */
        return arena_format(arena, "государству или территории «%s»", name);
    default: return arena_text(arena, name);
    }
}

/* The name of a State does not change in Arabic: prepositions that stand alone are taken. */
static char *arabic(struct arena *arena, const char *name, enum name_relation relation)
{
    const char *before = relation == RELATION_IN ? "في "
        : relation == RELATION_FROM              ? "من "
        : relation == RELATION_TO                ? "إلى "
                                                 : "";
    return arena_format(arena, "%s%s", before, name);
}

static char *chinese(struct arena *arena, const char *name, enum name_relation relation)
{
    switch (relation) {
    case RELATION_OF: return arena_format(arena, "%s的", name);
    case RELATION_FROM: return arena_format(arena, "来自%s", name);
    case RELATION_IN: return arena_format(arena, "在%s", name);
    case RELATION_TO: return arena_format(arena, "向%s", name);
    default: return arena_text(arena, name);
    }
}

static char *english(struct arena *arena, const char *name, const struct name_usage *usage, enum name_relation relation)
{
    static const char *const prepositions[] = {[RELATION_NAMED] = "",
        [RELATION_OF] = "of ",
        [RELATION_FROM] = "from ",
        [RELATION_IN] = "in ",
        [RELATION_TO] = "to "};
    bool the = usage && usage->article_en == NAME_USAGE_ARTICLE_EN_THE;
    return arena_format(arena, "%s%s%s", prepositions[relation], the ? "the " : "", name);
}

char *state_words(struct arena *arena, enum lang lang, const struct state *state, const struct name_usage *usage,
    enum name_relation relation)
{
    const char *name = state_name(lang, state);
    if (text_empty(state->name[lang]))
        usage = NULL; /* the grammar of another language does not fit a borrowed name */
    else if (usage && !text_empty(usage->running[lang]))
        name = usage->running[lang];
    switch (lang) {
    case LANG_FR: return french(arena, name, usage, relation);
    case LANG_ES: return spanish(arena, name, usage, relation);
    case LANG_RU: return russian(arena, name, usage, relation);
    case LANG_AR: return arabic(arena, name, relation);
    case LANG_ZH: return chinese(arena, name, relation);
    default: return english(arena, name, usage, relation);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct named_state *one = a, *other = b;
    int order = strcmp(one->sort_key, other->sort_key);
    return order ? order : strcmp(text_or(one->state->row.id, ""), text_or(other->state->row.id, ""));
}

void states_sort(struct arena *arena, enum lang lang, struct named_state *states, size_t count)
{
    for (size_t i = 0; i < count; i++)
        states[i].sort_key = fold_sort_key(arena, (int)lang, state_name(lang, states[i].state));
    qsort(states, count, sizeof *states, by_key);
}
