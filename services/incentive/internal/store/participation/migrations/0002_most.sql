-- +goose Up

-- The most that somebody gets in a year for taking part; 0 where the policy leaves it to Hearth.
ALTER TABLE participation_policy ADD COLUMN most BIGINT NOT NULL DEFAULT 0;
