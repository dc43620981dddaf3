-- +goose Up

-- A bonus in money. unit and employer are where and for whom the person worked when it was ordered, budget is the unit that pays. basis: 1
-- gross, 2 net; state: 1 ordered, 2 acknowledged, 3 rejected. reason is a text by language, as JSON. Instants are microseconds since 1970.
CREATE TABLE payout (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    budget TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    basis BIGINT NOT NULL,
    tax_category TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    ordered_by TEXT NOT NULL,
    state BIGINT NOT NULL,
    reference TEXT NOT NULL,
    rejection TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    decide_time BIGINT
) STRICT;

CREATE INDEX payout_update_time ON payout (update_time, id);
CREATE INDEX payout_person ON payout (person);
