-- +goose Up

-- What the levels that are shown were called when the release was made, in JSON by language: those that have a name of their own, as sites do.
CREATE TABLE release_level (
    survey TEXT NOT NULL REFERENCES survey (id),
    attribute BIGINT NOT NULL,
    level TEXT NOT NULL,
    display_name TEXT NOT NULL,
    PRIMARY KEY (survey, attribute, level)
) STRICT, WITHOUT ROWID;
