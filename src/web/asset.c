#include "web/asset.h"
#include <string.h>

const struct asset *asset_at(const char *url)
{
    for (const struct asset *const *asset = assets; *asset; asset++)
        if (!strcmp((*asset)->url, url))
            return *asset;
    return NULL;
}
