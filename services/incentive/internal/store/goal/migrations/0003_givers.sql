-- +goose Up

-- Which thanks count for a goal in progress, and the first day of their month: of one giver to one receiver they count once in it.
CREATE TABLE goal_mark (
    fact TEXT NOT NULL,
    goal TEXT NOT NULL REFERENCES goal (id),
    giver TEXT NOT NULL,
    person TEXT NOT NULL,
    month BIGINT NOT NULL,
    PRIMARY KEY (fact, goal)
) STRICT, WITHOUT ROWID;

CREATE INDEX goal_mark_giver ON goal_mark (giver, person, month);
CREATE INDEX goal_mark_person ON goal_mark (person);
CREATE INDEX goal_mark_goal ON goal_mark (goal);
