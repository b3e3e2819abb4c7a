-- A tie between two records: from, what it means, to
CREATE TABLE link (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    from_noun TEXT NOT NULL,
    from_id TEXT NOT NULL,
    meaning TEXT NOT NULL,
    to_noun TEXT NOT NULL,
    to_id TEXT NOT NULL
);
CREATE UNIQUE INDEX link_key ON link (from_noun, from_id, meaning, to_noun, to_id);
CREATE INDEX link_by_meaning ON link (meaning, id);
CREATE INDEX link_from_id_by_meaning ON link (from_id, meaning, id);
CREATE INDEX link_to_id_by_meaning ON link (to_id, meaning, id);

-- Where a fact comes from
CREATE TABLE source (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    place TEXT,
    as_of TEXT,
    note TEXT
);
CREATE INDEX source_by_title ON source (title, id);

-- A term as the United Nations writes it in its six languages
CREATE TABLE term (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    note TEXT,
    seen_in TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX term_by_name_ar ON term (name_sort_ar, id);
CREATE INDEX term_subject_by_name_ar ON term (subject, name_sort_ar, id);
CREATE INDEX term_by_name_en ON term (name_sort_en, id);
CREATE INDEX term_subject_by_name_en ON term (subject, name_sort_en, id);
CREATE INDEX term_by_name_es ON term (name_sort_es, id);
CREATE INDEX term_subject_by_name_es ON term (subject, name_sort_es, id);
CREATE INDEX term_by_name_fr ON term (name_sort_fr, id);
CREATE INDEX term_subject_by_name_fr ON term (subject, name_sort_fr, id);
CREATE INDEX term_by_name_ru ON term (name_sort_ru, id);
CREATE INDEX term_subject_by_name_ru ON term (subject, name_sort_ru, id);
CREATE INDEX term_by_name_zh ON term (name_sort_zh, id);
CREATE INDEX term_subject_by_name_zh ON term (subject, name_sort_zh, id);
CREATE INDEX term_subject_by_id ON term (subject, id);
CREATE INDEX term_source ON term (source, id) WHERE source IS NOT NULL;

-- A subject of work: financing, nuclear material, victims, ...
CREATE TABLE theme (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    about_ar TEXT,
    about_en TEXT,
    about_es TEXT,
    about_fr TEXT,
    about_ru TEXT,
    about_zh TEXT,
    within TEXT REFERENCES theme (id),
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX theme_by_name_ar ON theme (name_sort_ar, id);
CREATE INDEX theme_within_by_name_ar ON theme (within, name_sort_ar, id);
CREATE INDEX theme_by_name_en ON theme (name_sort_en, id);
CREATE INDEX theme_within_by_name_en ON theme (within, name_sort_en, id);
CREATE INDEX theme_by_name_es ON theme (name_sort_es, id);
CREATE INDEX theme_within_by_name_es ON theme (within, name_sort_es, id);
CREATE INDEX theme_by_name_fr ON theme (name_sort_fr, id);
CREATE INDEX theme_within_by_name_fr ON theme (within, name_sort_fr, id);
CREATE INDEX theme_by_name_ru ON theme (name_sort_ru, id);
CREATE INDEX theme_within_by_name_ru ON theme (within, name_sort_ru, id);
CREATE INDEX theme_by_name_zh ON theme (name_sort_zh, id);
CREATE INDEX theme_within_by_name_zh ON theme (within, name_sort_zh, id);
CREATE INDEX theme_within_by_id ON theme (within, id);
CREATE INDEX theme_source ON theme (source, id) WHERE source IS NOT NULL;

-- A strategy with pillars or results and a period, by which work is tagged
CREATE TABLE framework (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    document TEXT,
    since TEXT,
    until TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX framework_by_name_ar ON framework (name_sort_ar, id);
CREATE INDEX framework_by_name_en ON framework (name_sort_en, id);
CREATE INDEX framework_by_name_es ON framework (name_sort_es, id);
CREATE INDEX framework_by_name_fr ON framework (name_sort_fr, id);
CREATE INDEX framework_by_name_ru ON framework (name_sort_ru, id);
CREATE INDEX framework_by_name_zh ON framework (name_sort_zh, id);
CREATE INDEX framework_by_since ON framework (coalesce(since, ''), id);
CREATE INDEX framework_source ON framework (source, id) WHERE source IS NOT NULL;

-- A pillar of a framework, or a result that it promises
CREATE TABLE pillar (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    framework TEXT NOT NULL REFERENCES framework (id),
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    within TEXT REFERENCES pillar (id),
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE UNIQUE INDEX pillar_key ON pillar (framework, code);
CREATE INDEX pillar_by_code ON pillar (code, id);
CREATE INDEX pillar_framework_by_code ON pillar (framework, code, id);
CREATE INDEX pillar_by_name_ar ON pillar (name_sort_ar, id);
CREATE INDEX pillar_framework_by_name_ar ON pillar (framework, name_sort_ar, id);
CREATE INDEX pillar_by_name_en ON pillar (name_sort_en, id);
CREATE INDEX pillar_framework_by_name_en ON pillar (framework, name_sort_en, id);
CREATE INDEX pillar_by_name_es ON pillar (name_sort_es, id);
CREATE INDEX pillar_framework_by_name_es ON pillar (framework, name_sort_es, id);
CREATE INDEX pillar_by_name_fr ON pillar (name_sort_fr, id);
CREATE INDEX pillar_framework_by_name_fr ON pillar (framework, name_sort_fr, id);
CREATE INDEX pillar_by_name_ru ON pillar (name_sort_ru, id);
CREATE INDEX pillar_framework_by_name_ru ON pillar (framework, name_sort_ru, id);
CREATE INDEX pillar_by_name_zh ON pillar (name_sort_zh, id);
CREATE INDEX pillar_framework_by_name_zh ON pillar (framework, name_sort_zh, id);
CREATE INDEX pillar_framework ON pillar (framework, id);
CREATE INDEX pillar_within ON pillar (within, id) WHERE within IS NOT NULL;
CREATE INDEX pillar_source ON pillar (source, id) WHERE source IS NOT NULL;

-- A group of States: a region, an organisation, a council, a list
CREATE TABLE group_ (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    kind TEXT NOT NULL,
    within TEXT REFERENCES group_ (id),
    coverage TEXT NOT NULL,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX group_by_name_ar ON group_ (name_sort_ar, id);
CREATE INDEX group_kind_by_name_ar ON group_ (kind, name_sort_ar, id);
CREATE INDEX group_within_by_name_ar ON group_ (within, name_sort_ar, id);
CREATE INDEX group_by_name_en ON group_ (name_sort_en, id);
CREATE INDEX group_kind_by_name_en ON group_ (kind, name_sort_en, id);
CREATE INDEX group_within_by_name_en ON group_ (within, name_sort_en, id);
CREATE INDEX group_by_name_es ON group_ (name_sort_es, id);
CREATE INDEX group_kind_by_name_es ON group_ (kind, name_sort_es, id);
CREATE INDEX group_within_by_name_es ON group_ (within, name_sort_es, id);
CREATE INDEX group_by_name_fr ON group_ (name_sort_fr, id);
CREATE INDEX group_kind_by_name_fr ON group_ (kind, name_sort_fr, id);
CREATE INDEX group_within_by_name_fr ON group_ (within, name_sort_fr, id);
CREATE INDEX group_by_name_ru ON group_ (name_sort_ru, id);
CREATE INDEX group_kind_by_name_ru ON group_ (kind, name_sort_ru, id);
CREATE INDEX group_within_by_name_ru ON group_ (within, name_sort_ru, id);
CREATE INDEX group_by_name_zh ON group_ (name_sort_zh, id);
CREATE INDEX group_kind_by_name_zh ON group_ (kind, name_sort_zh, id);
CREATE INDEX group_within_by_name_zh ON group_ (within, name_sort_zh, id);
CREATE INDEX group_within ON group_ (within, id) WHERE within IS NOT NULL;
CREATE INDEX group_source ON group_ (source, id) WHERE source IS NOT NULL;

-- An organ that adopts resolutions or takes reports
CREATE TABLE organ (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    symbol TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX organ_by_name_ar ON organ (name_sort_ar, id);
CREATE INDEX organ_by_name_en ON organ (name_sort_en, id);
CREATE INDEX organ_by_name_es ON organ (name_sort_es, id);
CREATE INDEX organ_by_name_fr ON organ (name_sort_fr, id);
CREATE INDEX organ_by_name_ru ON organ (name_sort_ru, id);
CREATE INDEX organ_by_name_zh ON organ (name_sort_zh, id);
CREATE INDEX organ_source ON organ (source, id) WHERE source IS NOT NULL;

-- A session of an organ, or one sitting of it
CREATE TABLE organ_session (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    organ TEXT NOT NULL REFERENCES organ (id),
    session TEXT NOT NULL,
    part TEXT NOT NULL,
    turn BIGINT NOT NULL,
    level TEXT NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT,
    opens_mark TEXT NOT NULL,
    closes_mark TEXT,
    place TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id)
);
CREATE UNIQUE INDEX organ_session_key ON organ_session (organ, session, part, turn);
CREATE INDEX organ_session_by_opens ON organ_session (opens, id);
CREATE INDEX organ_session_organ_by_opens ON organ_session (organ, opens, id);
CREATE INDEX organ_session_organ ON organ_session (organ, id);
CREATE INDEX organ_session_source ON organ_session (source, id) WHERE source IS NOT NULL;

-- A rule from which the calendar of an organ or a date in a resolution is worked out
CREATE TABLE session_rule (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    about TEXT NOT NULL,
    rule TEXT NOT NULL,
    formula TEXT,
    since TEXT,
    until TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT NOT NULL
);
CREATE INDEX session_rule_about_by_id ON session_rule (about, id);
CREATE INDEX session_rule_source ON session_rule (source, id) WHERE source IS NOT NULL;

-- A State, another treaty-making body, or an area with a code of its own
CREATE TABLE state (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    formal_name_ar TEXT,
    formal_name_en TEXT,
    formal_name_es TEXT,
    formal_name_fr TEXT,
    formal_name_ru TEXT,
    formal_name_zh TEXT,
    iso2 TEXT,
    m49 TEXT,
    status TEXT NOT NULL,
    region TEXT REFERENCES group_ (id),
    un_member_since TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX state_by_name_ar ON state (name_sort_ar, id);
CREATE INDEX state_status_by_name_ar ON state (status, name_sort_ar, id);
CREATE INDEX state_region_by_name_ar ON state (region, name_sort_ar, id);
CREATE INDEX state_by_name_en ON state (name_sort_en, id);
CREATE INDEX state_status_by_name_en ON state (status, name_sort_en, id);
CREATE INDEX state_region_by_name_en ON state (region, name_sort_en, id);
CREATE INDEX state_by_name_es ON state (name_sort_es, id);
CREATE INDEX state_status_by_name_es ON state (status, name_sort_es, id);
CREATE INDEX state_region_by_name_es ON state (region, name_sort_es, id);
CREATE INDEX state_by_name_fr ON state (name_sort_fr, id);
CREATE INDEX state_status_by_name_fr ON state (status, name_sort_fr, id);
CREATE INDEX state_region_by_name_fr ON state (region, name_sort_fr, id);
CREATE INDEX state_by_name_ru ON state (name_sort_ru, id);
CREATE INDEX state_status_by_name_ru ON state (status, name_sort_ru, id);
CREATE INDEX state_region_by_name_ru ON state (region, name_sort_ru, id);
CREATE INDEX state_by_name_zh ON state (name_sort_zh, id);
CREATE INDEX state_status_by_name_zh ON state (status, name_sort_zh, id);
CREATE INDEX state_region_by_name_zh ON state (region, name_sort_zh, id);
CREATE INDEX state_status_by_id ON state (status, id);
CREATE INDEX state_region_by_id ON state (region, id);
CREATE INDEX state_by_un_member_since ON state (coalesce(un_member_since, ''), id);
CREATE INDEX state_status_by_un_member_since ON state (status, coalesce(un_member_since, ''), id);
CREATE INDEX state_region_by_un_member_since ON state (region, coalesce(un_member_since, ''), id);
CREATE INDEX state_source ON state (source, id) WHERE source IS NOT NULL;

-- How the name of a State stands in a sentence, where it is not the name as it is listed
CREATE TABLE name_usage (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    running_ar TEXT,
    running_en TEXT,
    running_es TEXT,
    running_fr TEXT,
    running_ru TEXT,
    running_zh TEXT,
    article_en TEXT,
    article_fr TEXT,
    place_fr TEXT,
    article_es TEXT,
    of_ru TEXT,
    in_ru TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX name_usage_state ON name_usage (state);
CREATE UNIQUE INDEX name_usage_key ON name_usage (state);
CREATE INDEX name_usage_by_state ON name_usage (state, id);
CREATE INDEX name_usage_source ON name_usage (source, id) WHERE source IS NOT NULL;

-- A place where the office works, with its own holidays
CREATE TABLE duty_station (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    state TEXT NOT NULL REFERENCES state (id),
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX duty_station_by_name_ar ON duty_station (name_sort_ar, id);
CREATE INDEX duty_station_state_by_name_ar ON duty_station (state, name_sort_ar, id);
CREATE INDEX duty_station_by_name_en ON duty_station (name_sort_en, id);
CREATE INDEX duty_station_state_by_name_en ON duty_station (state, name_sort_en, id);
CREATE INDEX duty_station_by_name_es ON duty_station (name_sort_es, id);
CREATE INDEX duty_station_state_by_name_es ON duty_station (state, name_sort_es, id);
CREATE INDEX duty_station_by_name_fr ON duty_station (name_sort_fr, id);
CREATE INDEX duty_station_state_by_name_fr ON duty_station (state, name_sort_fr, id);
CREATE INDEX duty_station_by_name_ru ON duty_station (name_sort_ru, id);
CREATE INDEX duty_station_state_by_name_ru ON duty_station (state, name_sort_ru, id);
CREATE INDEX duty_station_by_name_zh ON duty_station (name_sort_zh, id);
CREATE INDEX duty_station_state_by_name_zh ON duty_station (state, name_sort_zh, id);
CREATE INDEX duty_station_state ON duty_station (state, id);
CREATE INDEX duty_station_source ON duty_station (source, id) WHERE source IS NOT NULL;

-- A day on which a duty station does not work, as its circular says
CREATE TABLE holiday (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    duty_station TEXT NOT NULL REFERENCES duty_station (id),
    on_ TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX holiday_key ON holiday (duty_station, on_);
CREATE INDEX holiday_by_on ON holiday (on_, id);
CREATE INDEX holiday_duty_station_by_on ON holiday (duty_station, on_, id);
CREATE INDEX holiday_duty_station ON holiday (duty_station, id);
CREATE INDEX holiday_source ON holiday (source, id) WHERE source IS NOT NULL;

-- How a holiday recurs: what it gives is proposed, the circular decides
CREATE TABLE holiday_rule (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    duty_station TEXT NOT NULL REFERENCES duty_station (id),
    kind TEXT NOT NULL,
    how TEXT NOT NULL,
    month BIGINT,
    n BIGINT,
    weekday TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX holiday_rule_key ON holiday_rule (duty_station, kind);
CREATE INDEX holiday_rule_by_duty_station ON holiday_rule (duty_station, id);
CREATE INDEX holiday_rule_source ON holiday_rule (source, id) WHERE source IS NOT NULL;

-- The days off of a State's week, in a span of time
CREATE TABLE weekend (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    days TEXT NOT NULL,
    since TEXT,
    until TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT NOT NULL
);
CREATE UNIQUE INDEX weekend_key ON weekend (state, coalesce(since, ''));
CREATE INDEX weekend_by_state ON weekend (state, id);
CREATE INDEX weekend_by_since ON weekend (coalesce(since, ''), id);
CREATE INDEX weekend_state_by_since ON weekend (state, coalesce(since, ''), id);
CREATE INDEX weekend_source ON weekend (source, id) WHERE source IS NOT NULL;

-- A name of a State in old lists and gazettes
CREATE TABLE other_name (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX other_name_key ON other_name (name);
CREATE INDEX other_name_by_name ON other_name (name, id);
CREATE INDEX other_name_state_by_name ON other_name (state, name, id);
CREATE INDEX other_name_by_state ON other_name (state, id);
CREATE INDEX other_name_source ON other_name (source, id) WHERE source IS NOT NULL;

-- From when to when a State has been one, and whom it succeeded
CREATE TABLE statehood (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    predecessor TEXT REFERENCES state (id),
    since TEXT,
    until TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX statehood_key ON statehood (state, coalesce(predecessor, ''));
CREATE INDEX statehood_by_state ON statehood (state, id);
CREATE INDEX statehood_predecessor_by_state ON statehood (predecessor, state, id);
CREATE INDEX statehood_predecessor ON statehood (predecessor, id) WHERE predecessor IS NOT NULL;
CREATE INDEX statehood_source ON statehood (source, id) WHERE source IS NOT NULL;

-- An organisation: a United Nations body, a regional organisation or centre, a donor, a partner
CREATE TABLE entity (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    acronym_ar TEXT,
    acronym_en TEXT,
    acronym_es TEXT,
    acronym_fr TEXT,
    acronym_ru TEXT,
    acronym_zh TEXT,
    kind TEXT NOT NULL,
    state TEXT REFERENCES state (id),
    members TEXT REFERENCES group_ (id),
    site TEXT,
    invented BOOLEAN,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX entity_by_name_ar ON entity (name_sort_ar, id);
CREATE INDEX entity_kind_by_name_ar ON entity (kind, name_sort_ar, id);
CREATE INDEX entity_state_by_name_ar ON entity (state, name_sort_ar, id);
CREATE INDEX entity_by_name_en ON entity (name_sort_en, id);
CREATE INDEX entity_kind_by_name_en ON entity (kind, name_sort_en, id);
CREATE INDEX entity_state_by_name_en ON entity (state, name_sort_en, id);
CREATE INDEX entity_by_name_es ON entity (name_sort_es, id);
CREATE INDEX entity_kind_by_name_es ON entity (kind, name_sort_es, id);
CREATE INDEX entity_state_by_name_es ON entity (state, name_sort_es, id);
CREATE INDEX entity_by_name_fr ON entity (name_sort_fr, id);
CREATE INDEX entity_kind_by_name_fr ON entity (kind, name_sort_fr, id);
CREATE INDEX entity_state_by_name_fr ON entity (state, name_sort_fr, id);
CREATE INDEX entity_by_name_ru ON entity (name_sort_ru, id);
CREATE INDEX entity_kind_by_name_ru ON entity (kind, name_sort_ru, id);
CREATE INDEX entity_state_by_name_ru ON entity (state, name_sort_ru, id);
CREATE INDEX entity_by_name_zh ON entity (name_sort_zh, id);
CREATE INDEX entity_kind_by_name_zh ON entity (kind, name_sort_zh, id);
CREATE INDEX entity_state_by_name_zh ON entity (state, name_sort_zh, id);
CREATE INDEX entity_kind_by_id ON entity (kind, id);
CREATE INDEX entity_state_by_id ON entity (state, id);
CREATE INDEX entity_members ON entity (members, id) WHERE members IS NOT NULL;
CREATE INDEX entity_source ON entity (source, id) WHERE source IS NOT NULL;

-- A State's time in a group
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    group_ TEXT NOT NULL REFERENCES group_ (id),
    since TEXT,
    until TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX membership_key ON membership (state, group_, coalesce(since, ''));
CREATE INDEX membership_by_since ON membership (coalesce(since, ''), id);
CREATE INDEX membership_state_by_since ON membership (state, coalesce(since, ''), id);
CREATE INDEX membership_group_by_since ON membership (group_, coalesce(since, ''), id);
CREATE INDEX membership_by_state ON membership (state, id);
CREATE INDEX membership_group_by_state ON membership (group_, state, id);
CREATE INDEX membership_group ON membership (group_, id);
CREATE INDEX membership_source ON membership (source, id) WHERE source IS NOT NULL;

-- Who keeps an instrument: a State, an organisation or its head
CREATE TABLE depositary (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    state TEXT REFERENCES state (id),
    entity TEXT REFERENCES entity (id),
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX depositary_by_name_ar ON depositary (name_sort_ar, id);
CREATE INDEX depositary_state_by_name_ar ON depositary (state, name_sort_ar, id);
CREATE INDEX depositary_entity_by_name_ar ON depositary (entity, name_sort_ar, id);
CREATE INDEX depositary_by_name_en ON depositary (name_sort_en, id);
CREATE INDEX depositary_state_by_name_en ON depositary (state, name_sort_en, id);
CREATE INDEX depositary_entity_by_name_en ON depositary (entity, name_sort_en, id);
CREATE INDEX depositary_by_name_es ON depositary (name_sort_es, id);
CREATE INDEX depositary_state_by_name_es ON depositary (state, name_sort_es, id);
CREATE INDEX depositary_entity_by_name_es ON depositary (entity, name_sort_es, id);
CREATE INDEX depositary_by_name_fr ON depositary (name_sort_fr, id);
CREATE INDEX depositary_state_by_name_fr ON depositary (state, name_sort_fr, id);
CREATE INDEX depositary_entity_by_name_fr ON depositary (entity, name_sort_fr, id);
CREATE INDEX depositary_by_name_ru ON depositary (name_sort_ru, id);
CREATE INDEX depositary_state_by_name_ru ON depositary (state, name_sort_ru, id);
CREATE INDEX depositary_entity_by_name_ru ON depositary (entity, name_sort_ru, id);
CREATE INDEX depositary_by_name_zh ON depositary (name_sort_zh, id);
CREATE INDEX depositary_state_by_name_zh ON depositary (state, name_sort_zh, id);
CREATE INDEX depositary_entity_by_name_zh ON depositary (entity, name_sort_zh, id);
CREATE INDEX depositary_state_by_id ON depositary (state, id);
CREATE INDEX depositary_entity_by_id ON depositary (entity, id);
CREATE INDEX depositary_source ON depositary (source, id) WHERE source IS NOT NULL;

-- A convention, protocol or agreement between States
CREATE TABLE instrument (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_ar TEXT,
    name_en TEXT,
    name_es TEXT,
    name_fr TEXT,
    name_ru TEXT,
    name_zh TEXT,
    short_name_ar TEXT,
    short_name_en TEXT,
    short_name_es TEXT,
    short_name_fr TEXT,
    short_name_ru TEXT,
    short_name_zh TEXT,
    reach TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_by TEXT REFERENCES entity (id),
    subject TEXT,
    reference TEXT,
    adopted TEXT,
    place TEXT,
    opens TEXT,
    closes TEXT,
    signature TEXT,
    in_force TEXT,
    in_force_how TEXT,
    later TEXT,
    later_rule TEXT,
    withdrawal TEXT,
    notice TEXT,
    reservations TEXT,
    depositary_text TEXT,
    un_registration TEXT,
    unts_volume BIGINT,
    unts_page BIGINT,
    coverage TEXT,
    covered_until TEXT,
    parties_told BIGINT,
    parties_told_on TEXT,
    parties_told_by TEXT,
    name_seen_in TEXT,
    name_cited TEXT,
    seen_fields TEXT,
    open_fields TEXT,
    checked TEXT,
    cited TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX instrument_by_adopted ON instrument (coalesce(adopted, ''), id);
CREATE INDEX instrument_reach_by_adopted ON instrument (reach, coalesce(adopted, ''), id);
CREATE INDEX instrument_kind_by_adopted ON instrument (kind, coalesce(adopted, ''), id);
CREATE INDEX instrument_made_by_by_adopted ON instrument (made_by, coalesce(adopted, ''), id);
CREATE INDEX instrument_mark_by_adopted ON instrument (mark, coalesce(adopted, ''), id);
CREATE INDEX instrument_by_name_ar ON instrument (name_sort_ar, id);
CREATE INDEX instrument_reach_by_name_ar ON instrument (reach, name_sort_ar, id);
CREATE INDEX instrument_kind_by_name_ar ON instrument (kind, name_sort_ar, id);
CREATE INDEX instrument_made_by_by_name_ar ON instrument (made_by, name_sort_ar, id);
CREATE INDEX instrument_mark_by_name_ar ON instrument (mark, name_sort_ar, id);
CREATE INDEX instrument_by_name_en ON instrument (name_sort_en, id);
CREATE INDEX instrument_reach_by_name_en ON instrument (reach, name_sort_en, id);
CREATE INDEX instrument_kind_by_name_en ON instrument (kind, name_sort_en, id);
CREATE INDEX instrument_made_by_by_name_en ON instrument (made_by, name_sort_en, id);
CREATE INDEX instrument_mark_by_name_en ON instrument (mark, name_sort_en, id);
CREATE INDEX instrument_by_name_es ON instrument (name_sort_es, id);
CREATE INDEX instrument_reach_by_name_es ON instrument (reach, name_sort_es, id);
CREATE INDEX instrument_kind_by_name_es ON instrument (kind, name_sort_es, id);
CREATE INDEX instrument_made_by_by_name_es ON instrument (made_by, name_sort_es, id);
CREATE INDEX instrument_mark_by_name_es ON instrument (mark, name_sort_es, id);
CREATE INDEX instrument_by_name_fr ON instrument (name_sort_fr, id);
CREATE INDEX instrument_reach_by_name_fr ON instrument (reach, name_sort_fr, id);
CREATE INDEX instrument_kind_by_name_fr ON instrument (kind, name_sort_fr, id);
CREATE INDEX instrument_made_by_by_name_fr ON instrument (made_by, name_sort_fr, id);
CREATE INDEX instrument_mark_by_name_fr ON instrument (mark, name_sort_fr, id);
CREATE INDEX instrument_by_name_ru ON instrument (name_sort_ru, id);
CREATE INDEX instrument_reach_by_name_ru ON instrument (reach, name_sort_ru, id);
CREATE INDEX instrument_kind_by_name_ru ON instrument (kind, name_sort_ru, id);
CREATE INDEX instrument_made_by_by_name_ru ON instrument (made_by, name_sort_ru, id);
CREATE INDEX instrument_mark_by_name_ru ON instrument (mark, name_sort_ru, id);
CREATE INDEX instrument_by_name_zh ON instrument (name_sort_zh, id);
CREATE INDEX instrument_reach_by_name_zh ON instrument (reach, name_sort_zh, id);
CREATE INDEX instrument_kind_by_name_zh ON instrument (kind, name_sort_zh, id);
CREATE INDEX instrument_made_by_by_name_zh ON instrument (made_by, name_sort_zh, id);
CREATE INDEX instrument_mark_by_name_zh ON instrument (mark, name_sort_zh, id);
CREATE INDEX instrument_reach_by_id ON instrument (reach, id);
CREATE INDEX instrument_kind_by_id ON instrument (kind, id);
CREATE INDEX instrument_made_by_by_id ON instrument (made_by, id);
CREATE INDEX instrument_mark_by_id ON instrument (mark, id);
CREATE INDEX instrument_source ON instrument (source, id) WHERE source IS NOT NULL;

-- What an instrument is to an older one
CREATE TABLE relation (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    to_ TEXT NOT NULL REFERENCES instrument (id),
    kind TEXT NOT NULL,
    joining TEXT NOT NULL,
    read_as_one BOOLEAN,
    ends_with BOOLEAN,
    later_amended BOOLEAN,
    articles TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX relation_key ON relation (instrument, to_);
CREATE INDEX relation_by_instrument ON relation (instrument, id);
CREATE INDEX relation_to_by_instrument ON relation (to_, instrument, id);
CREATE INDEX relation_by_to ON relation (to_, id);
CREATE INDEX relation_instrument_by_to ON relation (instrument, to_, id);
CREATE INDEX relation_source ON relation (source, id) WHERE source IS NOT NULL;

-- With whom an instrument is deposited
CREATE TABLE custody (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    depositary TEXT NOT NULL REFERENCES depositary (id),
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX custody_key ON custody (instrument, depositary);
CREATE INDEX custody_by_instrument ON custody (instrument, id);
CREATE INDEX custody_depositary_by_instrument ON custody (depositary, instrument, id);
CREATE INDEX custody_depositary ON custody (depositary, id);
CREATE INDEX custody_source ON custody (source, id) WHERE source IS NOT NULL;

-- An article that lays an obligation of a known kind
CREATE TABLE provision (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    category TEXT NOT NULL,
    articles TEXT NOT NULL,
    says TEXT,
    checked TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX provision_key ON provision (instrument, category, articles, coalesce(says, ''));
CREATE INDEX provision_by_instrument ON provision (instrument, id);
CREATE INDEX provision_category_by_instrument ON provision (category, instrument, id);
CREATE INDEX provision_mark_by_instrument ON provision (mark, instrument, id);
CREATE INDEX provision_by_category ON provision (category, id);
CREATE INDEX provision_instrument_by_category ON provision (instrument, category, id);
CREATE INDEX provision_mark_by_category ON provision (mark, category, id);
CREATE INDEX provision_source ON provision (source, id) WHERE source IS NOT NULL;

-- A reservation or declaration of a State: one row for each effect
CREATE TABLE reservation (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    state TEXT NOT NULL REFERENCES state (id),
    kind TEXT NOT NULL,
    provision TEXT,
    effect TEXT,
    cooperation TEXT,
    made_at TEXT,
    made_on TEXT,
    withdrawn_on TEXT,
    name_told TEXT,
    note TEXT,
    cited TEXT,
    place BIGINT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX reservation_key ON reservation (instrument, state, kind, coalesce(provision, ''), coalesce(effect, ''), coalesce(place, -9223372036854775807), coalesce(source, ''));
CREATE INDEX reservation_by_instrument ON reservation (instrument, id);
CREATE INDEX reservation_state_by_instrument ON reservation (state, instrument, id);
CREATE INDEX reservation_kind_by_instrument ON reservation (kind, instrument, id);
CREATE INDEX reservation_state ON reservation (state, id);
CREATE INDEX reservation_source ON reservation (source, id) WHERE source IS NOT NULL;

-- What one State says against the reservation of another
CREATE TABLE objection (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    state TEXT NOT NULL REFERENCES state (id),
    against TEXT NOT NULL REFERENCES state (id),
    made_on TEXT,
    withdrawn_on TEXT,
    effect TEXT NOT NULL,
    provision TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX objection_key ON objection (instrument, state, against, coalesce(made_on, ''));
CREATE INDEX objection_by_instrument ON objection (instrument, id);
CREATE INDEX objection_state_by_instrument ON objection (state, instrument, id);
CREATE INDEX objection_against_by_instrument ON objection (against, instrument, id);
CREATE INDEX objection_state ON objection (state, id);
CREATE INDEX objection_against ON objection (against, id);
CREATE INDEX objection_source ON objection (source, id) WHERE source IS NOT NULL;

-- What a State did about an instrument
CREATE TABLE action_ (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    state TEXT NOT NULL REFERENCES state (id),
    kind TEXT NOT NULL,
    date TEXT,
    effective TEXT,
    basis TEXT,
    depositary TEXT REFERENCES depositary (id),
    territory TEXT REFERENCES state (id),
    predecessor TEXT REFERENCES state (id),
    name_told TEXT,
    note TEXT,
    cited TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT,
    set_aside BOOLEAN
);
CREATE UNIQUE INDEX action_key ON action_ (instrument, state, kind, coalesce(date, ''), coalesce(territory, ''), coalesce(depositary, ''), coalesce(source, ''));
CREATE INDEX action_rivals ON action_ (instrument, state, kind, coalesce(territory, ''));
CREATE INDEX action_by_date ON action_ (coalesce(date, ''), id);
CREATE INDEX action_instrument_by_date ON action_ (instrument, coalesce(date, ''), id);
CREATE INDEX action_state_by_date ON action_ (state, coalesce(date, ''), id);
CREATE INDEX action_source_by_date ON action_ (source, coalesce(date, ''), id);
CREATE INDEX action_instrument ON action_ (instrument, id);
CREATE INDEX action_state ON action_ (state, id);
CREATE INDEX action_depositary ON action_ (depositary, id) WHERE depositary IS NOT NULL;
CREATE INDEX action_territory ON action_ (territory, id) WHERE territory IS NOT NULL;
CREATE INDEX action_predecessor ON action_ (predecessor, id) WHERE predecessor IS NOT NULL;
CREATE INDEX action_source ON action_ (source, id) WHERE source IS NOT NULL;

-- A name in a list of participants that gives no dates
CREATE TABLE list_entry (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    name_told TEXT NOT NULL,
    state TEXT REFERENCES state (id),
    meaning TEXT NOT NULL,
    on_ TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    mark TEXT
);
CREATE UNIQUE INDEX list_entry_key ON list_entry (instrument, name_told, coalesce(source, ''), meaning, coalesce(note, ''));
CREATE INDEX list_entry_by_instrument ON list_entry (instrument, id);
CREATE INDEX list_entry_state_by_instrument ON list_entry (state, instrument, id);
CREATE INDEX list_entry_state ON list_entry (state, id) WHERE state IS NOT NULL;
CREATE INDEX list_entry_source ON list_entry (source, id) WHERE source IS NOT NULL;

-- A row that waits for a person: nobody knows yet which State is meant
CREATE TABLE held_action (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name_told TEXT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    kind TEXT NOT NULL,
    date TEXT,
    effective TEXT,
    basis TEXT,
    note TEXT,
    source TEXT REFERENCES source (id),
    nearest TEXT,
    file TEXT,
    line BIGINT
);
CREATE UNIQUE INDEX held_action_key ON held_action (name_told, instrument, kind, coalesce(date, ''), coalesce(source, ''));
CREATE INDEX held_action_by_name_told ON held_action (name_told, id);
CREATE INDEX held_action_instrument_by_name_told ON held_action (instrument, name_told, id);
CREATE INDEX held_action_by_instrument ON held_action (instrument, id);
CREATE INDEX held_action_source ON held_action (source, id) WHERE source IS NOT NULL;

