-- A list with its filters and its order, kept under a name
CREATE TABLE saved_list (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    owner TEXT NOT NULL REFERENCES user_account (id),
    noun TEXT NOT NULL,
    name TEXT NOT NULL,
    filters TEXT,
    shared BOOLEAN
);
CREATE UNIQUE INDEX saved_list_key ON saved_list (owner, noun, name);
CREATE INDEX saved_list_by_name ON saved_list (name, id);
CREATE INDEX saved_list_owner_by_name ON saved_list (owner, name, id);
CREATE INDEX saved_list_noun_by_name ON saved_list (noun, name, id);
CREATE INDEX saved_list_owner ON saved_list (owner, id);

ALTER TABLE duty_station ADD COLUMN seat BOOLEAN;
