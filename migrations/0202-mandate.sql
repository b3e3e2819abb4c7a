-- The texts of successive sessions on the same item
CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    note TEXT
);
CREATE INDEX series_by_name ON series (name, id);

-- A resolution, decision or report, as its text was taken in
CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    symbol TEXT,
    name TEXT,
    organ TEXT REFERENCES organ (id),
    session TEXT,
    date TEXT,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    stage TEXT NOT NULL,
    adopted_as TEXT REFERENCES document (id),
    meeting TEXT,
    agenda_item TEXT,
    invented BOOLEAN,
    file TEXT,
    part BIGINT,
    held TEXT,
    words BIGINT,
    digest TEXT,
    set_aside BOOLEAN
);
CREATE INDEX document_rivals ON document (coalesce(symbol, ''), language);
CREATE INDEX document_by_date ON document (coalesce(date, ''), id);
CREATE INDEX document_organ_by_date ON document (organ, coalesce(date, ''), id);
CREATE INDEX document_symbol_by_date ON document (symbol, coalesce(date, ''), id);
CREATE INDEX document_stage_by_date ON document (stage, coalesce(date, ''), id);
CREATE INDEX document_by_symbol ON document (coalesce(symbol, ''), id);
CREATE INDEX document_organ_by_symbol ON document (organ, coalesce(symbol, ''), id);
CREATE INDEX document_stage_by_symbol ON document (stage, coalesce(symbol, ''), id);
CREATE INDEX document_organ ON document (organ, id) WHERE organ IS NOT NULL;
CREATE INDEX document_adopted_as ON document (adopted_as, id) WHERE adopted_as IS NOT NULL;

-- The smallest part of a text that is cited by itself
CREATE TABLE paragraph (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    cited_as TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (id),
    place BIGINT NOT NULL,
    part TEXT NOT NULL,
    number TEXT,
    verb TEXT,
    class TEXT,
    text TEXT NOT NULL
);
CREATE INDEX paragraph_by_place ON paragraph (place, id);
CREATE INDEX paragraph_document_by_place ON paragraph (document, place, id);
CREATE INDEX paragraph_document ON paragraph (document, id);

-- A document that a text cites
CREATE TABLE citation (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL REFERENCES document (id),
    paragraph TEXT REFERENCES paragraph (id),
    cited TEXT NOT NULL,
    how TEXT NOT NULL,
    stands_in TEXT NOT NULL
);
CREATE INDEX citation_by_cited ON citation (cited, id);
CREATE INDEX citation_document_by_cited ON citation (document, cited, id);
CREATE INDEX citation_document ON citation (document, id);
CREATE INDEX citation_paragraph ON citation (paragraph, id) WHERE paragraph IS NOT NULL;

-- A text in a series, and how that is known
CREATE TABLE series_member (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    series TEXT NOT NULL REFERENCES series (id),
    document TEXT NOT NULL REFERENCES document (id),
    belongs BOOLEAN NOT NULL,
    evidence TEXT NOT NULL,
    told TEXT
);
CREATE UNIQUE INDEX series_member_key ON series_member (series, document);
CREATE INDEX series_member_by_document ON series_member (document, id);
CREATE INDEX series_member_series_by_document ON series_member (series, document, id);
CREATE INDEX series_member_series ON series_member (series, id);

