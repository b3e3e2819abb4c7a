/* What happened to a row, newest first: who, when, what before and after, as far as the gate lets it out. */
#include "web/record_pages.h"

enum err record_history_page(struct request *request, struct response *response)
{
    return fail(request->call, ERR_NOT_FOUND, "no_page");
}
