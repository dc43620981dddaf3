-- +goose Up

-- A rule as it is drafted; published counts its versions, of which the last one holds. unpaid counts what its budget could not pay.
CREATE TABLE rule (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    owner_unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    spec TEXT NOT NULL,
    state BIGINT NOT NULL,
    published BIGINT NOT NULL,
    unpaid BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

-- What was published, never changed.
CREATE TABLE rule_version (
    rule TEXT NOT NULL REFERENCES rule (id),
    number BIGINT NOT NULL,
    spec TEXT NOT NULL,
    publish_time BIGINT NOT NULL,
    PRIMARY KEY (rule, number)
) STRICT;

-- What was granted, with its reason. id is that of the transfer. fact is the key of the fact.
CREATE TABLE rule_grant (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    version BIGINT NOT NULL,
    type BIGINT NOT NULL,
    resource TEXT NOT NULL,
    at BIGINT NOT NULL,
    fact TEXT NOT NULL,
    person TEXT NOT NULL,
    amount BIGINT NOT NULL,
    period BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL
) STRICT;

CREATE INDEX rule_grant_fact ON rule_grant (fact, rule);
CREATE INDEX rule_grant_person ON rule_grant (person, create_time, id);
CREATE INDEX rule_grant_near ON rule_grant (rule, person, at);

-- The points of a period, of each person and, under '', of all.
CREATE TABLE rule_sum (
    rule TEXT NOT NULL,
    period BIGINT NOT NULL,
    person TEXT NOT NULL,
    points BIGINT NOT NULL,
    PRIMARY KEY (rule, period, person)
) STRICT;

CREATE INDEX rule_sum_person ON rule_sum (person) WHERE person <> '';
