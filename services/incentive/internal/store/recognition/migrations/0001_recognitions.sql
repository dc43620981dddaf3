-- +goose Up

-- Instants are microseconds since 1970-01-01. Ids are bare. kind, visibility, reaction and reason are the numbers of the contract.
-- shown: public and not hidden, so that others than the giver and the receivers see it. reports counts those that nobody has settled.
CREATE TABLE recognition (
    id TEXT PRIMARY KEY,
    kind BIGINT NOT NULL,
    giver TEXT NOT NULL,
    team TEXT NOT NULL,
    behavior TEXT NOT NULL,
    story TEXT NOT NULL,
    visibility BIGINT NOT NULL,
    points BIGINT NOT NULL,
    years BIGINT NOT NULL,
    receivers BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    hide_reason TEXT NOT NULL,
    hidden_by TEXT NOT NULL,
    taken_back BOOLEAN NOT NULL,
    reports BIGINT NOT NULL
) STRICT;

-- The feed is walked from its newest end, and so is what somebody gave, or what was seen of one behavior; what moderators have to see
-- is found without a walk. None is partial that compares with an argument: SQLite would not use it.
CREATE INDEX recognition_time ON recognition (create_time, id);
CREATE INDEX recognition_giver ON recognition (giver, create_time, id);
CREATE INDEX recognition_behavior ON recognition (behavior, create_time, id);
CREATE INDEX recognition_hidden_by ON recognition (hidden_by) WHERE hidden_by <> '';
CREATE INDEX recognition_moderated ON recognition (create_time, id) WHERE hidden OR reports > 0;

-- Where each receiver worked on that day, and for whom. A later move changes nothing here. transfer moved the points.
CREATE TABLE recognition_receiver (
    recognition TEXT NOT NULL REFERENCES recognition (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    transfer BYTEA,
    PRIMARY KEY (recognition, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX recognition_receiver_person ON recognition_receiver (person, create_time, recognition);
CREATE INDEX recognition_receiver_unit ON recognition_receiver (unit, employer, create_time, recognition);
CREATE INDEX recognition_receiver_employer ON recognition_receiver (employer, create_time, recognition);

CREATE TABLE recognition_reaction (
    recognition TEXT NOT NULL REFERENCES recognition (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    reaction BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    PRIMARY KEY (recognition, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX recognition_reaction_person ON recognition_reaction (person);

-- reporter is a subject, such as people/ and an id: told to nobody.
CREATE TABLE recognition_report (
    recognition TEXT NOT NULL REFERENCES recognition (id) ON DELETE CASCADE,
    reporter TEXT NOT NULL,
    reason BIGINT NOT NULL,
    note TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    settled BOOLEAN NOT NULL,
    PRIMARY KEY (recognition, reporter)
) STRICT, WITHOUT ROWID;

CREATE INDEX recognition_report_reporter ON recognition_report (reporter);

-- Those who said whether their anniversaries are told. Of all others they are.
CREATE TABLE recognition_preference (
    person TEXT PRIMARY KEY,
    anniversaries BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;
