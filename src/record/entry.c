#include "record/entry.h"
#include "base/text.h"
#include "store/person.h"
#include <string.h>

const char *entry_text(const struct json_value *value)
{
    if (!value || value->kind == JSON_NULL || value->kind == JSON_OBJECT || value->kind == JSON_ARRAY)
        return NULL;
    return value->kind == JSON_BOOL ? (value->flag ? "true" : "false") : value->text;
}

enum err entry_open(const char **out, bool *erased, struct db *db, struct call *call, const char *person,
    const struct json_value *value)
{
    char *text = NULL;
    *out = NULL;
    const char *sealed = json_get_text(value, "sealed");
    if (!sealed)
        return OK;
    enum err err = person_open(&text, db, call, person, sealed);
    *erased = err == ERR_NOT_FOUND;
    if (err)
        return *erased ? OK : err;
    struct json_value *sealed_value; /* what is sealed is the value as JSON */
    err = json_read(&sealed_value, call, text, strlen(text), NULL);
    if (!err)
        *out = entry_text(sealed_value);
    return err;
}

enum err entry_put(struct db *db, struct call *call, const struct record *record, const char *id, int index, void *row,
    const struct json_value *value, enum entry_for what)
{
    const struct field *field = &record->fields[index];
    const char *text = entry_text(value);
    bool erased = false;
    enum err err = OK;
    if (field->class == CLASS_PERSONAL) {
        err = entry_open(&text, &erased, db, call, id, value);
        if (!err && erased)
            return what == ENTRY_SHOWN ? OK : fail_field(call, ERR_CONFLICT, "person_erased", field->name, id);
    }
    for (int lang = 0; lang < LANGS && field->flags & FIELD_LANG && !err; lang++)
        err = field_set(call, record, index, (enum lang)lang, row, entry_text(json_get(value, lang_codes[lang])));
    return err || field->flags & FIELD_LANG ? err : field_set(call, record, index, LANG_EN, row, text);
}

enum err entry_put_all(struct db *db, struct call *call, const struct record *record, const char *id, void *row,
    const struct json_value *whole, enum entry_for what)
{
    for (const struct json_value *member = whole->first; member; member = member->next) {
        int field = field_named(record, member->name); /* -1: of a declaration that has changed since */
        enum err err = field < 0 ? OK : entry_put(db, call, record, id, field, row, member, what);
        if (err)
            return err;
    }
    return OK;
}
