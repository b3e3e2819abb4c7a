/* Every record, field and choice that is declared has its words: what is missing is named by the key to add. */
#include "store/record.h"
#include "test/test.h"

static bool said(const char *kind, const char *thing, const char *name)
{
    return word_find(LANG_EN, arena_format(test_call.arena, "%s.%s.%s", kind, thing, name)) ||
        word_find(LANG_EN, arena_format(test_call.arena, "%s.%s", kind, name));
}

TEST(records_have_names)
{
    CHECK(record_count > 0);
    for (int r = 0; r < record_count; r++) {
        static const char *const kinds[] = {"record", "records"}; /* one, many */
        for (size_t k = 0; k < 2; k++) {
            const char *key = arena_format(test_call.arena, "%s.%s", kinds[k], records[r]->noun);
            if (!word_find(LANG_EN, key))
                test_fail("words", 0, "%s is missing", key);
        }
    }
}

TEST(fields_and_choices_have_words)
{
    size_t fields = 0, choices = 0;
    for (int r = 0; r < record_count; r++)
        for (const struct field *f = records[r]->fields; f < records[r]->fields + records[r]->field_count; f++) {
            fields++;
            if (!said("field", records[r]->noun, f->name))
                test_fail("words", 0, "field.%s.%s is missing", records[r]->noun, f->name);
            for (const char *const *choice = f->choices; choice && *choice; choice++, choices++)
                if (!said("choice", f->name, *choice))
                    test_fail("words", 0, "choice.%s.%s is missing", f->name, *choice);
        }
    CHECK(fields > 0 && choices > 0);
}

int main(void)
{
    RUN(records_have_names);
    RUN(fields_and_choices_have_words);
    return test_end();
}
