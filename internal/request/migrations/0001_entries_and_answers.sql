-- +goose Up

-- What was changed, by whom. Kept for three years.
CREATE TABLE request_entry (
	seq IDENTITY PRIMARY KEY,
	time BIGINT NOT NULL,
	caller TEXT NOT NULL,
	method TEXT NOT NULL,
	request_id TEXT NOT NULL,
	input_hash BYTEA NOT NULL,
	resource TEXT NOT NULL,
	trace_id TEXT NOT NULL
) STRICT;

CREATE INDEX request_entry_resource ON request_entry (resource, seq) WHERE resource <> '';

-- The first answer to each request id, until expires. The key is a hash of caller, method and request id, and rows stand in its
-- order: of sealed calls nothing else is kept, and nothing here says who called when.
CREATE TABLE request_answer (
	key BYTEA NOT NULL PRIMARY KEY,
	input_hash BYTEA NOT NULL,
	expires BIGINT NOT NULL,
	response BYTEA
) STRICT, WITHOUT ROWID;

CREATE INDEX request_answer_expires ON request_answer (expires);
