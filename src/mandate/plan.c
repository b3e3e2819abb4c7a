#include "mandate/plan.h"
#include <stdlib.h>
#include <string.h>
#include "base/fold.h"
#include "base/hash.h"
#include "mandate/diff_words.h"

/* ---- names ---- */

/* "A/RES/2994(XXVII)" -> "A-RES-2994-XXVII": what stands in addresses. */
static char *id_of_symbol(struct arena *arena, const char *symbol)
{
    char *id = arena_text(arena, symbol), *to = id;
    for (const char *from = id; *from; from++) {
        bool plain = (*from >= '0' && *from <= '9') || (*from >= 'A' && *from <= 'Z') || (*from >= 'a' && *from <= 'z');
        if (plain || (*from == '.' && to > id))
            *to++ = *from;
        else if (to > id && to[-1] != '-')
            *to++ = '-';
    }
    while (to > id && to[-1] == '-')
        to--;
    *to = 0;
    return id;
}

struct word_list {
    uint64_t *at;
    size_t count, room;
};

static void add_word(const char *token, size_t size, size_t from, size_t to, void *arg)
{
    struct word_list *list = arg;
    (void)from, (void)to;
    uint64_t name = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        name = (name ^ (unsigned char)token[i]) * 1099511628211u;
    if (list->count < list->room)
        list->at[list->count++] = name;
}

static int by_number(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, two = *(const uint64_t *)b;
    return one < two ? -1 : one > two;
}

size_t title_words(uint64_t **out, struct arena *arena, const char *title)
{
    size_t size = strlen(title), kept = 0;
    struct word_list list = {.at = NEW_ARRAY(arena, size + 1, uint64_t), .room = size};
    fold_walk(arena, title, size, add_word, &list);
    qsort(list.at, list.count, sizeof *list.at, by_number);
    for (size_t i = 0; i < list.count; i++)
        if (!kept || list.at[kept - 1] != list.at[i])
            list.at[kept++] = list.at[i];
    *out = list.at;
    return kept;
}

static uint64_t key_of_title(struct arena *arena, const char *title)
{
    uint64_t *words, key = 1;
    size_t count = title ? title_words(&words, arena, title) : 0;
    for (size_t i = 0; i < count; i++)
        key = (key ^ words[i]) * 1099511628211u;
    return count ? key | 1 : 0;
}

/* ---- paragraphs ---- */

static enum paragraph_class class_of(const char *name)
{
    static const char *const names[] = {"directive", "observing", "reinforcing", "deciding", "evaluative"};
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (enum paragraph_class)(i + 1);
    return 0;
}

static void fill_paragraphs(struct plan *plan, struct arena *arena, const struct resolution *r)
{
    hash_state digest;
    char hex[HASH_HEX];
    struct hash hash;
    const char *called = text_or(r->symbol, text_or(r->title, ""));
    hash_start(&digest);
    plan->document.words = 0;
    plan->paragraphs = NEW_ARRAY(arena, plan->pieces.count + 1, struct paragraph);
    for (size_t i = 0; i < plan->pieces.count; i++) {
        const struct text_piece *piece = &plan->pieces.at[i];
        const char *text = span_text(arena, r->text, piece->span);
        const struct said_verb *verb = piece->clause && piece->clause->verb_count ? piece->clause->verbs : NULL;
        size_t words;
        struct diff_word *cut = diff_words_cut(arena, text, strlen(text), &words);
        for (size_t w = 0; w < words; w++)
            hash_add(&digest, &cut[w].name, sizeof cut[w].name);
        hash_add(&digest, "\n", 1);
        plan->document.words += (int64_t)words;
        if (text_empty(text))
            text = "…";
        plan->paragraphs[plan->paragraph_count++] = (struct paragraph){
            .cited_as = arena_format(arena, "%.*s%s%s", 60, called, *called ? " " : "", piece->label),
            .place = (int64_t)i + 1,
            .part = (enum paragraph_part)(piece->part + 1),
            .number = piece->number,
            .verb = verb ? verb->phrase : NULL,
            .class = verb ? class_of(verb->class) : 0,
            .text = text};
    }
    hash_end(&hash, &digest);
    plan->document.digest = arena_text(arena, hash_text(hex, &hash));
}

/* ---- the whole ---- */

void plan_make(struct plan *out, struct arena *arena, const struct resolution *r, const struct plan_asked *asked)
{
    *out = (struct plan){.document = {
                             .symbol = r->symbol,
                             .name = r->title,
                             .organ = organ_code(r->outer ? r->outer->organ : r->organ),
                             .session = r->session,
                             .date = r->date,
                             .kind = r->decision ? DOCUMENT_KIND_DECISION : DOCUMENT_KIND_RESOLUTION,
                             .language = (enum document_language)(r->lang + 1),
                             .stage = r->draft || r->outer ? DOCUMENT_STAGE_DRAFT : DOCUMENT_STAGE_ADOPTED,
                             .meeting = r->meeting,
                             .agenda_item = r->agenda_item,
                             .invented = UNKNOWN,
                         }};
    pieces_make(&out->pieces, arena, r);
    fill_paragraphs(out, arena, r);
    out->id = r->symbol ? id_of_symbol(arena, r->symbol) : NULL;
    if (text_empty(out->id))
        out->id = arena_format(arena, "text-%.16s", out->document.digest);
    out->title_key = key_of_title(arena, r->title);
    plan_citations(out, arena, r);
    if (out->document.stage == DOCUMENT_STAGE_ADOPTED)
        plan_duties(out, arena, r, asked);
}
