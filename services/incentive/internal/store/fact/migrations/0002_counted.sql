-- +goose Up

-- When a fact was first applied; NULL for one that was not, or that was withdrawn.
ALTER TABLE fact ADD COLUMN counted BIGINT;
UPDATE fact SET counted = at WHERE NOT waiting AND NOT withdrawn;
