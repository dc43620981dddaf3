-- +goose Up

-- What may be read of what was written to a closed survey, written once: what may name somebody is masked, and the cell is a whole unit
-- at which enough wrote. place is by item, by cell, then by chance.
CREATE TABLE release_comment (
    survey TEXT NOT NULL,
    place BIGINT NOT NULL,
    item TEXT NOT NULL,
    cell BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (survey, place),
    FOREIGN KEY (survey, cell) REFERENCES release_cell (survey, place)
) STRICT, WITHOUT ROWID;

-- What the comments at a cell and below it speak of, all together. content is JSON.
CREATE TABLE release_theme (
    survey TEXT NOT NULL,
    place BIGINT NOT NULL,
    item TEXT NOT NULL,
    cell BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (survey, place),
    FOREIGN KEY (survey, cell) REFERENCES release_cell (survey, place)
) STRICT, WITHOUT ROWID;

-- What was written is kept until the release is made, and no longer. What was released before has no comments, and gets none.
DELETE FROM comment WHERE survey IN (SELECT id FROM survey WHERE released_time IS NOT NULL);
