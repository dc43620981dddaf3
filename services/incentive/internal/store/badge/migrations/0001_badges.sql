-- +goose Up

-- holder and way are numbers of the domain; levels is a list in JSON. What does not matter for a way is empty.
CREATE TABLE badge (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT NOT NULL,
    picture TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    holder BIGINT NOT NULL,
    way BIGINT NOT NULL,
    type BIGINT NOT NULL,
    behavior TEXT NOT NULL,
    training TEXT NOT NULL,
    goal TEXT NOT NULL,
    levels TEXT NOT NULL,
    archived BOOLEAN NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL
) STRICT;

-- What a fact, a goal and the clock look for: the badges that can be earned alone.
CREATE INDEX badge_unit ON badge (unit, type) WHERE NOT archived;
CREATE INDEX badge_goal ON badge (goal) WHERE NOT archived;
CREATE INDEX badge_way ON badge (way) WHERE NOT archived;
CREATE INDEX badge_listed ON badge (create_time, id);

-- How many facts were counted: for a person within the employment that began on a day, for a unit as a team with 0. person says that the
-- holder is one.
CREATE TABLE badge_count (
    badge TEXT NOT NULL REFERENCES badge (id),
    holder TEXT NOT NULL,
    began BIGINT NOT NULL,
    person BOOLEAN NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (badge, holder, began)
) STRICT, WITHOUT ROWID;

CREATE INDEX badge_count_holder ON badge_count (holder);

-- Which facts were counted, so that each is taken out from where it was put in. They go when facts go.
CREATE TABLE badge_mark (
    fact TEXT NOT NULL,
    badge TEXT NOT NULL,
    holder TEXT NOT NULL,
    began BIGINT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (fact, badge)
) STRICT, WITHOUT ROWID;

CREATE INDEX badge_mark_at ON badge_mark (at);
CREATE INDEX badge_mark_person ON badge_mark (person) WHERE person <> '';

-- holder is the person, or else the unit. unit and employer are those of the day on which it was earned.
CREATE TABLE badge_award (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    badge TEXT NOT NULL REFERENCES badge (id),
    holder TEXT NOT NULL,
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    employer TEXT NOT NULL,
    level BIGINT NOT NULL,
    story TEXT NOT NULL,
    giver TEXT NOT NULL,
    revoked BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    revoked_by TEXT NOT NULL,
    create_time BIGINT NOT NULL,
    update_time BIGINT NOT NULL,
    UNIQUE (badge, holder)
) STRICT;

CREATE INDEX badge_award_listed ON badge_award (create_time, id);
CREATE INDEX badge_award_unit ON badge_award (unit, employer, create_time, id);
CREATE INDEX badge_award_person ON badge_award (person) WHERE person <> '';
CREATE INDEX badge_award_giver ON badge_award (giver) WHERE giver <> '';
CREATE INDEX badge_award_revoked_by ON badge_award (revoked_by) WHERE revoked_by <> '';

-- Who was at work in a team when it earned a badge.
CREATE TABLE badge_member (
    person TEXT NOT NULL,
    award TEXT NOT NULL REFERENCES badge_award (id),
    PRIMARY KEY (person, award)
) STRICT, WITHOUT ROWID;

-- Those who said whether their badges are hidden. Those of all others are not.
CREATE TABLE badge_preference (
    person TEXT PRIMARY KEY,
    hidden BOOLEAN NOT NULL
) STRICT, WITHOUT ROWID;