-- What a paragraph lays on somebody
CREATE TABLE duty (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (id),
    paragraph TEXT REFERENCES paragraph (id),
    place BIGINT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT,
    verb TEXT,
    what TEXT,
    recipient TEXT,
    due_text TEXT,
    due_organ TEXT REFERENCES organ (id),
    due_session BIGINT,
    due_from TEXT,
    due_to TEXT,
    due TEXT,
    due_mark TEXT,
    due_rule TEXT REFERENCES session_rule (id),
    moved BOOLEAN,
    recurring BOOLEAN,
    turn BIGINT,
    resources TEXT,
    condition TEXT,
    owner TEXT REFERENCES user_account (id),
    answer TEXT,
    answered_by TEXT REFERENCES document (id),
    grounds TEXT,
    superseded_by TEXT REFERENCES document (id),
    ended_on TEXT,
    state TEXT NOT NULL
);
CREATE UNIQUE INDEX duty_key ON duty (document, place);
CREATE INDEX duty_by_name ON duty (name, id);
CREATE INDEX duty_document_by_name ON duty (document, name, id);
CREATE INDEX duty_paragraph_by_name ON duty (paragraph, name, id);
CREATE INDEX duty_owner_by_name ON duty (owner, name, id);
CREATE INDEX duty_state_by_name ON duty (state, name, id);
CREATE INDEX duty_by_due ON duty (coalesce(due, ''), id);
CREATE INDEX duty_document_by_due ON duty (document, coalesce(due, ''), id);
CREATE INDEX duty_paragraph_by_due ON duty (paragraph, coalesce(due, ''), id);
CREATE INDEX duty_owner_by_due ON duty (owner, coalesce(due, ''), id);
CREATE INDEX duty_state_by_due ON duty (state, coalesce(due, ''), id);
CREATE INDEX duty_state ON duty (state, id);
CREATE INDEX duty_document ON duty (document, id);
CREATE INDEX duty_paragraph ON duty (paragraph, id) WHERE paragraph IS NOT NULL;
CREATE INDEX duty_due_organ ON duty (due_organ, id) WHERE due_organ IS NOT NULL;
CREATE INDEX duty_due_rule ON duty (due_rule, id) WHERE due_rule IS NOT NULL;
CREATE INDEX duty_owner ON duty (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX duty_answered_by ON duty (answered_by, id) WHERE answered_by IS NOT NULL;
CREATE INDEX duty_superseded_by ON duty (superseded_by, id) WHERE superseded_by IS NOT NULL;

-- Whether a mandate is kept, updated or ended
CREATE TABLE mandate_review (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    document TEXT NOT NULL REFERENCES document (id),
    paragraph TEXT REFERENCES paragraph (id),
    proposal TEXT NOT NULL,
    grounds TEXT NOT NULL,
    newer TEXT REFERENCES document (id),
    proposed_on TEXT,
    owner TEXT NOT NULL REFERENCES user_account (id),
    confirmed_on TEXT,
    confirmed_by TEXT REFERENCES user_account (id),
    state TEXT NOT NULL
);
CREATE INDEX mandate_review_by_document ON mandate_review (document, id);
CREATE INDEX mandate_review_paragraph_by_document ON mandate_review (paragraph, document, id);
CREATE INDEX mandate_review_owner_by_document ON mandate_review (owner, document, id);
CREATE INDEX mandate_review_state_by_document ON mandate_review (state, document, id);
CREATE INDEX mandate_review_by_proposed_on ON mandate_review (coalesce(proposed_on, ''), id);
CREATE INDEX mandate_review_document_by_proposed_on ON mandate_review (document, coalesce(proposed_on, ''), id);
CREATE INDEX mandate_review_paragraph_by_proposed_on ON mandate_review (paragraph, coalesce(proposed_on, ''), id);
CREATE INDEX mandate_review_owner_by_proposed_on ON mandate_review (owner, coalesce(proposed_on, ''), id);
CREATE INDEX mandate_review_state_by_proposed_on ON mandate_review (state, coalesce(proposed_on, ''), id);
CREATE INDEX mandate_review_state ON mandate_review (state, id);
CREATE INDEX mandate_review_paragraph ON mandate_review (paragraph, id) WHERE paragraph IS NOT NULL;
CREATE INDEX mandate_review_newer ON mandate_review (newer, id) WHERE newer IS NOT NULL;
CREATE INDEX mandate_review_owner ON mandate_review (owner, id);
CREATE INDEX mandate_review_confirmed_by ON mandate_review (confirmed_by, id) WHERE confirmed_by IS NOT NULL;

