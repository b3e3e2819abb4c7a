-- A group of States: a region, an organisation, a list
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
    un_member_since TEXT,
    note TEXT,
    ldc BOOLEAN,
    name_sort_ar TEXT NOT NULL,
    name_sort_en TEXT NOT NULL,
    name_sort_es TEXT NOT NULL,
    name_sort_fr TEXT NOT NULL,
    name_sort_ru TEXT NOT NULL,
    name_sort_zh TEXT NOT NULL
);
CREATE INDEX state_by_name_ar ON state (name_sort_ar, id);
CREATE INDEX state_status_by_name_ar ON state (status, name_sort_ar, id);
CREATE INDEX state_ldc_by_name_ar ON state (ldc, name_sort_ar, id);
CREATE INDEX state_by_name_en ON state (name_sort_en, id);
CREATE INDEX state_status_by_name_en ON state (status, name_sort_en, id);
CREATE INDEX state_ldc_by_name_en ON state (ldc, name_sort_en, id);
CREATE INDEX state_by_name_es ON state (name_sort_es, id);
CREATE INDEX state_status_by_name_es ON state (status, name_sort_es, id);
CREATE INDEX state_ldc_by_name_es ON state (ldc, name_sort_es, id);
CREATE INDEX state_by_name_fr ON state (name_sort_fr, id);
CREATE INDEX state_status_by_name_fr ON state (status, name_sort_fr, id);
CREATE INDEX state_ldc_by_name_fr ON state (ldc, name_sort_fr, id);
CREATE INDEX state_by_name_ru ON state (name_sort_ru, id);
CREATE INDEX state_status_by_name_ru ON state (status, name_sort_ru, id);
CREATE INDEX state_ldc_by_name_ru ON state (ldc, name_sort_ru, id);
CREATE INDEX state_by_name_zh ON state (name_sort_zh, id);
CREATE INDEX state_status_by_name_zh ON state (status, name_sort_zh, id);
CREATE INDEX state_ldc_by_name_zh ON state (ldc, name_sort_zh, id);
CREATE INDEX state_status_by_id ON state (status, id);
CREATE INDEX state_ldc_by_id ON state (ldc, id);
CREATE INDEX state_by_un_member_since ON state (coalesce(un_member_since, ''), id);
CREATE INDEX state_status_by_un_member_since ON state (status, coalesce(un_member_since, ''), id);
CREATE INDEX state_ldc_by_un_member_since ON state (ldc, coalesce(un_member_since, ''), id);

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

-- A State's time in a group
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES state (id),
    group_ TEXT NOT NULL REFERENCES group_ (id),
    since TEXT,
    until TEXT,
    note TEXT
);
CREATE UNIQUE INDEX membership_key ON membership (state, group_, coalesce(since, ''));
CREATE INDEX membership_by_since ON membership (coalesce(since, ''), id);
CREATE INDEX membership_state_by_since ON membership (state, coalesce(since, ''), id);
CREATE INDEX membership_group_by_since ON membership (group_, coalesce(since, ''), id);
CREATE INDEX membership_by_state ON membership (state, id);
CREATE INDEX membership_group_by_state ON membership (group_, state, id);

