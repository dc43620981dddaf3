-- +goose Up

-- What the people of a unit get for taking part in a survey, from an instant on until the unit's next row; unit is '' for the whole
-- installation, points is NULL where the policy was taken away.
CREATE TABLE participation_policy (
    unit TEXT NOT NULL,
    since BIGINT NOT NULL,
    points BIGINT,
    PRIMARY KEY (unit, since)
) STRICT;

-- The surveys whose participants are rewarded, or were. salt makes the ids of their transfers, and is NULL when all were made: from then on
-- nothing leads from a transfer to a survey.
CREATE TABLE participation_round (
    survey TEXT NOT NULL PRIMARY KEY,
    closed BIGINT NOT NULL,
    salt BYTEA
) STRICT;
