/* The description of long work, ties and merges: the paths that are not one for each record and verb. */
#include "codec/json.h"
#include "web/api.h"

#define TEXT_PARAMETER(in, name, required, about)                                                                      \
    "{\"in\":\"" in "\",\"name\":\"" name "\",\"required\":" required ",\"description\":\"" about                      \
    "\",\"schema\":{\"type\":\"string\"}}"
#define FLAG_PARAMETER(name, about)                                                                                    \
    "{\"in\":\"query\",\"name\":\"" name "\",\"description\":\"" about "\",\"schema\":{\"type\":\"boolean\"}}"
#define KEY_PARAMETER    TEXT_PARAMETER("header", "Idempotency-Key", "false", "A request with the same key is done once.")
#define REASON_PARAMETER TEXT_PARAMETER("query", "reason", "false", "Why; kept in the history.")
#define ID_PARAMETER     TEXT_PARAMETER("path", "id", "true", "Id of the job.")
#define NOUN_PARAMETER   TEXT_PARAMETER("path", "noun", "true", "Which records, as in /state.")
#define REFUSED(status)  "\"" status "\":{\"$ref\":\"#/components/responses/refused\"}"
#define REFUSALS                                                                                                       \
    REFUSED("400") "," REFUSED("401") "," REFUSED("403") "," REFUSED("404") "," REFUSED("409") "," REFUSED("422")
#define ACCEPTED                                                                                                       \
    "\"202\":{\"description\":\"Accepted: Location is the job\",\"headers\":{\"Location\":{\"schema\":{\"type\":"      \
    "\"string\"}}},\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\",\"required\":[\"id\"],"          \
    "\"properties\":{\"id\":{\"type\":\"string\"}}}}}}"
#define ANSWER(status, about, schema)                                                                                  \
    "\"" status "\":{\"description\":\"" about "\",\"content\":{\"application/json\":{\"schema\":" schema "}}}"
#define JOB_SCHEMA "{\"$ref\":\"#/components/schemas/_job\"}"
#define DRY_RUN    FLAG_PARAMETER("dry_run", "Only tries, and stores nothing; what was tried can be agreed to.")
#define SKIP_BAD                                                                                                       \
    FLAG_PARAMETER("skip_bad", "Passes over the rows that are refused; else nothing is stored when there is one.")

static const char import_path[] =
    "{\"post\":{\"operationId\":\"_import\",\"summary\":\"A file into "
    "records\",\"tags\":[\"_job\"],\"parameters\":[" NOUN_PARAMETER "," DRY_RUN "," SKIP_BAD
    "," TEXT_PARAMETER("query", "file", "false",
        "What to call the file.") "," REASON_PARAMETER "," KEY_PARAMETER
                                  "],\"requestBody\":{\"required\":true,\"description\":\"CSV, XLSX or JSON, at most "
                                  "25 MB; "
                                  "told apart by its first "
                                  "bytes.\",\"content\":{\"application/octet-stream\":{\"schema\":{\"type\":\"string\","
                                  "\"format\":\"binary\"}}}},\"responses\":{" ACCEPTED "," REFUSALS "}}}";

static const char bulk_path[] =
    "{\"post\":{\"operationId\":\"_bulk\",\"summary\":\"The same change to many "
    "rows\",\"tags\":[\"_job\"],\"parameters\":[" NOUN_PARAMETER "," DRY_RUN "," SKIP_BAD "," KEY_PARAMETER
    "],\"requestBody\":{\"required\":true,\"content\":{"
    "\"application/json\":{\"schema\":{\"type\":\"object\",\"required\":[\"set\",\"reason\"],\"properties\":{"
    "\"where\":{\"type\":\"object\",\"description\":\"Filters, as of the "
    "list.\"},\"ids\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"string\"}},\"set\":{\"type\":\"object\"},\"reason\":{\"type\":\"string\"}}}}}},\"responses\":"
    "{" ACCEPTED "," REFUSALS "}}}";

