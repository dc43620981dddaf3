-- +goose Up

-- The zone of the nearest site at or above their unit decides which day people have.
CREATE TABLE roster_site (
    site TEXT PRIMARY KEY CHECK (site <> ''),
    version BIGINT NOT NULL,
    -- IANA zone.
    time_zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether the snapshot that was taken told the sites. Those from before did not, so the copy is whole after the next one; a program from
-- before goes on meanwhile.
ALTER TABLE roster_state ADD COLUMN sites BOOLEAN NOT NULL DEFAULT FALSE;
