/* What treaty/ brings to the faces. */
#pragma once
#include "web/folder.h"

extern const struct folder treaty_folder;
