-- +goose Up

-- The invitation by which the person came in who set the PIN. Those that were set before this was kept are each a way in of its own.
ALTER TABLE pin ADD COLUMN way_in TEXT NOT NULL DEFAULT '';
UPDATE pin SET way_in = id;
