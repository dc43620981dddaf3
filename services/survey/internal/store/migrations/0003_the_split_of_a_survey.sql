-- +goose Up

-- split, in JSON, is how the release tells people apart.
ALTER TABLE survey ADD COLUMN split TEXT NOT NULL DEFAULT '{}';
ALTER TABLE survey ADD COLUMN released_time BIGINT;
