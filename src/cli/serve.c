#include "cli/serve.h"
#include "base/text.h"
#include "web/http.h"
#include "web/site.h"

static enum err run_serve(struct session_of_command *session)
{
    struct call *call = session->call;
    struct http_options options = {
        .listen = text_or(option_text(session->arguments, "listen"), "127.0.0.1:8080"),
        .certificate = option_text(session->arguments, "tls-certificate"),
        .key = option_text(session->arguments, "tls-key"),
        .behind_proxy = option_flag(session->arguments, "behind-proxy"),
        .quiet = option_flag(session->arguments, "quiet"),
    };
    enum err err = arguments_done(session->arguments, call);
    struct site site;
    if (!err)
        err = site_open(&site, session->store, call);
    return err ? err : http_serve(call, &site, &options);
}

const struct command serve_commands[] = {
    {"serve", NULL, "[--listen HOST:PORT]", "help.serve", NEEDS_STORE, run_serve},
    {NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL},
};
