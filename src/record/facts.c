#include "record/facts.h"
#include "codec/gzip.h"
#include "record/transfer.h"
#include <string.h>

static enum err load(struct store *store, struct call *call, const struct facts *facts, const struct record *record)
{
    struct many many = {0};
    struct buffer *csv = buffer_new(call->arena, facts->size);
    enum err err = gzip_unpack(csv, call, facts->packed, facts->packed_size);
    struct transfer_wish wish = {
        .file = facts->file,
        .bytes = csv->at,
        .size = csv->size,
        .format = transfer_format(record, csv->at, csv->size),
        .shipped = true,
    };
    return err ? err : transfer_in(&many, store, call, record, &wish);
}

enum err facts_load(struct store *store, struct call *call, bool demo)
{
    for (int pass = 0; pass <= demo; pass++)
        for (int r = 0; r < record_count; r++)
            for (int i = 0; i < shipped_facts_count; i++) {
                if (shipped_facts[i].demo != (pass == 1) || strcmp(shipped_facts[i].noun, records[r]->noun) != 0)
                    continue;
                enum err err = load(store, call, &shipped_facts[i], records[r]);
                if (err)
                    return err;
            }
    return OK;
}
