-- +goose Up

-- How many thanks of one giver count at most; 0 where it does not matter who gives, and for goals that began before.
ALTER TABLE goal ADD COLUMN per_giver BIGINT NOT NULL DEFAULT 0;
