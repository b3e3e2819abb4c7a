/* What world/ brings to the faces. */
#pragma once
#include "web/folder.h"

extern const struct folder world_folder;
