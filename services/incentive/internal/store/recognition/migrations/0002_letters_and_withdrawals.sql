-- +goose Up

-- The letter of which a recognition tells, '' for others, and when it was taken back, 0 for never. Of a letter that was taken back, its
-- receivers and its story are gone.
ALTER TABLE recognition ADD COLUMN letter TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition ADD COLUMN withdraw_time BIGINT NOT NULL DEFAULT 0;
CREATE INDEX recognition_letter ON recognition (letter) WHERE letter <> '';

-- Whom a letter thanks and who is not to be named: it is seen by those who work with them, who are not told of whom it is.
ALTER TABLE recognition_receiver ADD COLUMN unnamed BOOLEAN NOT NULL DEFAULT FALSE;
