package published

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// reachOf finds which cells of a survey a scope holds. That everybody together is reached where each subtree is, the store cannot tell from
// a cell.
func reachOf(ctx context.Context, r Reader, scope model.Scope, survey domain.Survey) (Reach, error) {
	reach := Reach{Scope: scope}
	employers := []string{""}
	for _, area := range scope.Areas {
		if area.Employer != "" {
			employers = append(employers, area.Employer)
		}
	}
	for _, employer := range employers {
		all, err := domain.HoldsAll(ctx, r, scope, survey, employer)
		if err != nil {
			return Reach{}, err
		}
		if all {
			reach.Root = append(reach.Root, employer)
		}
	}
	return reach, nil
}

// Reached is a survey whose release the scope may see something of, which cells these are, and how many.
func Reached(ctx context.Context, r Reader, scope model.Scope, id string) (domain.Survey, Reach, int, error) {
	survey, err := r.Survey(ctx, id)
	if err != nil {
		return domain.Survey{}, Reach{}, 0, err
	}
	reads, err := r.InScope(ctx, scope, survey.OwnerUnit, survey.Employer())
	if err != nil {
		return domain.Survey{}, Reach{}, 0, err
	}
	reach, err := reachOf(ctx, r, scope, survey)
	if err != nil {
		return domain.Survey{}, Reach{}, 0, err
	}
	cells := 0
	if !survey.ReleasedTime.IsZero() {
		if cells, err = r.CountCells(ctx, reach, id); err != nil {
			return domain.Survey{}, Reach{}, 0, err
		}
	}
	switch {
	case cells == 0 && !reads:
		return domain.Survey{}, Reach{}, 0, model.ErrNotFound
	case survey.ReleasedTime.IsZero():
		return domain.Survey{}, Reach{}, 0, domain.ErrSurveyNotReleased
	}
	return survey, reach, cells, nil
}

// Get is a survey that was released, and how many of its cells the scope holds.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (survey domain.Survey, cells int, err error) {
	survey, _, cells, err = Reached(ctx, r, scope, id)
	return survey, cells, err
}

// ListCells lists the cells of a release that the scope holds, one more than a page, and the form and the k by which they are read.
// Without full they have no counts and no form. What was asked is taken from asked, so that it is not compiled for each page.
func ListCells(
	ctx context.Context, r Reader, asked func(ctx context.Context, survey string) (instrument.Instrument, error), scope model.Scope, id string, list model.List, full bool,
) (survey domain.Survey, f form.Form, cells []Cell, err error) {
	survey, reach, _, err := Reached(ctx, r, scope, id)
	if err != nil {
		return domain.Survey{}, form.Form{}, nil, err
	}
	if full {
		asks, err := asked(ctx, id)
		if err != nil {
			return domain.Survey{}, form.Form{}, nil, err
		}
		f = form.Of(asks)
	}
	cells, err = r.Cells(ctx, reach, id, list, full)
	return survey, f, cells, err
}

// Participation is how many of all who were asked answered, if that may be seen.
func Participation(ctx context.Context, r Reader, scope model.Scope, id string) (domain.Participation, error) {
	survey, err := domain.GetSurvey(ctx, r, scope, id)
	switch {
	case err != nil:
		return domain.Participation{}, err
	case survey.State != domain.Closed:
		return domain.Participation{}, domain.ErrSurveyNotClosed
	case survey.ReleasedTime.IsZero():
		return domain.Participation{}, domain.ErrSurveyNotReleased
	}
	reach, err := reachOf(ctx, r, scope, survey)
	if err != nil {
		return domain.Participation{}, err
	}
	tree, err := r.Tree(ctx, survey)
	if err != nil {
		return domain.Participation{}, err
	}
	// All together are the first cell, if they are one at all.
	cells, err := r.Cells(ctx, reach, id, model.List{Conditions: []model.Condition{{Field: "id", Op: "=", Value: int64(0)}}}, false)
	if err != nil {
		return domain.Participation{}, err
	}
	if len(cells) == 0 || len(tree.Units) == 0 || cells[0].Unit != tree.Units[0].ID || cells[0].Attribute != 0 {
		return domain.Participation{}, domain.ErrTooFew
	}
	return domain.Participation{Eligible: cells[0].Eligible, Responses: cells[0].Sheets}, nil
}

// ListComments lists the comments of a release at the units that the scope reaches, one more than a page.
func ListComments(ctx context.Context, r Reader, scope model.Scope, id string, list model.List) ([]Comment, error) {
	_, reach, _, err := Reached(ctx, r, scope, id)
	if err != nil {
		return nil, err
	}
	return r.Comments(ctx, reach, id, list)
}

// ListThemes lists what the comments of a release speak of, at the units that the scope reaches, one more than a page.
func ListThemes(ctx context.Context, r Reader, scope model.Scope, id string, list model.List) ([]Themes, error) {
	_, reach, _, err := Reached(ctx, r, scope, id)
	if err != nil {
		return nil, err
	}
	return r.Themes(ctx, reach, id, list)
}
