-- +goose Up

-- reminder_days is a JSON list, null where there is none; next_reminder is NULL where none is to come.
ALTER TABLE survey ADD COLUMN reminder_days TEXT NOT NULL DEFAULT 'null';
ALTER TABLE survey ADD COLUMN next_reminder BIGINT;
CREATE INDEX survey_reminder ON survey (next_reminder) WHERE next_reminder IS NOT NULL;
