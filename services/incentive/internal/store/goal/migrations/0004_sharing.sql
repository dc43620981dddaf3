-- +goose Up

-- What became of the points of a goal that was reached, and how many each of the team got. Of those reached before it is not known: 0.
ALTER TABLE goal ADD COLUMN sharing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE goal ADD COLUMN each BIGINT NOT NULL DEFAULT 0;
CREATE INDEX goal_sharing ON goal (id) WHERE sharing = 1;

-- Who of a large team waits for their share of a goal.
CREATE TABLE goal_sharer (
    goal TEXT NOT NULL REFERENCES goal (id),
    person TEXT NOT NULL,
    PRIMARY KEY (goal, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX goal_sharer_person ON goal_sharer (person);
