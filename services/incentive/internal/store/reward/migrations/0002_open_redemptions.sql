-- +goose Up

-- Whoever leaves is looked for among those who have something open.
CREATE INDEX redemption_open ON redemption (person) WHERE state = 1;
