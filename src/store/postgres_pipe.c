/* libpq's pipeline mode, entered with the first statement that can wait and left when its answer is read. */
#include "store/postgres_pipe.h"

static PGconn *handle(const struct db *db)
{
    return db->handle;
}

static bool enter(struct db *db)
{
    return PQpipelineStatus(handle(db)) != PQ_PIPELINE_OFF || PQenterPipelineMode(handle(db)) == 1;
}

bool pipe_text(struct db *db, const char *text)
{
    if (!enter(db) || PQsendQueryParams(handle(db), text, 0, NULL, NULL, NULL, NULL, 0) != 1)
        return false;
    db->pending++;
    return true;
}

bool pipe_prepared(
    struct db *db, const char *name, int count, const char *const *values, const int *lengths, const int *binary)
{
    if (!enter(db) || PQsendQueryPrepared(handle(db), name, count, values, lengths, binary, 0) != 1)
        return false;
    db->pending++;
    return true;
}

bool answer_is_error(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

PGresult *pipe_end(struct db *db)
{
    PGresult *kept = NULL;
    bool broken = PQpipelineSync(handle(db)) != 1;
    for (int i = 0; i < db->pending && !broken; i++) {
        PGresult *result = PQgetResult(handle(db)), *more;
        broken = !result;
        if (kept && answer_is_error(kept)) {
            PQclear(result);
        } else if (result) {
            PQclear(kept);
            kept = result;
        }
        while (result && (more = PQgetResult(handle(db))))
            PQclear(more);
    }
    db->pending = 0;
    if (!broken)
        PQclear(PQgetResult(handle(db))); /* of the synchronisation */
    if (PQexitPipelineMode(handle(db)) != 1)
        db->lost = true;
    if (broken && (!kept || !answer_is_error(kept))) {
        PQclear(kept);
        kept = NULL;
    }
    return kept;
}
