#include "treaty/package_file.h"
#include "base/text.h"
#include "codec/docx.h"
#include "codec/pdf.h"
#include "record/transfer.h"
#include "treaty/package_document.h"

static bool is_pdf(const char *name)
{
    return text_ends(name, ".pdf");
}

static const char *input_of(const struct input *inputs, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (text_is(inputs[i].name, name) && !text_empty(inputs[i].text))
            return inputs[i].text;
    return NULL;
}

static enum err write_package(struct buffer *out, struct store *store, struct db *db, struct call *call,
    const struct input *inputs, int count, bool pdf)
{
    const struct operation *operation = operation_named("treaty", "package");
    const char *deposit = input_of(inputs, count, "deposit");
    struct titles *titles;
    struct document *document;
    size_t unshown;
    void *reply;
    enum err err = operation_ask(&reply, store, db, call, operation, inputs, count);
    if (!err)
        err = reply_titles(&titles, db, call, operation, reply);
    if (err)
        return err;
    struct treaty_package_asked asked = {.state = input_of(inputs, count, "state"),
        .instrument = input_of(inputs, count, "instrument"),
        .deposit = call->today};
    if (deposit)
        date_parse(&asked.deposit, deposit); /* the question has looked at it already */
    err = package_document(&document, db, call, &(struct package_facts){reply, &asked, titles});
    if (err)
        return err;
    return pdf ? pdf_write(out, &unshown, call, document) : docx_write(out, call, document);
}

/* ---- pages ---- */

static enum err give_file(struct request *request, struct response *response, bool pdf)
{
    struct call *call = request->call;
    struct input *inputs = NEW_ARRAY(call->arena, request->query.count + 1, struct input);
    struct db *db;
    int count = 0;
    for (size_t i = 0; i < request->query.count; i++)
        if (!text_is(request->query.at[i].name, "lang"))
            inputs[count++] = (struct input){request->query.at[i].name, request->query.at[i].value};
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = write_package(response->body, request->site->store, db, call, inputs, count, pdf);
    if (err)
        return err;
    response_file(request, response,
        pdf ? "application/pdf" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        arena_format(call->arena, "%s-%s-%s.%s", input_of(inputs, count, "state"),
            input_of(inputs, count, "instrument"), lang_codes[call->lang], pdf ? "pdf" : "docx"));
    return OK;
}

enum err package_docx(struct request *request, struct response *response)
{
    return give_file(request, response, false);
}

enum err package_pdf(struct request *request, struct response *response)
{
    return give_file(request, response, true);
}

static enum err look_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct treaty_package *package = answer->reply;
    struct buffer *tables = buffer_new(call->arena, RESPONSE_MOST);
    struct package_page page = {0};
    const char *query = request_query_with(answer->request, "lang", NULL, "page");
    *rows = answer_tables_html(tables, call, answer);
    page.answer = html_of(tables);
    if (package->way) {
        page.docx_href = arena_format(call->arena, "/treaty/package.docx%s", query);
        page.pdf_href = arena_format(call->arena, "/treaty/package.pdf%s", query);
    }
    package_page_html(out, call, &page);
    return OK;
}

const struct look package_look = {.shape = &treaty_package_shape, .html = look_html};

/* ---- command ---- */

enum err run_draft(struct session_of_command *session)
{
    enum { FILE_MOST = 64 << 20 };
    struct call *call = session->call;
    const char *path = option_text(session->arguments, "output");
    const struct input *inputs;
    struct file_writer *file;
    int count = session_inputs(session, &inputs);
    enum err err = arguments_done(session->arguments, call);
    if (!err && (!path || (!is_pdf(path) && !text_ends(path, ".docx"))))
        return fail_field(call, ERR_USAGE, "draft_file", "output", path);
    struct buffer *out = buffer_new(call->arena, FILE_MOST);
    if (!err)
        err = write_package(out, session->store, session->db, call, inputs, count, is_pdf(path));
    if (!err)
        err = file_begin(&file, call, path);
    if (!err)
        err = file_add(file, out->at, out->size);
    return err ? err : file_end(file);
}
