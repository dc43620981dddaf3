-- +goose Up

-- plan is JSON: whom and what it asks, and when. next_time is NULL where no wave is to come. skipped_day is NULL where none was skipped,
-- settled_day before the first wave.
CREATE TABLE pulse (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    instrument TEXT NOT NULL REFERENCES instrument (id),
    owner_unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    mode BIGINT NOT NULL,
    plan TEXT NOT NULL,
    paused BOOLEAN NOT NULL,
    next_day BIGINT,
    next_time BIGINT,
    settled_day BIGINT,
    last_wave TEXT NOT NULL,
    skipped_day BIGINT,
    skipped_for TEXT NOT NULL,
    seed BYTEA NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE INDEX pulse_due ON pulse (next_time) WHERE next_time IS NOT NULL;

ALTER TABLE survey ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN pulse TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN wave_day BIGINT NOT NULL DEFAULT 0;

-- No day of a pulse has two waves, whoever opens them.
CREATE UNIQUE INDEX survey_wave ON survey (pulse, wave_day) WHERE pulse <> '';
