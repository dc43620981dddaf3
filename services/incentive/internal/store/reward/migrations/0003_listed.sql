-- +goose Up

-- Lists are walked from their newest end.
CREATE INDEX redemption_listed ON redemption (create_time, id);
