/* Every record, field, choice, tie, step and operation that is declared has its words: what is missing is named by the key to add. */
#include "record/operation.h"
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
            bool of_steps = f - records[r]->fields == records[r]->state;
            const char *own = arena_format(test_call.arena, "field.%s.%s", records[r]->noun, f->name);
            if (of_steps ? !word_find(LANG_EN, own) : !said("field", records[r]->noun, f->name))
                test_fail("words", 0, "%s is missing", own); /* "field.state" is a State of the world */
            for (const char *const *choice = f->choices; choice && *choice; choice++, choices++)
                if (!said("choice", f->name, *choice))
                    test_fail("words", 0, "choice.%s.%s is missing", f->name, *choice);
        }
    CHECK(fields > 0 && choices > 0);
}

static void check_label(const char *thing, const struct field *field)
{
    if (!said("field", thing, field->name))
        test_fail("words", 0, "field.%s.%s is missing", thing, field->name);
    for (const char *const *choice = field->choices; choice && *choice; choice++)
        if (!said("choice", field->name, *choice))
            test_fail("words", 0, "choice.%s.%s is missing", field->name, *choice);
}

static void check_shape(const struct shape *shape)
{
    for (int i = 0; i < shape->part_count; i++) {
        check_label(shape->name, &shape->parts[i].field);
        if (shape->parts[i].shape)
            check_shape(shape->parts[i].shape);
    }
}

TEST(operations_have_words)
{
    CHECK(operation_count > 0);
    for (int i = 0; i < operation_count; i++) {
        const struct operation *operation = operations[i];
        const char *key = arena_format(test_call.arena, "operation.%s.%s", operation->noun, operation->verb);
        if (!word_find(LANG_EN, key))
            test_fail("words", 0, "%s is missing", key);
        for (int j = 0; j < operation->asks.field_count; j++)
            check_label(operation->asks.noun, &operation->asks.fields[j]);
        check_shape(operation->gives);
    }
}

TEST(ties_and_steps_have_words)
{
    for (int r = 0; r < record_count; r++) {
        for (int i = 0; i < records[r]->link_count; i++)
            if (!said("link", records[r]->noun, records[r]->links[i].name))
                test_fail("words", 0, "link.%s.%s is missing", records[r]->noun, records[r]->links[i].name);
        for (int i = 0; i < records[r]->step_count; i++)
            if (!said("step", records[r]->noun, records[r]->steps[i].name))
                test_fail("words", 0, "step.%s.%s is missing", records[r]->noun, records[r]->steps[i].name);
    }
}

int main(void)
{
    RUN(records_have_names);
    RUN(fields_and_choices_have_words);
    RUN(operations_have_words);
    RUN(ties_and_steps_have_words);
    return test_end();
}
