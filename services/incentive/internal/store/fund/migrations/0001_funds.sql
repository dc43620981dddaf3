-- +goose Up

-- account is what a fund is in. employer is '' for points.
CREATE TABLE fund (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    unit TEXT NOT NULL,
    currency TEXT NOT NULL,
    employer TEXT NOT NULL,
    account TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

-- unit and employer are where the proposer worked then. sponsor is a resource's name.
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    fund TEXT NOT NULL REFERENCES fund (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    proposer TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    state BIGINT NOT NULL,
    sponsor TEXT NOT NULL,
    reason TEXT NOT NULL,
    result TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE INDEX proposal_to ON proposal (fund, create_time);

-- Who proposes with the proposer ('team'), and who was asked for a score ('scorer'): 0 until they gave it.
CREATE TABLE proposal_part (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    person TEXT NOT NULL,
    impact BIGINT NOT NULL,
    feasibility BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    PRIMARY KEY (proposal, kind, number)
) STRICT;

CREATE INDEX proposal_part_of ON proposal_part (person);

CREATE TABLE proposal_milestone (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    amount BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    state BIGINT NOT NULL,
    result TEXT NOT NULL,
    paid BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (proposal, number)
) STRICT;
