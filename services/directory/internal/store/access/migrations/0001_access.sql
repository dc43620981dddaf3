-- +goose Up

-- The rules of access span rows: a limit of bindings, the last administrator. So those who change them take turns at this row.
CREATE TABLE access_turn (
    id BIGINT NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO access_turn (id) VALUES (1);

CREATE TABLE binding (
    id TEXT NOT NULL PRIMARY KEY,
    -- 'people/{person}' or 'keys/{key}'.
    subject TEXT NOT NULL,
    role BIGINT NOT NULL,
    -- '' is every unit, and every employer.
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    expire_time BIGINT,
    create_time BIGINT NOT NULL
) STRICT;
CREATE INDEX binding_by_subject ON binding (subject, id);
CREATE INDEX binding_by_unit ON binding (unit, id);

CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    -- 'system', 'admin' or 'service'.
    kind TEXT NOT NULL,
    -- The service's name where it is the key of a service.
    display_name TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    expire_time BIGINT,
    revoke_time BIGINT
) STRICT;
CREATE UNIQUE INDEX api_key_by_service ON api_key (display_name) WHERE kind = 'service';

CREATE TABLE key_secret (
    id TEXT NOT NULL PRIMARY KEY,
    api_key TEXT NOT NULL REFERENCES api_key (id),
    prefix TEXT NOT NULL,
    -- SHA-256 of the secret, which is random enough for it.
    hash BYTEA NOT NULL,
    create_time BIGINT NOT NULL,
    expire_time BIGINT
) STRICT;
CREATE UNIQUE INDEX key_secret_by_hash ON key_secret (hash);
CREATE INDEX key_secret_by_key ON key_secret (api_key, id);

-- At most one a person. A used one stays, so that who came in by it can be asked whether it is still theirs.
CREATE TABLE invitation (
    person TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    hash BYTEA NOT NULL,
    create_time BIGINT NOT NULL,
    expire_time BIGINT NOT NULL,
    use_time BIGINT
) STRICT;
CREATE UNIQUE INDEX invitation_by_hash ON invitation (hash);

CREATE TABLE pin (
    person TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    -- Argon2id with its parameters and salt.
    hash TEXT NOT NULL,
    create_time BIGINT NOT NULL
) STRICT;

-- Failed log-ins by account and by network address. Neither stands here in plain text.
CREATE TABLE login_attempt (
    door BYTEA NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL,
    last_time BIGINT NOT NULL
) STRICT;
CREATE INDEX login_attempt_by_time ON login_attempt (last_time);

-- Ed25519 keys that sign tokens. The retired ones are published until their last token has expired.
CREATE TABLE signing_key (
    id TEXT NOT NULL PRIMARY KEY,
    seed BYTEA NOT NULL,
    create_time BIGINT NOT NULL,
    retire_time BIGINT
) STRICT;