static const char jobs_path[] =
    "{\"get\":{\"operationId\":\"_job_list\",\"summary\":\"Your jobs of the last "
    "week\",\"tags\":[\"_job\"],\"responses\":{" ANSWER("200", "Newest first",
        "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":"
        "{\"type\":\"array\",\"items\":" JOB_SCHEMA "},\"next\":{\"type\":\"null\"}}}") "," REFUSED("401") "}}}";

static const char job_path[] =
    "{\"get\":{\"operationId\":\"_job_show\",\"summary\":\"How far it is, and what came of it\",\"tags\":[\"_job\"],"
    "\"parameters\":[" ID_PARAMETER "],\"responses\":{" ANSWER("200", "The job", JOB_SCHEMA) "," REFUSED(
        "404") "}},"
               "\"delete\":{\"operationId\":\"_job_stop\",\"summary\":\"Stops it, or discards its "
               "file\",\"tags\":[\"_job\"],"
               "\"parameters\":[" ID_PARAMETER
               "],\"responses\":{\"204\":{\"description\":\"Asked to stop\"}," REFUSED("404") "}}}";

static const char lines_path[] =
    "{\"get\":{\"operationId\":\"_job_lines\",\"summary\":\"Single rows: refused, new, changed\",\"tags\":[\"_job\"],"
    "\"parameters\":[" ID_PARAMETER
    ",{\"in\":\"query\",\"name\":\"kind\",\"schema\":{\"type\":\"string\",\"enum\":[\"bad\","
    "\"added\",\"changed\"],\"default\":\"bad\"}}," TEXT_PARAMETER(
        "query", "after", "false", "The `next` of the page before.") "],\"responses\":{" ANSWER("200", "At most 1,000",
        "{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
        "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},\"next\":{\"type\":[\"string\","
        "\"null\"]}}}") "," REFUSED("404") "," REFUSED("422") "}}}";

static const char agree_path[] = "{\"post\":{\"operationId\":\"_job_agree\",\"summary\":\"What was tried is "
                                 "done\",\"tags\":[\"_job\"],\"parameters\":[" ID_PARAMETER "," SKIP_BAD
                                 "," REASON_PARAMETER "],\"responses\":{" ACCEPTED "," REFUSALS "}}}";

static const char merge_path[] =
    "{\"post\":{\"operationId\":\"_merge\",\"summary\":\"Two records that are one: this one "
    "stays\",\"tags\":[\"_merge\"],"
    "\"parameters\":[" NOUN_PARAMETER "," TEXT_PARAMETER("path", "id", "true",
        "The row that stays.") "," DRY_RUN "," KEY_PARAMETER
                               "],\"requestBody\":{\"required\":true,\"content\":{\"application/"
                               "json\":{\"schema\":{\"type\":\"object\",\"required\":"
                               "[\"with\"],\"properties\":{\"with\":{\"type\":\"string\",\"description\":\"The row "
                               "that goes.\"},\"reason\":{\"type\":"
                               "\"string\"}}}}}},\"responses\":{" ANSWER("200", "Merged",
                                   "{\"type\":\"object\",\"required\":[\"id\",\"merged\","
                                   "\"moved\",\"ties\",\"dry_run\"],\"properties\":{\"id\":{\"type\":\"string\"},"
                                   "\"merged\":{\"type\":\"string\"},\"moved\":"
                                   "{\"type\":\"integer\"},\"ties\":{\"type\":\"integer\"},\"dry_run\":{\"type\":"
                                   "\"boolean\"}}}") "," REFUSALS "}}}";

#define TIES_SCHEMA                                                                                                    \
    "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{" \
    "\"type\":"                                                                                                        \
    "\"object\",\"required\":[\"meaning\",\"outgoing\",\"noun\",\"id\",\"title\"],\"properties\":{\"meaning\":{"       \
    "\"type\":"                                                                                                        \
    "\"string\"},\"outgoing\":{\"type\":\"boolean\"},\"noun\":{\"type\":\"string\"},\"id\":{\"type\":\"string\"},"     \
    "\"title\":"                                                                                                       \
    "{\"type\":[\"string\",\"null\"]}}}},\"next\":{\"type\":\"null\"}}}"

