-- +goose Up

-- Which behavior facts must show to count, a bare id; '' where it does not matter.
ALTER TABLE goal ADD COLUMN behavior TEXT NOT NULL DEFAULT '';
