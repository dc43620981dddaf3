-- +goose Up

-- What happened in other services, one row for each person whom it is about; number orders them as they came. key says what it was.
-- waiting: rules and goals have not seen it. withdrawn: it was none.
CREATE TABLE fact (
    number IDENTITY PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    type BIGINT NOT NULL,
    resource TEXT NOT NULL,
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    at BIGINT NOT NULL,
    attributes TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    waiting BOOLEAN NOT NULL
) STRICT;

CREATE INDEX fact_waiting ON fact (number) WHERE waiting;
CREATE INDEX fact_type ON fact (type, number);
CREATE INDEX fact_at ON fact (at);
CREATE INDEX fact_person ON fact (person) WHERE person <> '';

-- Whoever applies facts holds this row.
CREATE TABLE fact_turn (
    one BIGINT PRIMARY KEY
) STRICT;
INSERT INTO fact_turn (one) VALUES (1);
