-- +goose Up

-- The directory's rules span rows: trees have no cycles, nor have chains of managers. So those who write take turns at this row, and
-- count their writes in it.
CREATE TABLE turn (
    id BIGINT NOT NULL PRIMARY KEY,
    writes BIGINT NOT NULL
) STRICT;
INSERT INTO turn (id, writes) VALUES (1, 0);

CREATE TABLE site (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    -- JSON: the texts by language.
    display_name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    archive_time BIGINT
) STRICT;

CREATE TABLE calendar (
    site TEXT NOT NULL REFERENCES site (id),
    version BIGINT NOT NULL,
    -- JSON: the weekdays of work, 1 Monday to 7 Sunday.
    workdays TEXT NOT NULL,
    -- JSON: the days that differ.
    days TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    PRIMARY KEY (site, version)
) STRICT;

CREATE TABLE unit (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    parent TEXT REFERENCES unit (id),
    kind BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    site TEXT REFERENCES site (id),
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    archive_time BIGINT
) STRICT;
CREATE INDEX unit_by_parent ON unit (parent);
CREATE INDEX unit_by_site ON unit (site);

-- How other systems name our units, sites and people; kind is 'unit', 'site' or 'person'.
CREATE TABLE external_id (
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    resource TEXT NOT NULL,
    PRIMARY KEY (kind, source, id)
) STRICT;
CREATE INDEX external_id_by_resource ON external_id (resource);
