#include "world/body.h"
#include <string.h>
#include "base/text.h"

/* Longer names before the shorter ones they begin with; words without case and accents. */
static const struct {
    const char *name;
    enum body_kind kind;
    const char *organ;
} names[] = {
    {"assembly of states parties", BODY_OTHER, NULL},
    {"world health assembly", BODY_OTHER, NULL},
    {"parliamentary assembly", BODY_OTHER, NULL},
    {"general assembly", BODY_ORGAN, "GA"},
    {"assemblee generale", BODY_ORGAN, "GA"},
    {"asamblea general", BODY_ORGAN, "GA"},
    {"assembly", BODY_ORGAN, "GA"},
    {"assemblee", BODY_ORGAN, "GA"},
    {"asamblea", BODY_ORGAN, "GA"},
    {"economic and social council", BODY_ORGAN, "ECOSOC"},
    {"conseil economique et social", BODY_ORGAN, "ECOSOC"},
    {"consejo economico y social", BODY_ORGAN, "ECOSOC"},
    {"human rights council", BODY_ORGAN, "HRC"},
    {"conseil des droits de l homme", BODY_ORGAN, "HRC"},
    {"consejo de derechos humanos", BODY_ORGAN, "HRC"},
    {"security council", BODY_ORGAN, "SC"},
    {"conseil de securite", BODY_ORGAN, "SC"},
    {"consejo de seguridad", BODY_ORGAN, "SC"},
    {"governing council", BODY_OTHER, NULL},
    {"trusteeship council", BODY_OTHER, NULL},
    {"council of europe", BODY_OTHER, NULL},
    {"council", BODY_COUNCIL, NULL},
    {"conseil", BODY_COUNCIL, NULL},
    {"consejo", BODY_COUNCIL, NULL},
    {"commission on crime prevention and criminal justice", BODY_ORGAN, "CCPCJ"},
    {"commission pour la prevention du crime et la justice penale", BODY_ORGAN, "CCPCJ"},
    {"comision de prevencion del delito y justicia penal", BODY_ORGAN, "CCPCJ"},
    {"commission on narcotic drugs", BODY_ORGAN, "CND"},
    {"commission des stupefiants", BODY_ORGAN, "CND"},
    {"comision de estupefacientes", BODY_ORGAN, "CND"},
    {"commission on human rights", BODY_ORGAN, "CHR"},
    {"commission des droits de l homme", BODY_ORGAN, "CHR"},
    {"comision de derechos humanos", BODY_ORGAN, "CHR"},
    {"commission", BODY_COMMISSION, NULL},
    {"comision", BODY_COMMISSION, NULL},
    {"conference", BODY_OTHER, NULL},
    {"conferencia", BODY_OTHER, NULL},
    {"meeting of states parties", BODY_OTHER, NULL},
    {"committee", BODY_OTHER, NULL},
    {"comite", BODY_OTHER, NULL},
    {"congress", BODY_OTHER, NULL},
    {"subcommission", BODY_OTHER, NULL},
    {"working group", BODY_OTHER, NULL},
    {"governing body", BODY_OTHER, NULL},
    {"executive board", BODY_OTHER, NULL},
};

/* How many words the name takes at this place; 0 when it does not stand there. */
static size_t stands(const char *name, const struct text_word *words, size_t count)
{
    size_t taken = 0;
    for (const char *at = name; *at; taken++) {
        size_t length = strcspn(at, " ");
        if (taken == count || strlen(words[taken].plain) != length || strncmp(words[taken].plain, at, length) != 0)
            return 0;
        at += length;
        at += *at == ' ';
    }
    return taken;
}

static bool is_through(const struct text_word *words, size_t at)
{
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        const char *word = words[at - back].plain;
        if (text_is(word, "through") || text_is(word, "intermediaire") || text_is(word, "conducto"))
            return true;
    }
    return false;
}

size_t bodies_find(struct body **out, struct arena *arena, const struct text_word *words, size_t count)
{
    size_t found = 0;
    struct body *bodies = NEW_ARRAY(arena, count + 1, struct body);
    for (size_t at = 0; at < count;) {
        size_t taken = 0;
        for (size_t n = 0; n < sizeof names / sizeof *names && !taken; n++)
            if ((taken = stands(names[n].name, words + at, count - at)) > 0)
                bodies[found++] = (struct body){names[n].kind, names[n].organ, at, taken, is_through(words, at)};
        at += taken ? taken : 1;
    }
    *out = bodies;
    return found;
}
