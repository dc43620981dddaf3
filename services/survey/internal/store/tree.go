package store

import (
	"context"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
)

// levelColumns are where a person's place has their level of an attribute.
var levelColumns = map[domain.Attribute]string{
	domain.Shift: "shift", domain.Employer: "employer", domain.Site: "site", domain.Channel: "channel", domain.Position: "position",
}

// placeSQL are the columns of a unit and of the levels of attributes, joined by commas.
func placeSQL(attributes []domain.Attribute) string {
	columns := []string{"unit"}
	for _, attribute := range attributes {
		columns = append(columns, levelColumns[attribute])
	}
	return strings.Join(columns, ", ")
}

// Groups counts the sheets of every place of a survey that was opened, in a fixed order.
func (r Reader) Groups(ctx context.Context, survey domain.Survey) ([]frozen.Group, error) {
	return r.groups(ctx, survey, `sheet WHERE survey = $1`, []any{survey.ID})
}

// GroupsAt counts, in the same way, the people whom a survey would ask if it were opened at the instant.
func (r Reader) GroupsAt(ctx context.Context, survey domain.Survey, at time.Time) ([]frozen.Group, error) {
	people, args, err := r.askedSQL(ctx, survey.Audience, at, 1)
	if err != nil {
		return nil, err
	}
	return r.groups(ctx, survey, `(`+people+`) AS asked`, args)
}

func (r Reader) groups(ctx context.Context, survey domain.Survey, from string, args []any) ([]frozen.Group, error) {
	attributes := survey.Split.Attributes()
	place := placeSQL(attributes)
	return db.All(ctx, r.q, func(scan db.Scan) (frozen.Group, error) {
		group := frozen.Group{Levels: make([]string, len(attributes))}
		into := []any{&group.People, &group.Unit}
		for i := range group.Levels {
			into = append(into, &group.Levels[i])
		}
		return group, scan(into...)
	}, `SELECT count(*), `+place+` FROM `+from+` GROUP BY `+place+` ORDER BY `+place, args...)
}

// UnitsAbove are the units of subtrees, each with the one above it.
func (r Reader) UnitsAbove(ctx context.Context, units []string) (map[string]string, error) {
	return roster.New(r.q).Parents(ctx, units)
}

// UnitsReached are the units in which the scope holds an employer's people, by the tree as it is now.
func (r Reader) UnitsReached(ctx context.Context, scope model.Scope, employer string) (map[string]bool, error) {
	return roster.New(r.q).Reached(ctx, scope, employer)
}

// Tree is what was frozen of whom a survey asks; the zero Tree before its opening.
func (r Reader) Tree(ctx context.Context, survey domain.Survey) (frozen.Tree, error) {
	units, err := db.All(ctx, r.q, func(scan db.Scan) (unit frozen.Unit, err error) {
		err = scan(&unit.ID, &unit.Parent, &unit.With, &unit.Reported, &unit.Eligible)
		return unit, err
	}, `SELECT unit, parent, counted_with, reported, eligible FROM survey_unit WHERE survey = $1 ORDER BY ordinal`, survey.ID)
	if err != nil || len(units) == 0 {
		return frozen.Tree{}, err
	}
	split := survey.Split.Frozen()
	tree := frozen.Tree{Split: split, Units: units, Levels: make([][]string, split.Attributes)}
	_, err = db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var attribute int
		var level string
		err = scan(&attribute, &level)
		if err == nil {
			tree.Levels[attribute] = append(tree.Levels[attribute], level)
		}
		return none, err
	}, `SELECT attribute, level FROM survey_level WHERE survey = $1 ORDER BY attribute, ordinal`, survey.ID)
	return tree, err
}

// ReplaceTree keeps what is frozen of whom a survey asks in the place of what was.
func (s Store) ReplaceTree(ctx context.Context, survey string, tree frozen.Tree) error {
	for _, table := range []string{`survey_unit`, `survey_level`} {
		if _, err := s.tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE survey = $1`, survey); err != nil {
			return err
		}
	}
	return s.KeepTree(ctx, survey, tree)
}

// KeepTree keeps what is frozen of whom a survey asks, once.
func (s Store) KeepTree(ctx context.Context, survey string, tree frozen.Tree) error {
	var units, levels [][]any
	for i, unit := range tree.Units {
		units = append(units, []any{survey, i, unit.ID, unit.Parent, unit.With, unit.Reported, unit.Eligible})
	}
	for attribute, names := range tree.Levels {
		for i, level := range names {
			levels = append(levels, []any{survey, attribute, i, level})
		}
	}
	err := db.Insert(ctx, s.tx, `INSERT INTO survey_unit (survey, ordinal, unit, parent, counted_with, reported, eligible)`, units, ``)
	if err != nil {
		return err
	}
	return db.Insert(ctx, s.tx, `INSERT INTO survey_level (survey, attribute, ordinal, level)`, levels, ``)
}
