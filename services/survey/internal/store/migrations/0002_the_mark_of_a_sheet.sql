-- +goose Up

-- mark is a digest of the survey and the way in by which the sheet was filled in, while the survey is open. It is as long where nobody
-- answered, and zeros from the close on, so that its length tells nothing. The table is written anew, since a column that is added leaves
-- the rows in which it is not yet set shorter than the others. No way in has the mark that they get here.
DROP INDEX sheet_person;
ALTER TABLE sheet RENAME TO sheet_without_mark;

CREATE TABLE sheet (
    survey TEXT NOT NULL REFERENCES survey (id),
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    site TEXT NOT NULL,
    shift TEXT NOT NULL,
    channel TEXT NOT NULL,
    position TEXT NOT NULL,
    answered BOOLEAN NOT NULL,
    answers BYTEA NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (survey, person)
) STRICT, WITHOUT ROWID;

INSERT INTO sheet (survey, person, unit, employer, site, shift, channel, position, answered, answers, mark)
SELECT survey, person, unit, employer, site, shift, channel, position, answered, answers,
    CAST('00000000000000000000000000000000' AS BYTEA)
FROM sheet_without_mark ORDER BY survey, person;

DROP TABLE sheet_without_mark;
CREATE INDEX sheet_person ON sheet (person);
