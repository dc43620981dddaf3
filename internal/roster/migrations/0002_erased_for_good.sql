-- +goose Up

-- The version of the erased is one that nothing is newer than.
UPDATE roster_person SET version = 9223372036854775807 WHERE erased;
