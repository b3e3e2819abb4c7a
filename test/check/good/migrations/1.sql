-- A State, with INTEGER and "quotes" only in this remark
CREATE TABLE state (id TEXT NOT NULL PRIMARY KEY, area BIGINT); -- now() is not said
