/* What mandate/ brings to the faces. */
#pragma once
#include "web/folder.h"

extern const struct folder mandate_folder;
