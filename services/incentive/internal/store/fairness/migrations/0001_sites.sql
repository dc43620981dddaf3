-- +goose Up

-- The sites that allow that people are named who have no recognition.
CREATE TABLE fairness_site (
    site TEXT PRIMARY KEY,
    listed BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;
