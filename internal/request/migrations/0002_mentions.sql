-- +goose Up

-- Which kept answers speak of which people, so that those of somebody who is erased are found without reading them all. Both sides are
-- hashes: of the person's id, and the key of the answer, which tells neither who called nor what. Sealed calls have no rows here: their
-- answers speak of nobody.
CREATE TABLE request_mention (
	person BYTEA NOT NULL,
	key BYTEA NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_mention_expires ON request_mention (expires);

-- Of the answers that were kept before, nobody knows whom they speak of. The request ids stay taken: a repeated call has no second effect.
UPDATE request_answer SET response = NULL;
