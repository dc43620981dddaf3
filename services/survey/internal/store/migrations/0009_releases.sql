-- +goose Up

-- What may be seen of a closed survey, written once. unit is bare and '' for everybody together where several subtrees were asked;
-- above is the nearest unit above it that is shown, NULL where there is none. employer is whose people alone a cell holds, '' for several
-- or all. counts are packed.
CREATE TABLE release_cell (
    survey TEXT NOT NULL REFERENCES survey (id),
    place BIGINT NOT NULL,
    unit TEXT NOT NULL,
    above TEXT,
    attribute BIGINT NOT NULL,
    level TEXT NOT NULL,
    employer TEXT NOT NULL,
    eligible BIGINT NOT NULL,
    sheets BIGINT NOT NULL,
    counts BYTEA NOT NULL,
    PRIMARY KEY (survey, place)
) STRICT, WITHOUT ROWID;

-- Statistics on whole sheets, of the cell at the place. construct counts in the order of the instrument.
CREATE TABLE release_statistic (
    survey TEXT NOT NULL REFERENCES survey (id),
    place BIGINT NOT NULL,
    construct BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (survey, place, construct, kind)
) STRICT, WITHOUT ROWID;

-- What the units that are shown were called, in JSON by language.
CREATE TABLE release_unit (
    survey TEXT NOT NULL REFERENCES survey (id),
    unit TEXT NOT NULL,
    display_name TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (survey, unit)
) STRICT, WITHOUT ROWID;
