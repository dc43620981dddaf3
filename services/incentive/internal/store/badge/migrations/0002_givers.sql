-- +goose Up

-- Who thanked, and the first day of the month: thanks of one giver to one receiver count once in it. '' where a fact is nobody's gift. Marks
-- of thanks have the same at, after the month.
ALTER TABLE badge_mark ADD COLUMN giver TEXT NOT NULL DEFAULT '';
ALTER TABLE badge_mark ADD COLUMN month BIGINT NOT NULL DEFAULT 0;
CREATE INDEX badge_mark_giver ON badge_mark (giver, person, month, badge) WHERE giver <> '';
