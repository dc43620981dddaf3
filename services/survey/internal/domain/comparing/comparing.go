// Package comparing sets cells of releases beside each other.
package comparing

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comparison"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
)

// Key says which cell of a release is meant: of the unit, "" for everybody together, or of one level of an attribute in it.
type Key struct {
	// Survey is that of the release.
	Survey, Unit string
	Attribute    domain.Attribute
	Level        string
}

// ReadCell is a cell with all by which it is read.
type ReadCell struct {
	Survey domain.Survey
	Form   form.Form
	Cell   published.Cell
	// Family is that of the survey's instrument.
	Family string
	// Rest: of the cell what it holds beside the other one that it is compared with.
	Rest bool
}

func (c ReadCell) side() comparison.Side {
	return comparison.Side{Form: c.Form, Cell: c.Cell.Figures(c.Survey.Split.K, len(c.Form.Constructs))}
}

// shownWave is a release that a scope sees something of, with all by which its cells are read.
type shownWave struct {
	survey domain.Survey
	reach  published.Reach
	form   form.Form
	family string
}

func showWave(ctx context.Context, r published.Reader, scope model.Scope, id string) (shownWave, error) {
	survey, reach, _, err := published.Reached(ctx, r, scope, id)
	if err != nil {
		return shownWave{}, err
	}
	kept, err := r.Instrument(ctx, survey.Instrument)
	if err != nil {
		return shownWave{}, err
	}
	asks, err := domain.Compiled(ctx, r, survey)
	return shownWave{survey, reach, form.Of(asks), kept.Family}, err
}

// cell reads one cell that the scope holds.
func (o shownWave) cell(ctx context.Context, r published.Reader, key Key) (ReadCell, error) {
	is := func(field string, value any) model.Condition {
		return model.Condition{Field: field, Op: "=", Value: value}
	}
	cells, err := r.Cells(ctx, o.reach, o.survey.ID, model.List{Size: 1, Conditions: []model.Condition{
		is("unit", key.Unit), is("attribute", int64(key.Attribute)), is("level", key.Level),
	}}, true)
	if err != nil {
		return ReadCell{}, err
	}
	if len(cells) == 0 {
		return ReadCell{}, model.ErrNotFound
	}
	return ReadCell{Survey: o.survey, Form: o.form, Cell: cells[0], Family: o.family}, nil
}

func readCell(ctx context.Context, r published.Reader, scope model.Scope, key Key) (ReadCell, error) {
	of, err := showWave(ctx, r, scope, key.Survey)
	if err != nil {
		return ReadCell{}, err
	}
	return of.cell(ctx, r, key)
}

// Cells compares two cells that the scope holds. Where one of them holds all people of the other, it comes back as what it holds
// besides.
func Cells(ctx context.Context, r published.Reader, scope model.Scope, first, second Key) (a, b ReadCell, made comparison.Comparison, err error) {
	if a, err = readCell(ctx, r, scope, first); err != nil {
		return a, b, made, err
	}
	if b, err = readCell(ctx, r, scope, second); err != nil {
		return a, b, made, err
	}
	if a.Family != b.Family {
		return a, b, made, domain.ErrInstrumentsUnrelated
	}
	one, other := a.side(), b.side()
	if first.Survey == second.Survey {
		if err := apart(ctx, r, &a, &b, &one, &other); err != nil {
			return a, b, made, err
		}
	}
	return a, b, comparison.Compare(one, other), nil
}

// apart takes the people of one cell out of the other that holds them.
func apart(ctx context.Context, r published.Reader, a, b *ReadCell, one, other *comparison.Side) error {
	tree, err := r.Tree(ctx, a.Survey)
	if err != nil {
		return err
	}
	parents := make([]int, len(tree.Units))
	for u, unit := range tree.Units {
		parents[u] = unit.Parent
	}
	switch comparison.Relate(parents, place(tree, a.Cell), place(tree, b.Cell)) {
	case comparison.Apart:
		return nil
	case comparison.FirstHolds:
		return takeOut(a, b, one, other)
	case comparison.SecondHolds:
		return takeOut(b, a, other, one)
	}
	return domain.ErrCellsOverlap
}

func place(tree frozen.Tree, cell published.Cell) comparison.Place {
	at := slices.IndexFunc(tree.Units, func(u frozen.Unit) bool { return u.ID == cell.Unit })
	return comparison.Place{Unit: at, Attribute: int(cell.Attribute), Level: cell.Level}
}

func takeOut(whole, part *ReadCell, of, out *comparison.Side) error {
	sheets := whole.Cell.Sheets - part.Cell.Sheets
	rest, is := comparison.Rest(*of, *out, sheets)
	if !is {
		return domain.ErrCellsOverlap
	}
	*of, whole.Rest = rest, true
	whole.Cell.Sheets, whole.Cell.Eligible = sheets, rest.Eligible
	whole.Cell.Counts, whole.Cell.Statistics = rest.Counts, nil
	return nil
}
