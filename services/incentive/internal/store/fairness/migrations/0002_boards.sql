-- +goose Up

-- The months whose boards were made, by their first day, and when (microseconds). What follows of a month is written with its row, and never
-- changed: it says nothing of fewer people than a part holds, and nobody can be found in it.
CREATE TABLE fairness_month (
    month BIGINT PRIMARY KEY,
    compute_time BIGINT NOT NULL
) STRICT;

-- The tree of the units then.
CREATE TABLE fairness_unit (
    month BIGINT NOT NULL,
    unit TEXT NOT NULL,
    above TEXT NOT NULL,
    PRIMARY KEY (month, unit)
) STRICT, WITHOUT ROWID;

CREATE INDEX fairness_unit_above ON fairness_unit (month, above);

-- How many people worked where, and in which part they lie.
CREATE TABLE fairness_cell (
    month BIGINT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    site TEXT NOT NULL,
    shift TEXT NOT NULL,
    part BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (month, unit, employer, site, shift)
) STRICT, WITHOUT ROWID;

-- top is the highest unit of the part's enterprise.
CREATE TABLE fairness_part (
    month BIGINT NOT NULL,
    part BIGINT NOT NULL,
    top TEXT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (month, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX fairness_part_top ON fairness_part (month, top, people);

-- How many people of a part were recognised so often. kind is the number of the contract.
CREATE TABLE fairness_spread (
    month BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    part BIGINT NOT NULL,
    count BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (month, kind, part, count)
) STRICT, WITHOUT ROWID;

-- How the people of a part recognised those of another: pairs of people, those of them to whom it came back, how often between known sites,
-- and how often across.
CREATE TABLE fairness_tie (
    month BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    giver BIGINT NOT NULL,
    receiver BIGINT NOT NULL,
    pairs BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    known BIGINT NOT NULL,
    across BIGINT NOT NULL,
    PRIMARY KEY (month, kind, giver, receiver)
) STRICT, WITHOUT ROWID;

-- The groups of shifts of a whole enterprise that are told beside its parts.
CREATE TABLE fairness_shift (
    month BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    top TEXT NOT NULL,
    shifts TEXT NOT NULL,
    people BIGINT NOT NULL,
    recognised BIGINT NOT NULL,
    recognitions BIGINT NOT NULL,
    PRIMARY KEY (month, kind, top, shifts)
) STRICT, WITHOUT ROWID;
