-- +goose Up

-- A file under way, from its first message on. Once complete it has an operation.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    operation TEXT UNIQUE,
    source TEXT NOT NULL,
    -- JSON: what the caller asked for.
    options TEXT NOT NULL,
    -- SHA-256 over the rows, by which a repeated upload is known to be the same.
    digest BYTEA,
    rows BIGINT NOT NULL,
    running BOOLEAN NOT NULL,
    create_time BIGINT NOT NULL
) STRICT;
CREATE UNIQUE INDEX import_running ON import (source) WHERE running;
CREATE INDEX import_by_time ON import (create_time);

-- The rows as they came; they go when the import is done.
CREATE TABLE import_row (
    import TEXT NOT NULL REFERENCES import (id),
    seq BIGINT NOT NULL,
    unit BOOLEAN NOT NULL,
    -- hearth.directory.v1.PersonRow or UnitRow.
    body BYTEA NOT NULL,
    PRIMARY KEY (import, seq)
) STRICT;

-- What became of the rows; behind the last of them, of the people whom the file no longer holds.
CREATE TABLE import_result (
    import TEXT NOT NULL REFERENCES import (id),
    seq BIGINT NOT NULL,
    unit BOOLEAN NOT NULL,
    outcome BIGINT NOT NULL,
    resource TEXT NOT NULL,
    reason TEXT NOT NULL,
    field TEXT NOT NULL,
    message TEXT NOT NULL,
    -- JSON: the fields that differ; '' for none.
    changes TEXT NOT NULL,
    PRIMARY KEY (import, seq)
) STRICT;
CREATE INDEX import_result_by_resource ON import_result (resource) WHERE changes <> '';

CREATE TABLE erasure (
    -- The operation's id.
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,
    create_time BIGINT NOT NULL
) STRICT;

CREATE TABLE erasure_confirmation (
    erasure TEXT NOT NULL REFERENCES erasure (id),
    service TEXT NOT NULL,
    PRIMARY KEY (erasure, service)
) STRICT;
