-- +goose Up
-- What is wrong with a row, for whoever reads it: message is English, message_zh is Chinese; '' in rows that are older than this.
ALTER TABLE import_result ADD COLUMN message_zh TEXT NOT NULL DEFAULT '';
