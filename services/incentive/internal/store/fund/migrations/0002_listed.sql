-- +goose Up

-- Lists are walked from their newest end.
CREATE INDEX proposal_listed ON proposal (create_time, id);
