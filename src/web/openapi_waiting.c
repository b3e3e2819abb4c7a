/* What waits, and the clocks of rows, in the description of the programming interface. */
#include "web/openapi.h"

void openapi_waiting_path(struct json *json, struct call *call)
{
    json_name(json, "/waiting");
    json_object(json);
    json_name(json, "get");
    json_object(json);
    json_member(json, "operationId", "waiting");
    json_member(json, "summary", "What waits, what is late first");
    json_name(json, "parameters");
    json_array(json);
    openapi_parameter(json, "query", "all", false,
        "true: whatever waits in rows that this reader sees, not only what waits for this reader.");
    openapi_parameter(json, "query", "after", false, "Where the page before ended: its `next`.");
    openapi_parameter(json, "query", "most", false, "Items a page, at most 1000.");
    json_end(json);
    json_name(json, "responses");
    json_object(json);
    json_name(json, "200");
    json_object(json);
    json_member(json, "description", "What waits");
    openapi_content(json, call, "waiting_page");
    json_end(json);
    openapi_refusals(json, call);
    json_end(json);
    json_end(json);
    json_end(json);
}

static const char clock_schema[] =
    "{\"type\":\"object\",\"required\":[\"step\",\"from\",\"due\",\"by_system\"],\"properties\":{"
    "\"step\":{\"type\":\"string\"},\"from\":{\"type\":\"string\",\"format\":\"date\"},"
    "\"due\":{\"type\":\"string\",\"format\":\"date\"},"
    "\"by_system\":{\"type\":\"boolean\",\"description\":\"The system takes the step once the day is over.\"}},"
    "\"additionalProperties\":false}";

static const char waiting_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"next\",\"late\",\"soon\"],\"properties\":{"
    "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"noun\",\"id\",\"version\",\"title\","
    "\"scope\",\"step\",\"waits\",\"due\",\"clock\",\"days_left\",\"mine\",\"waits_for\"],\"properties\":{"
    "\"noun\":{\"type\":\"string\"},\"id\":{\"type\":\"string\"},\"version\":{\"type\":\"integer\"},"
    "\"title\":{\"type\":\"string\"},\"scope\":{\"type\":[\"string\",\"null\"]},"
    "\"step\":{\"type\":[\"string\",\"null\"]},\"waits\":{\"type\":[\"string\",\"null\"]},"
    "\"due\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},"
    "\"clock\":{\"type\":[\"string\",\"null\"],\"enum\":[\"in_time\",\"soon\",\"late\",null]},"
    "\"days_left\":{\"type\":[\"integer\",\"null\"],\"description\":\"Negative: late by so many days.\"},"
    "\"mine\":{\"type\":\"boolean\"},\"waits_for\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
    "\"additionalProperties\":false}},"
    "\"next\":{\"type\":[\"string\",\"null\"]},\"late\":{\"type\":\"integer\"},"
    "\"soon\":{\"type\":\"integer\",\"description\":\"Due within 14 days.\"}},\"additionalProperties\":false}";

void openapi_waiting_schemas(struct json *json)
{
    json_name(json, "clock");
    json_raw(json, clock_schema);
    json_name(json, "waiting_page");
    json_raw(json, waiting_schema);
}
