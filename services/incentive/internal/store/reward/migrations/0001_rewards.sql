-- +goose Up

-- unit and employer say who may keep a reward; employer is '' where it is offered to people of several or all. price is that of today.
-- stock is the account of its pieces, '' where it is without limit.
CREATE TABLE reward (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    price BIGINT NOT NULL,
    tax_category TEXT NOT NULL,
    unlimited BOOLEAN NOT NULL,
    stock TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    archive_time BIGINT
) STRICT;

-- The sites ('site') and employers ('employer') to which a reward is narrowed.
CREATE TABLE reward_limit (
    reward TEXT NOT NULL REFERENCES reward (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (reward, kind, value)
) STRICT;

-- What a reward costs from a day on. It is only added to.
CREATE TABLE reward_price (
    reward TEXT NOT NULL REFERENCES reward (id),
    version BIGINT NOT NULL,
    points BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    PRIMARY KEY (reward, version)
) STRICT;

CREATE TABLE stock_change (
    id TEXT PRIMARY KEY,
    reward TEXT NOT NULL REFERENCES reward (id),
    pieces BIGINT NOT NULL,
    reason TEXT NOT NULL,
    create_time BIGINT NOT NULL
) STRICT;

CREATE INDEX stock_change_of ON stock_change (reward, id);

-- unit, employer and site are where the person worked then.
CREATE TABLE redemption (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    reward TEXT NOT NULL REFERENCES reward (id),
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    site TEXT NOT NULL,
    price BIGINT NOT NULL,
    tax_category TEXT NOT NULL,
    counted BOOLEAN NOT NULL,
    state BIGINT NOT NULL,
    reason TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

CREATE INDEX redemption_of ON redemption (person, create_time);
CREATE INDEX redemption_in ON redemption (unit, create_time);
