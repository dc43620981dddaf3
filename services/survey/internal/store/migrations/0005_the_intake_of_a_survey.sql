-- +goose Up

-- 1: people answer for themselves; 2: answers are imported.
ALTER TABLE survey ADD COLUMN intake BIGINT NOT NULL DEFAULT 1;
