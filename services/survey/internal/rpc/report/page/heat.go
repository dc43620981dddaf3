package page

import (
	"io"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// row is one group of people in the heat map.
type row struct {
	Name             string
	Depth            int
	Part             bool // of a unit, by a level
	Eligible, Sheets int64
	Rate             float64
	Squares          []square
}

// square is a favourable share with its shade; Shown is false where there is none, for whatever reason.
type square struct {
	Shown bool
	Rate  float64
	Shade int
	// Mark says that it is more than chance away from the rest of the unit above.
	Mark string
}

// shades is how many colours there are.
const shades = 6

// heads are the columns of the heat map: factors, or the items where there are none.
func (v view) heads() (names []string) {
	all := headNames(v.form)
	for _, id := range v.headIDs() {
		names = append(names, all[id])
	}
	return names
}

func (v view) headIDs() (ids []string) {
	for _, construct := range v.form.Constructs {
		ids = append(ids, construct.ID)
	}
	if len(ids) > 0 {
		return ids
	}
	for _, column := range v.form.Columns {
		if column.Good != nil {
			ids = append(ids, column.ID)
		}
	}
	return ids
}

// headNames are what the columns of the heat map are called, by their ids.
func headNames(form released.Form) map[string]string {
	names := map[string]string{}
	for _, construct := range form.Constructs {
		names[construct.ID] = construct.Name
	}
	if len(names) > 0 {
		return names
	}
	for _, column := range form.Columns {
		names[column.ID] = column.Label()
	}
	return names
}

// heat writes a line for each cell.
func (v view) heat(to io.Writer, seen *overview) error {
	if err := templates.ExecuteTemplate(to, "heat", v.document(seen)); err != nil {
		return err
	}
	for cell, err := range v.Cells {
		if err != nil {
			return err
		}
		row := v.row(cell, seen.depth[released.KeyOf(cell)])
		for i, id := range v.headIDs() {
			row.Squares[i].Mark = mark(seen.standings, cell, id)
		}
		if err := templates.ExecuteTemplate(to, "row", row); err != nil {
			return err
		}
	}
	return templates.ExecuteTemplate(to, "cooled", nil)
}

// deepest is how far lines are put in.
const deepest = 8

func (v view) row(cell *surveyv1.Cell, depth int) row {
	made := row{
		Name: nameOf(v.Release, cell), Depth: min(depth, deepest), Eligible: cell.GetEligible(), Sheets: cell.GetSheets(), Rate: cell.GetRate(),
		Squares: v.squares(cell),
	}
	if cell.GetAttribute() != surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
		made.Name, made.Part = v.title(cell), true
	}
	return made
}

func (v view) squares(cell *surveyv1.Cell) []square {
	var made []square
	if len(v.form.Constructs) > 0 {
		shown := map[string]*surveyv1.ConstructFigures{}
		for _, figures := range cell.GetConstructs() {
			shown[figures.GetConstruct()] = figures
		}
		for _, construct := range v.form.Constructs {
			figures := shown[construct.ID]
			made = append(made, shaded(figures.GetFavourable(), !figures.GetHidden() && figures != nil && figures.Favourable != nil))
		}
		return made
	}
	shown := map[string]*surveyv1.ItemFigures{}
	for _, figures := range cell.GetItems() {
		shown[figures.GetItem()] = figures
	}
	for _, column := range v.form.Columns {
		if column.Good != nil {
			figures := shown[column.ID]
			made = append(made, shaded(figures.GetFavourable().GetRate(), !figures.GetHidden() && figures.GetFavourable() != nil))
		}
	}
	return made
}

func shaded(rate float64, shown bool) square {
	if !shown {
		return square{}
	}
	return square{Shown: true, Rate: rate, Shade: min(int(rate*shades), shades-1)}
}
