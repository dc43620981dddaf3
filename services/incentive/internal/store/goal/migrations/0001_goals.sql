-- +goose Up

-- begins and ends bound the times of the facts that count, closes is when a goal that was not reached is missed.
CREATE TABLE goal (
    id TEXT PRIMARY KEY,
    display_name TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    person TEXT NOT NULL,
    type BIGINT NOT NULL,
    target BIGINT NOT NULL,
    reward BIGINT NOT NULL,
    start_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    zone TEXT NOT NULL,
    count BIGINT NOT NULL,
    state BIGINT NOT NULL,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    reached_time BIGINT,
    create_time BIGINT NOT NULL
) STRICT;

-- What a fact looks for, and what is to be closed: the goals in progress alone.
CREATE INDEX goal_unit ON goal (unit, type, ends) WHERE state = 1 AND person = '';
CREATE INDEX goal_person ON goal (person, type) WHERE person <> '';
CREATE INDEX goal_closes ON goal (closes) WHERE state = 1;
CREATE INDEX goal_listed ON goal (create_time, id);

-- The sites that allow goals of single people.
CREATE TABLE goal_site (
    site TEXT PRIMARY KEY,
    individual BOOLEAN NOT NULL
) STRICT;
