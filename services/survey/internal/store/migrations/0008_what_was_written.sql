-- +goose Up

-- What was answered in free words, while the survey is open. It is no part of the sheet, whose length tells nothing: here a row tells that its person
-- wrote, and how long.
CREATE TABLE writing (
    survey TEXT NOT NULL REFERENCES survey (id),
    person TEXT NOT NULL,
    item TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (survey, person, item)
) STRICT, WITHOUT ROWID;

-- What was answered in free words, from the close on: under a random id, in the order of these ids, beside the unit in which its writer was at the opening.
-- Nothing leads to who wrote it, or to what else they answered.
CREATE TABLE comment (
    survey TEXT NOT NULL REFERENCES survey (id),
    item TEXT NOT NULL,
    id TEXT NOT NULL,
    unit TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (survey, item, id)
) STRICT, WITHOUT ROWID;
