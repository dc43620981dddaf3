-- +goose Up

-- Figures from elsewhere, of an item or a construct of a family of instruments. population is JSON by language.
CREATE TABLE norm (
    id TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    of TEXT NOT NULL,
    statistic BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    n BIGINT NOT NULL,
    population TEXT NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    day BIGINT NOT NULL,
    create_time BIGINT NOT NULL
) STRICT;

CREATE INDEX norm_family ON norm (family, create_time);
