#include "treaty/folder.h"
#include "treaty/chart_page.h"
#include "treaty/commands.h"
#include "treaty/feed.h"
#include "treaty/import.h"
#include "treaty/matrix_page.h"
#include "treaty/next_page.h"
#include "treaty/package_file.h"
#include "treaty/position_page.h"

static const struct nav places[] = {
    {.key = "treaties", .path = "/treaty/matrix", .order = 20},
    {0},
};

static const struct look *const looks[] = {
    &matrix_look, &position_look, &curve_look, &regions_look, &next_look, &package_look, NULL};

static const struct route routes[] = {
    {METHOD_GET, "/treaty/changes.atom", treaty_feed, 0},
    {METHOD_GET, "/treaty/package.docx", package_docx, 0},
    {METHOD_GET, "/treaty/package.pdf", package_pdf, ROUTE_SLOW},
    {0},
};

static void start(void)
{
    own_files_register(&treaty_own_files);
}

const struct folder treaty_folder = {
    .name = "treaty", .commands = treaty_commands, .routes = routes, .places = places, .looks = looks, .start = start};