static const char ties_path[] =
    "{\"get\":{\"operationId\":\"_ties\",\"summary\":\"What a row is tied "
    "to\",\"tags\":[\"_tie\"],\"parameters\":[" NOUN_PARAMETER
    "," TEXT_PARAMETER("path", "id", "true", "Id of the row.") "],\"responses\":{" ANSWER("200", "From both ends", TIES_SCHEMA) "," REFUSED(
        "404") "}},"
               "\"post\":{\"operationId\":\"_tie\",\"summary\":\"Ties it to "
               "another\",\"tags\":[\"_tie\"],\"parameters\":[" NOUN_PARAMETER "," TEXT_PARAMETER("path", "id", "true",
                   "Id of the row.") "," KEY_PARAMETER "],\"requestBody\":{\"required\":true,"
                                     "\"content\":{\"application/"
                                     "json\":{\"schema\":{\"type\":\"object\",\"required\":[\"meaning\",\"id\"],"
                                     "\"properties\":"
                                     "{\"meaning\":{\"type\":\"string\"},\"id\":{\"type\":\"string\"}}}}}},"
                                     "\"responses\":{" ANSWER("201", "Tied",
                                         TIES_SCHEMA) "," REFUSALS "}},"
                                                      "\"delete\":{\"operationId\":\"_untie\",\"summary\":\"Undoes a "
                                                      "tie\",\"tags\":[\"_tie\"],\"parameters\":[" NOUN_PARAMETER
                                                      "," TEXT_PARAMETER("path", "id", "true",
                                                          "Id of the row.") "," TEXT_PARAMETER("query", "meaning",
                                                          "true", "What the tie means.") "," TEXT_PARAMETER("query",
                                                          "other", "true",
                                                          "Id of the row at the other end.") "],\"responses\":{\"204\":"
                                                                                             "{\"description\":"
                                                                                             "\"Undone\"}," REFUSALS
                                                                                             "}}}";

static const char job_schema[] =
    "{\"type\":\"object\",\"required\":[\"id\",\"kind\",\"noun\",\"status\",\"step\",\"done\",\"total\",\"created\","
    "\"started\",\"ended\",\"follows\",\"followed_by\",\"result\",\"error\"],\"properties\":{\"id\":{\"type\":"
    "\"string\"},"
    "\"kind\":{\"type\":\"string\"},\"noun\":{\"type\":[\"string\",\"null\"]},\"status\":{\"type\":\"string\",\"enum\":"
    "["
    "\"waiting\",\"running\",\"done\",\"failed\",\"cancelled\"]},\"step\":{\"type\":[\"string\",\"null\"]},\"done\":{"
    "\"type\":"
    "\"integer\"},\"total\":{\"type\":\"integer\"},\"created\":{\"type\":\"string\"},\"started\":{\"type\":[\"string\","
    "\"null\"]},"
    "\"ended\":{\"type\":[\"string\",\"null\"]},\"follows\":{\"type\":[\"string\",\"null\"]},\"followed_by\":{\"type\":"
    "["
    "\"string\",\"null\"]},\"result\":{\"type\":[\"object\",\"null\"],\"properties\":{\"rows\":{\"type\":\"integer\"},"
    "\"added\":"
    "{\"type\":\"integer\"},\"changed\":{\"type\":\"integer\"},\"same\":{\"type\":\"integer\"},\"bad\":{\"type\":"
    "\"integer\"},"
    "\"stored\":{\"type\":\"boolean\"},\"file_wrong\":{\"type\":\"boolean\"}}},\"error\":{\"type\":[\"string\","
    "\"null\"]}}}";

void openapi_work(struct json *json)
{
    static const struct {
        const char *path, *description;
    } paths[] = {{"/import/{noun}", import_path}, {"/bulk/{noun}", bulk_path}, {"/job", jobs_path},
        {"/job/{id}", job_path}, {"/job/{id}/lines", lines_path}, {"/job/{id}/agree", agree_path},
        {"/{noun}/{id}/merge", merge_path}, {"/{noun}/{id}/ties", ties_path}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        json_name(json, paths[i].path);
        json_raw(json, paths[i].description);
    }
}

void openapi_work_schemas(struct json *json)
{
    json_name(json, "_job");
    json_raw(json, job_schema);
}
