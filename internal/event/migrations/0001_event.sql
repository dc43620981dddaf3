-- +goose Up
-- Events wait here from the commit that made them until the bus has them (settle_time), and then stay for replay.
CREATE TABLE event_outbox (
	seq         IDENTITY PRIMARY KEY,
	id          TEXT NOT NULL,
	subject     TEXT NOT NULL,
	type        TEXT NOT NULL,
	aggregate   TEXT NOT NULL,
	version     BIGINT NOT NULL,
	kind        BIGINT NOT NULL,
	emit_time   BIGINT NOT NULL,
	traceparent TEXT NOT NULL,
	payload     BYTEA NOT NULL,
	replay_for  TEXT NOT NULL,
	replay_run  TEXT NOT NULL,
	claim       BIGINT NOT NULL,
	lease_time  BIGINT NOT NULL,
	settle_time BIGINT
) STRICT;
CREATE INDEX event_outbox_waiting ON event_outbox (seq) WHERE settle_time IS NULL;

-- The events that a consumer has applied; the row commits with the effect.
CREATE TABLE event_inbox (
	seq        IDENTITY PRIMARY KEY,
	consumer   TEXT NOT NULL,
	event      TEXT NOT NULL,
	apply_time BIGINT NOT NULL,
	CONSTRAINT event_inbox_once UNIQUE (consumer, event)
) STRICT;

-- The events that a consumer gave up.
CREATE TABLE event_dead (
	seq         IDENTITY PRIMARY KEY,
	consumer    TEXT NOT NULL,
	event       TEXT NOT NULL,
	service     TEXT NOT NULL,
	subject     TEXT NOT NULL,
	type        TEXT NOT NULL,
	aggregate   TEXT NOT NULL,
	version     BIGINT NOT NULL,
	kind        BIGINT NOT NULL,
	emit_time   BIGINT NOT NULL,
	traceparent TEXT NOT NULL,
	payload     BYTEA NOT NULL,
	reason      TEXT NOT NULL,
	attempts    BIGINT NOT NULL,
	dead_time   BIGINT NOT NULL,
	retry       BOOLEAN NOT NULL,
	CONSTRAINT event_dead_once UNIQUE (consumer, event)
) STRICT;

-- For which incarnation of its subscriptions a consumer has done what it does before its first message.
CREATE TABLE event_consumer (
	consumer    TEXT PRIMARY KEY,
	incarnation TEXT NOT NULL
) STRICT;
