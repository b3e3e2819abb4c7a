/* The organs whose resolutions are read, by the codes of data/organ.csv. */
#pragma once
#include "base/text.h"

enum un_organ {
    ORGAN_NONE,
    ORGAN_GA,
    ORGAN_ECOSOC,
    ORGAN_SC,
    ORGAN_HRC,
    ORGAN_CHR,
    ORGAN_OTHER,
    ORGAN_COUNCIL,
    ORGAN_COMMISSION,
    ORGANS
};

static inline enum un_organ organ_of(const char *code)
{
    static const char *const codes[] = {"", "GA", "ECOSOC", "SC", "HRC", "CHR", "OTHER", "COUNCIL", "COMMISSION"};
    for (enum un_organ organ = ORGAN_GA; organ < ORGANS; organ++)
        if (text_is(code, codes[organ]))
            return organ;
    return ORGAN_NONE;
}

/* Its code; NULL for none. */
static inline const char *organ_code(enum un_organ organ)
{
    static const char *const codes[] = {NULL, "GA", "ECOSOC", "SC", "HRC", "CHR", NULL, NULL, NULL};
    return codes[organ];
}

static inline const char *organ_title(enum un_organ organ)
{
    static const char *const titles[] = {NULL, "General Assembly", "Economic and Social Council", "Security Council",
        "Human Rights Council", "Commission on Human Rights", NULL, NULL, NULL};
    return titles[organ];
}

/* The code of the body as corpus and contract write it: the Commission on Human Rights counts with the Council that followed it. */
static inline const char *organ_body(enum un_organ organ)
{
    return organ == ORGAN_CHR ? "HRC" : organ_code(organ);
}
