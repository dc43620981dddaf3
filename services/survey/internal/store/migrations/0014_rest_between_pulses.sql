-- +goose Up

-- For how many weeks those whom a wave asks are asked by no wave of another pulse that lets people rest.
ALTER TABLE survey ADD COLUMN rest_weeks BIGINT NOT NULL DEFAULT 0;

-- Waves that let people rest open one after the other: its one row is held by who opens one.
CREATE TABLE wave_rest (
    one BIGINT PRIMARY KEY CHECK (one = 1)
) STRICT;

INSERT INTO wave_rest (one) VALUES (1);
