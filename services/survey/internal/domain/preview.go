package domain

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
)

// Frozen is the split by its numbers alone.
func (s Split) Frozen() frozen.Split {
	return frozen.Split{Units: s.Attribute != 0, Attributes: len(s.Attributes())}
}

// freeze orders the people whom a survey asks as its release will.
func freeze(ctx context.Context, r Reader, survey Survey, groups []frozen.Group) (frozen.Tree, error) {
	above, err := r.UnitsAbove(ctx, survey.Audience.Units)
	if err != nil {
		return frozen.Tree{}, err
	}
	return grow(above, survey, groups)
}

// grow orders the people of a survey in a tree of units.
func grow(above map[string]string, survey Survey, groups []frozen.Group) (frozen.Tree, error) {
	for _, group := range groups {
		if _, known := above[group.Unit]; !known {
			return frozen.Tree{}, ErrUnitNotAsked
		}
	}
	tree, err := frozen.New(above, survey.Audience.Units, groups, survey.Split.Frozen(), survey.Split.K)
	if many, ok := errors.AsType[*frozen.LevelsError](err); ok {
		name := survey.Split.Attributes()[many.Attribute].String()
		return frozen.Tree{}, ErrTooManyLevels.With("attribute", name).With("levels", strconv.Itoa(many.Levels)).With("most", strconv.Itoa(many.Most))
	}
	return tree, err
}

// LeastPeople is the k with which a survey is opened that asks with an instrument. Where nothing is hidden, an instrument has nothing to
// hide either.
func LeastPeople(split Split, asks instrument.Instrument) int {
	if split.K == HidesNothing {
		return split.K
	}
	return max(split.K, Threshold, int(asks.Content().LeastPeople))
}

// freezeTree keeps the order of the people for whom sheets were made.
func freezeTree(ctx context.Context, s Store, survey Survey) error {
	groups, err := s.Groups(ctx, survey)
	if err != nil {
		return err
	}
	tree, err := freeze(ctx, s, survey, groups)
	if err != nil {
		return err
	}
	return s.KeepTree(ctx, survey.ID, tree)
}

// Preview is what a release can show at most.
type Preview struct {
	Survey Survey
	Tree   frozen.Tree
	// Cells are those that are published if everybody answers and no answers are too much alike.
	Cells cell.Set
	// Reached says of each unit of the tree whether the scope holds it.
	Reached []bool
}

// PreviewRelease says what k, the tree and the split allow: of a draft by whom it would ask now, later as it was frozen.
func PreviewRelease(ctx context.Context, r Reader, scope model.Scope, now time.Time, id string) (Preview, error) {
	survey, err := GetSurvey(ctx, r, scope, id)
	if err != nil {
		return Preview{}, err
	}
	preview := Preview{Survey: survey}
	var groups []frozen.Group
	if survey.State == Draft {
		if err := needRoster(r.RosterReady(ctx)); err != nil {
			return Preview{}, err
		}
		asks, err := Compiled(ctx, r, survey)
		if err != nil {
			return Preview{}, err
		}
		preview.Survey.Split.K = LeastPeople(survey.Split, asks)
		if survey.Audience.Contacts {
			groups, err = r.Groups(ctx, survey)
		} else {
			groups, err = r.GroupsAt(ctx, survey, now)
		}
		if err != nil {
			return Preview{}, err
		}
		preview.Tree, err = freeze(ctx, r, preview.Survey, groups)
		if err != nil {
			return Preview{}, err
		}
	} else {
		if preview.Tree, err = r.Tree(ctx, survey); err != nil {
			return Preview{}, err
		}
		if groups, err = r.Groups(ctx, survey); err != nil {
			return Preview{}, err
		}
		if survey.State == Open && survey.Audience.Contacts {
			if preview.Tree, err = grow(parentsIn(preview.Tree), survey, groups); err != nil {
				return Preview{}, err
			}
		}
	}
	if preview.Cells, err = atMost(preview.Tree, groups, preview.Survey.Split.K); err != nil {
		return Preview{}, err
	}
	preview.Reached, err = reachedIn(ctx, r, scope, survey, preview.Tree)
	return preview, err
}

// reachedIn says of each unit of a survey's tree whether the scope holds it: whoever runs a survey need not reach all whom it asks.
func reachedIn(ctx context.Context, r Reader, scope model.Scope, survey Survey, tree frozen.Tree) ([]bool, error) {
	units, err := r.UnitsReached(ctx, scope, survey.Employer())
	if err != nil {
		return nil, err
	}
	everybody, err := HoldsAll(ctx, r, scope, survey, survey.Employer())
	if err != nil {
		return nil, err
	}
	reached := make([]bool, len(tree.Units))
	for i, unit := range tree.Units {
		reached[i] = units[unit.ID] || unit.ID == "" && everybody
	}
	return reached, nil
}

// atMost are the cells that are published of people who all answer.
func atMost(tree frozen.Tree, groups []frozen.Group, k int) (cell.Set, error) {
	if len(tree.Units) == 0 {
		return cell.Set{}, nil
	}
	p, err := tree.Population(groups)
	if err != nil {
		return cell.Set{}, err
	}
	for i := range p.Atoms {
		p.Atoms[i].Sheets = p.Atoms[i].Eligible
	}
	if k == HidesNothing {
		return choice.Everything(p, tree.Plan()), nil
	}
	set := choice.Cells(p, tree.Plan(), k)
	set.Roots, err = choice.Roots(p, tree.Plan(), set, k)
	return set, err
}
