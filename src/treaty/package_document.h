/*
 * The papers for becoming a party, as a document in the language of the call: where things stand, what is deposited with whom, declarations and
 * what each does, steps at home, what the instrument asks of the law, and a model of the instrument of ratification, acceptance,
 * approval or accession with gaps. The wording is that of this program; facts in it are those of the answer, and what nobody has
 * verified says so.
 */
#pragma once
#include "codec/document.h"
#include "gen/treaty.h"
#include "record/reply.h"

struct package_facts {
    const struct treaty_package *package;
    const struct treaty_package_asked *asked;
    const struct titles *titles;
};
enum err package_document(
    struct document **out, struct db *db, struct call *call, const struct package_facts *facts) MUST_CHECK;
