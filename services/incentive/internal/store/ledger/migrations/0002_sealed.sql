-- +goose Up

-- Whether nobody but its owner is told what is in an account; fixed at its beginning.
ALTER TABLE account ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE account SET sealed = TRUE WHERE (owner LIKE 'people/%' OR purpose IN ('participation', 'expired'))
    AND ledger IN (SELECT id FROM ledger WHERE currency = 'POINTS');
