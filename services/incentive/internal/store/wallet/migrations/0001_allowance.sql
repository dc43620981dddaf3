-- +goose Up

-- What the people of a unit may give; unit is '' for the whole installation. Amounts are points, 0 for no cap. period: 1 month, 2 week.
CREATE TABLE allowance_policy (
    unit TEXT NOT NULL PRIMARY KEY,
    amount BIGINT NOT NULL,
    period BIGINT NOT NULL,
    per_gift BIGINT NOT NULL,
    per_day BIGINT NOT NULL,
    per_colleague BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

-- The period for which a person got their last allowance; first is its first day, ends when the next one begins. A row without a period
-- (0) is of somebody who had none yet. Whoever gives or is given an allowance holds the row.
CREATE TABLE allowance_turn (
    person TEXT NOT NULL PRIMARY KEY,
    period BIGINT NOT NULL,
    first BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    open BOOLEAN NOT NULL
) STRICT;
