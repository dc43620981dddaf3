-- +goose Up

-- Whom a survey asks, as of its opening: units in the order in which a release numbers them, the one above and the one with whose people
-- their own are counted by their ordinals, and how many are asked there and below. A root that is no unit is ''.
CREATE TABLE survey_unit (
    survey TEXT NOT NULL REFERENCES survey (id),
    ordinal BIGINT NOT NULL,
    unit TEXT NOT NULL,
    parent BIGINT NOT NULL,
    counted_with BIGINT NOT NULL,
    reported BOOLEAN NOT NULL,
    eligible BIGINT NOT NULL,
    PRIMARY KEY (survey, ordinal)
) STRICT, WITHOUT ROWID;

-- The levels of each attribute of its split, both by their place.
CREATE TABLE survey_level (
    survey TEXT NOT NULL REFERENCES survey (id),
    attribute BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    level TEXT NOT NULL,
    PRIMARY KEY (survey, attribute, ordinal)
) STRICT, WITHOUT ROWID;
