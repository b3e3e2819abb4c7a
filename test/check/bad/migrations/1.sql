CREATE TABLE state (
    id INTEGER PRIMARY KEY, -- want: the type is BIGINT
    at TEXT DEFAULT CURRENT_TIMESTAMP -- want: bind the time
);
