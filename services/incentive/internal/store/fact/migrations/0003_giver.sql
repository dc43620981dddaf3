-- +goose Up

-- Who thanked, a bare id; '' where a fact is nobody's gift.
ALTER TABLE fact ADD COLUMN giver TEXT NOT NULL DEFAULT '';
CREATE INDEX fact_giver ON fact (giver) WHERE giver <> '';
