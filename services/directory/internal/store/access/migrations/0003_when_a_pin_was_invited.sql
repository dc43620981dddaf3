-- +goose Up

-- When the invitation was made by which the person came in who set the PIN: roles given later do not count with it. Where the invitation
-- is forgotten, the moment at which the PIN was set is the nearest that is known.
ALTER TABLE pin ADD COLUMN invite_time BIGINT NOT NULL DEFAULT 0;
UPDATE pin SET invite_time = COALESCE((SELECT i.create_time FROM invitation i WHERE i.id = pin.way_in), create_time);
