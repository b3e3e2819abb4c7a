/*
 * A text as a QR code: the dark squares as SVG path data in a field of `size` by `size` units, with
 * the quiet border of four that readers need. Draw it dark on white in every colour scheme.
 */
#pragma once
#include "base/call.h"

/* ERR_LIMIT when the text is longer than a code holds. */
enum err qr_path(char **path, int *size, struct call *call, const char *text) MUST_CHECK;
