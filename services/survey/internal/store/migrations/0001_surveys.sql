-- +goose Up

-- Instants are microseconds since 1970-01-01. Texts in several languages, items and audiences are JSON.
CREATE TABLE instrument (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    items TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

-- employer is the one whose people alone are asked, else ''. close_time is the end of time where a survey is closed by hand only.
-- asked and responses are counted at the close.
CREATE TABLE survey (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    owner_unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    mode BIGINT NOT NULL,
    audience TEXT NOT NULL,
    state BIGINT NOT NULL,
    eligible BIGINT NOT NULL,
    close_time BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    opened_time BIGINT,
    closed_time BIGINT,
    asked BIGINT NOT NULL,
    responses BIGINT NOT NULL
) STRICT;

-- State 2 is open.
CREATE INDEX survey_due ON survey (close_time) WHERE state = 2;

-- One row for each person whom a survey asks, made at its opening. Answering overwrites bytes in a row that is there already, of the
-- same length: no time is kept, and on SQLite, where rows stand in the order of the key, no order of answering either. On PostgreSQL
-- the close wipes out that order.
CREATE TABLE sheet (
    survey TEXT NOT NULL REFERENCES survey (id),
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    site TEXT NOT NULL,
    shift TEXT NOT NULL,
    channel TEXT NOT NULL,
    position TEXT NOT NULL,
    answered BOOLEAN NOT NULL,
    answers BYTEA NOT NULL,
    PRIMARY KEY (survey, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX sheet_person ON sheet (person);
