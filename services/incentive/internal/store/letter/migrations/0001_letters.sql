-- +goose Up

-- What is kept of a letter for good. Nothing in it leads to the customer: external is a digest of the name that another system has for it,
-- and mark 16 bits of a digest of what was sent. Days are days since 1970-01-01, before all days where there is none.
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    channel BIGINT NOT NULL,
    received BIGINT NOT NULL,
    language TEXT NOT NULL,
    state BIGINT NOT NULL,
    customer_consent BIGINT NOT NULL,
    customer_asked_by BIGINT NOT NULL,
    customer_asked_day BIGINT NOT NULL,
    retyped TEXT NOT NULL,
    retyped_by TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    declined BIGINT NOT NULL,
    external BYTEA,
    mark BIGINT NOT NULL,
    purge_time BIGINT NOT NULL,
    -- 0 for never, so that lists can compare them.
    purged_time BIGINT NOT NULL,
    published_time BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE UNIQUE INDEX letter_external ON letter (external);
CREATE INDEX letter_create ON letter (create_time, id);
CREATE INDEX letter_published ON letter (published_time, id) WHERE state = 3;
CREATE INDEX letter_purge ON letter (purge_time) WHERE purged_time = 0;
CREATE INDEX letter_retyped_by ON letter (retyped_by) WHERE retyped_by <> '';
CREATE INDEX letter_approved_by ON letter (approved_by) WHERE approved_by <> '';

-- Whom a letter thanks, and where they worked when they were matched.
CREATE TABLE letter_person (
    letter TEXT NOT NULL REFERENCES letter (id),
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    answer BIGINT NOT NULL,
    answer_time BIGINT NOT NULL,
    PRIMARY KEY (letter, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_person_of ON letter_person (person);

-- What a customer sent, until it is purged: everything that leads to them, and nothing else has it. The rows stand in the order of
-- their coming, so that none is ever moved within the file and leaves a copy behind.
CREATE TABLE letter_original (
    seq IDENTITY PRIMARY KEY,
    letter TEXT NOT NULL REFERENCES letter (id),
    content BYTEA NOT NULL
) STRICT;

CREATE UNIQUE INDEX letter_original_of ON letter_original (letter);
