/* What was wrong, on stderr: a sentence for each fault, or JSON as CONTRACT says. */
#pragma once
#include "base/call.h"

void faults_print(struct call *call, enum err err, bool json);
