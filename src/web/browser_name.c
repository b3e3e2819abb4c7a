#include "web/browser_name.h"
#include "base/text.h"
#include <string.h>

enum { LONGEST = 60 };

/* The first that fits: browsers that are made from another name that one too. */
static const char *const browsers[][2] = {{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"HeadlessChrome/", "Chrome"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"},
    {"FxiOS/", "Firefox"}, {"Version/", "Safari"}, {"curl/", "curl"}};
static const char *const systems[][2] = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"},
    {"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}};

const char *browser_name(struct arena *arena, const char *agent)
{
    const char *system = NULL;
    if (text_empty(agent))
        return "–";
    for (size_t i = 0; i < sizeof systems / sizeof *systems && !system; i++)
        if (strstr(agent, systems[i][0]))
            system = systems[i][1];
    for (size_t i = 0; i < sizeof browsers / sizeof *browsers; i++) {
        const char *at = strstr(agent, browsers[i][0]);
        if (!at)
            continue;
        at += strlen(browsers[i][0]);
        return arena_format(arena, "%s %.*s%s%s", browsers[i][1], (int)strspn(at, "0123456789"), at, system ? ", " : "",
            text_or(system, ""));
    }
    size_t size = strlen(agent);
    return arena_copy(arena, agent, utf8_valid(agent, size < LONGEST ? size : LONGEST));
}
