-- +goose Up
CREATE TABLE operation_task (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	input       BYTEA NOT NULL,
	checkpoint  BYTEA NOT NULL,
	progress    BIGINT NOT NULL,
	total       BIGINT NOT NULL,
	-- JSON: the names of those for whom it waits; empty for nobody.
	waiting_for TEXT NOT NULL,
	create_time BIGINT NOT NULL,
	-- When a runner may take the task: a running one when its lease ends. NULL once it is done.
	due         BIGINT,
	-- Who runs it; empty when nobody does.
	lease       TEXT NOT NULL,
	-- Failures and panics in a row, since the last checkpoint.
	failures    BIGINT NOT NULL,
	panics      BIGINT NOT NULL,
	end_time    BIGINT,
	-- Once done, one of the two: a refusal as JSON, or a google.protobuf.Any.
	refusal     BYTEA,
	response    BYTEA
) STRICT;

CREATE INDEX operation_task_due ON operation_task (due, id) WHERE due IS NOT NULL;

CREATE INDEX operation_task_new ON operation_task (create_time, id);

CREATE INDEX operation_task_end ON operation_task (end_time) WHERE end_time IS NOT NULL;
