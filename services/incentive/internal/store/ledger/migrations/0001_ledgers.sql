-- +goose Up

-- Instants are microseconds since 1970-01-01, days are days since then. Amounts are points or minor units of the ledger's currency.
-- closed_through is the last day that takes no transfer any more, before all days where none is closed.
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    currency TEXT NOT NULL,
    employer TEXT NOT NULL,
    zone TEXT NOT NULL,
    closed_through BIGINT NOT NULL,
    create_time BIGINT NOT NULL,
    UNIQUE (currency, employer)
) STRICT;

-- What never changes of an account. number orders the locks; purpose and owner say what it is for and whose it is.
CREATE TABLE account (
    number IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ledger TEXT NOT NULL REFERENCES ledger (id),
    purpose TEXT NOT NULL,
    owner TEXT NOT NULL,
    overdraft BOOLEAN NOT NULL,
    create_time BIGINT NOT NULL,
    UNIQUE (ledger, purpose, owner)
) STRICT;

-- What changes of it: few bytes, and no index but the key, so that a hot account stays in its place.
CREATE TABLE balance (
    account BIGINT NOT NULL PRIMARY KEY,
    closed BOOLEAN NOT NULL,
    debits BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    held BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    last BIGINT NOT NULL
) STRICT;

CREATE INDEX account_owner ON account (owner) WHERE owner <> '';

-- Who asked for transfers. Whoever is erased gets another name here, and no transfer changes.
CREATE TABLE actor (
    number IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- One row a transfer, never changed. of is the hold that it settles or the transfer that it reverses: each is settled or reversed once.
-- The four figures at the end are the two accounts right after it.
CREATE TABLE transfer (
    id BYTEA NOT NULL PRIMARY KEY,
    kind BIGINT NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    of BYTEA,
    expires BIGINT,
    day BIGINT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    actor BIGINT NOT NULL,
    at BIGINT NOT NULL,
    debit_posted BIGINT NOT NULL,
    debit_held BIGINT NOT NULL,
    credit_posted BIGINT NOT NULL,
    credit_held BIGINT NOT NULL
) STRICT, WITHOUT ROWID;

-- No two transfers of an account have one time, so these are its history in order, and its balance at any time.
CREATE UNIQUE INDEX transfer_debit ON transfer (debit, at);
CREATE UNIQUE INDEX transfer_credit ON transfer (credit, at);
CREATE UNIQUE INDEX transfer_of ON transfer (of) WHERE of IS NOT NULL;

-- The holds that are open: few beside all that were. A row comes with its hold and goes with what settles it.
CREATE TABLE open_hold (
    id BYTEA NOT NULL PRIMARY KEY,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    expires BIGINT
) STRICT, WITHOUT ROWID;

CREATE INDEX open_hold_debit ON open_hold (debit);
CREATE INDEX open_hold_credit ON open_hold (credit);
CREATE INDEX open_hold_expires ON open_hold (expires) WHERE expires IS NOT NULL;
