-- +goose Up

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    -- The employer of the newest placement: together with the number it logs the person in. Both are NULL once the person is erased.
    employer TEXT,
    number TEXT,
    language TEXT NOT NULL,
    -- The day on which the latest employment is expected to end.
    planned_end_day BIGINT,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    erase_time BIGINT
) STRICT;
CREATE UNIQUE INDEX person_by_number ON person (employer, number);
CREATE INDEX person_by_update ON person (update_time, id);

-- The placements of a person never overlap, and together they cover exactly the days of employment.
CREATE TABLE placement (
    person TEXT NOT NULL REFERENCES person (id),
    from_day BIGINT NOT NULL,
    -- The last day; 2147483647 while open.
    to_day BIGINT NOT NULL,
    -- The first day of the employment that it belongs to.
    hire_day BIGINT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (id),
    -- JSON: the ids of further units.
    secondary_units TEXT NOT NULL,
    manager TEXT NOT NULL,
    employer TEXT NOT NULL,
    legal_entity TEXT NOT NULL,
    position TEXT NOT NULL,
    shift TEXT NOT NULL,
    channel TEXT NOT NULL,
    PRIMARY KEY (person, from_day)
) STRICT;
CREATE INDEX placement_by_unit ON placement (unit, person);
CREATE INDEX placement_by_manager ON placement (manager) WHERE manager <> '';
