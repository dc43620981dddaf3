package domain

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Reach is which cells of a release a scope holds.
type Reach struct {
	Scope model.Scope
	// Root are the employers whose cells of everybody together it holds, where several subtrees were asked; "" are all of these cells.
	Root []string
}

// reachOf finds which cells of a survey a scope holds. That everybody together is reached where each subtree is, the store cannot tell from
// a cell.
func reachOf(ctx context.Context, r Reader, scope model.Scope, survey Survey) (Reach, error) {
	reach := Reach{Scope: scope}
	employers := []string{""}
	for _, area := range scope.Areas {
		if area.Employer != "" {
			employers = append(employers, area.Employer)
		}
	}
	for _, employer := range employers {
		all, err := holdsAll(ctx, r, scope, survey, employer)
		if err != nil {
			return Reach{}, err
		}
		if all {
			reach.Root = append(reach.Root, employer)
		}
	}
	return reach, nil
}

// holdsAll says whether a scope holds an employer's people in every subtree that a survey asks; "" are those of all employers.
func holdsAll(ctx context.Context, r Reader, scope model.Scope, survey Survey, employer string) (bool, error) {
	for _, unit := range survey.Audience.Units {
		if in, err := r.InScope(ctx, scope, unit, employer); err != nil || !in {
			return false, err
		}
	}
	return true, nil
}

// released is a survey whose release the scope may see something of, which cells these are, and how many.
func released(ctx context.Context, r Reader, scope model.Scope, id string) (Survey, Reach, int, error) {
	survey, err := r.Survey(ctx, id)
	if err != nil {
		return Survey{}, Reach{}, 0, err
	}
	reads, err := r.InScope(ctx, scope, survey.OwnerUnit, survey.Employer())
	if err != nil {
		return Survey{}, Reach{}, 0, err
	}
	reach, err := reachOf(ctx, r, scope, survey)
	if err != nil {
		return Survey{}, Reach{}, 0, err
	}
	cells := 0
	if !survey.ReleasedTime.IsZero() {
		if cells, err = r.CountCells(ctx, reach, id); err != nil {
			return Survey{}, Reach{}, 0, err
		}
	}
	switch {
	case cells == 0 && !reads:
		return Survey{}, Reach{}, 0, model.ErrNotFound
	case survey.ReleasedTime.IsZero():
		return Survey{}, Reach{}, 0, ErrSurveyNotReleased
	}
	return survey, reach, cells, nil
}

// GetRelease is a survey that was released, and how many of its cells the scope holds.
func GetRelease(ctx context.Context, r Reader, scope model.Scope, id string) (survey Survey, cells int, err error) {
	survey, _, cells, err = released(ctx, r, scope, id)
	return survey, cells, err
}

// ListCells lists the cells of a release that the scope holds, one more than a page, and the form and the k by which they are read.
// Without full they have no counts and no form. What was asked is taken from asked, so that it is not compiled for each page.
func ListCells(
	ctx context.Context, r Reader, asked func(ctx context.Context, survey string) (instrument.Instrument, error), scope model.Scope, id string, list model.List, full bool,
) (survey Survey, f form.Form, cells []Cell, err error) {
	survey, reach, _, err := released(ctx, r, scope, id)
	if err != nil {
		return Survey{}, form.Form{}, nil, err
	}
	if full {
		asks, err := asked(ctx, id)
		if err != nil {
			return Survey{}, form.Form{}, nil, err
		}
		f = form.Of(asks)
	}
	cells, err = r.Cells(ctx, reach, id, list, full)
	return survey, f, cells, err
}

// GetParticipation is how many of all who were asked answered, if that may be seen.
func GetParticipation(ctx context.Context, r Reader, scope model.Scope, id string) (Participation, error) {
	survey, err := GetSurvey(ctx, r, scope, id)
	switch {
	case err != nil:
		return Participation{}, err
	case survey.State != Closed:
		return Participation{}, ErrSurveyNotClosed
	case survey.ReleasedTime.IsZero():
		return Participation{}, ErrSurveyNotReleased
	}
	reach, err := reachOf(ctx, r, scope, survey)
	if err != nil {
		return Participation{}, err
	}
	tree, err := r.Tree(ctx, survey)
	if err != nil {
		return Participation{}, err
	}
	// All together are the first cell, if they are one at all.
	cells, err := r.Cells(ctx, reach, id, model.List{Conditions: []model.Condition{{Field: "id", Op: "=", Value: int64(0)}}}, false)
	if err != nil {
		return Participation{}, err
	}
	if len(cells) == 0 || len(tree.Units) == 0 || cells[0].Unit != tree.Units[0].ID || cells[0].Attribute != 0 {
		return Participation{}, ErrTooFew
	}
	return Participation{Eligible: cells[0].Eligible, Responses: cells[0].Sheets}, nil
}
