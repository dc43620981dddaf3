-- +goose Up

-- One row: whether a whole snapshot has been taken, and the instant (microseconds) at which the directory read it.
CREATE TABLE roster_state (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    ready BOOLEAN NOT NULL,
    watermark BIGINT NOT NULL
) STRICT;

INSERT INTO roster_state (one, ready, watermark) VALUES (1, FALSE, 0);

CREATE TABLE roster_unit (
    unit TEXT PRIMARY KEY CHECK (unit <> ''),
    version BIGINT NOT NULL,
    parent TEXT NOT NULL,
    site TEXT NOT NULL,
    archived BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX roster_unit_parent ON roster_unit (parent);

-- An erased person keeps this row, a bare id, so that a late event cannot bring them back.
CREATE TABLE roster_person (
    person TEXT PRIMARY KEY CHECK (person <> ''),
    version BIGINT NOT NULL,
    erased BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;

-- Days count from 1970-01-01; both belong to the stretch.
CREATE TABLE roster_placement (
    person TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    manager TEXT NOT NULL,
    position TEXT NOT NULL,
    shift TEXT NOT NULL,
    channel TEXT NOT NULL,
    PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;

CREATE INDEX roster_placement_unit ON roster_placement (unit);
