-- +goose Up

-- Instants are microseconds since 1970-01-01, days are days since then. What nobody looks for is in a document.
CREATE TABLE award_scheme (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    state BIGINT NOT NULL,
    document TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE TABLE award_round (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    scheme TEXT NOT NULL REFERENCES award_scheme (id),
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    state BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    document TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE INDEX award_round_scheme ON award_round (scheme, end_day);

-- Who was of a round, where they worked, and what was measured. Once somebody is erased, person is a pseudonym and salt is empty.
CREATE TABLE award_row (
    round TEXT NOT NULL REFERENCES award_round (id),
    label TEXT NOT NULL,
    person TEXT NOT NULL,
    salt BYTEA NOT NULL,
    unit TEXT NOT NULL,
    site TEXT NOT NULL,
    employer TEXT NOT NULL,
    manager TEXT NOT NULL,
    shift TEXT NOT NULL,
    channel TEXT NOT NULL,
    tenure BIGINT NOT NULL,
    barred TEXT NOT NULL,
    brought BOOLEAN NOT NULL,
    contacts BIGINT NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (round, label),
    UNIQUE (round, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX award_row_person ON award_row (person);
CREATE INDEX award_row_manager ON award_row (manager) WHERE manager <> '';

CREATE TABLE award_nomination (
    id TEXT PRIMARY KEY,
    round TEXT NOT NULL REFERENCES award_round (id),
    nominator TEXT NOT NULL,
    nominee TEXT NOT NULL,
    story TEXT NOT NULL,
    evidence TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    create_time BIGINT NOT NULL
) STRICT;

CREATE INDEX award_nomination_round ON award_nomination (round);
CREATE UNIQUE INDEX award_nomination_once ON award_nomination (nominator, round, nominee) WHERE NOT withdrawn;
CREATE INDEX award_nomination_nominator ON award_nomination (nominator);
CREATE INDEX award_nomination_nominee ON award_nomination (nominee);

-- A score of 0 is a recusal.
CREATE TABLE award_vote (
    round TEXT NOT NULL REFERENCES award_round (id),
    label TEXT NOT NULL,
    member TEXT NOT NULL,
    score BIGINT NOT NULL,
    PRIMARY KEY (round, label, member)
) STRICT, WITHOUT ROWID;

CREATE INDEX award_vote_member ON award_vote (member);

-- Revoked is the decision by which they did not win any more, 0 where they still do.
CREATE TABLE award_win (
    round TEXT NOT NULL REFERENCES award_round (id),
    person TEXT NOT NULL,
    revision BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    PRIMARY KEY (round, person, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX award_win_person ON award_win (person);

CREATE TABLE award_decision (
    round TEXT NOT NULL REFERENCES award_round (id),
    revision BIGINT NOT NULL,
    record TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    PRIMARY KEY (round, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE award_appeal (
    id TEXT PRIMARY KEY,
    round TEXT NOT NULL REFERENCES award_round (id),
    person TEXT NOT NULL,
    said TEXT NOT NULL,
    state BIGINT NOT NULL,
    answer TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    answer_time BIGINT
) STRICT;

CREATE INDEX award_appeal_round ON award_appeal (round);
CREATE UNIQUE INDEX award_appeal_open ON award_appeal (person, round) WHERE state = 1;
CREATE INDEX award_appeal_person ON award_appeal (person);
