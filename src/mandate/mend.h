/*
 * Words that a converter split with a blank: "Internati onal", "impa ct".
 *
 * Two pieces are one word when neither is a word of this text or of the vocabulary, and both together are. Only texts whose lines are wrapped
 * are looked at: there it happens.
 */
#pragma once
#include "mandate/paragraphs.h"

void words_mend(struct paragraphs *all);
