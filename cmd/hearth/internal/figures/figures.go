// Package figures reads what a release shows and lays it out: an overview of units and factors, the questions of one group, and all of it
// for programs. What a release hides has one mark, and nothing says why.
package figures

import (
	"context"

	"google.golang.org/grpc"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// Hidden is the mark of what a release does not show.
const Hidden = "–"

// Release is what one caller may see of a survey.
type Release struct {
	About      *surveyv1.Release
	Instrument *surveyv1.Instrument
	Cells      []*surveyv1.Cell
}

const pageSize = 500

// Read reads the release of a survey with all its figures. Progress hears how many groups have been read.
func Read(ctx context.Context, conn grpc.ClientConnInterface, survey string, progress func(cells int)) (*Release, error) {
	return read(ctx, conn, survey, surveyv1.CellView_CELL_VIEW_FULL, progress)
}

// Outline reads which groups the release of a survey shows, without their figures.
func Outline(ctx context.Context, conn grpc.ClientConnInterface, survey string) (*Release, error) {
	return read(ctx, conn, survey, surveyv1.CellView_CELL_VIEW_BASIC, func(int) {})
}

func read(ctx context.Context, conn grpc.ClientConnInterface, survey string, view surveyv1.CellView, progress func(cells int)) (r *Release, err error) {
	r = &Release{}
	releases := surveyv1.NewReleaseServiceClient(conn)
	if r.About, err = releases.GetRelease(ctx, &surveyv1.GetReleaseRequest{Name: survey + "/release"}); err != nil {
		return nil, err
	}
	instruments := surveyv1.NewInstrumentServiceClient(conn)
	if r.Instrument, err = instruments.GetInstrument(ctx, &surveyv1.GetInstrumentRequest{Name: r.About.GetInstrument()}); err != nil {
		return nil, err
	}
	request := &surveyv1.ListCellsRequest{Parent: r.About.GetName(), PageSize: pageSize, View: view}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := releases.ListCells(ctx, request)
		if err != nil {
			return nil, err
		}
		r.Cells = append(r.Cells, page.GetCells()...)
		progress(len(r.Cells))
		request.PageToken = page.GetNextPageToken()
	}
	return r, nil
}

// Find is the group of a unit, by its name, its code or its title: as a whole, or one level of an attribute.
func (r *Release) Find(unit string, attribute surveyv1.Attribute, level string) (*surveyv1.Cell, bool) {
	for _, cell := range r.Cells {
		if cell.GetAttribute() != attribute || cell.GetLevel() != level {
			continue
		}
		if unit == cell.GetUnit() || unit != "" && unit == cell.GetUnitCode() {
			return cell, true
		}
		for _, title := range cell.GetUnitName().GetTexts() {
			if title == unit {
				return cell, true
			}
		}
	}
	return nil, false
}

// Tops are the units that lie in no other that the caller sees.
func (r *Release) Tops() (tops []*surveyv1.Cell) {
	whole := r.wholes()
	for _, cell := range r.Cells {
		if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED && (cell.Parent == nil || whole[cell.GetParent()] == nil) {
			tops = append(tops, cell)
		}
	}
	return tops
}

// Around is the largest group that the caller sees around another: of a unit the highest above it, of a level its unit. False where there is
// none.
func (r *Release) Around(cell *surveyv1.Cell) (around *surveyv1.Cell, ok bool) {
	whole := r.wholes()
	if cell.GetAttribute() != surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
		around, ok = whole[cell.GetUnit()]
		return around, ok
	}
	for cell.Parent != nil && whole[cell.GetParent()] != nil {
		cell, ok = whole[cell.GetParent()], true
	}
	return cell, ok
}

// wholes are the units as a whole, by name.
func (r *Release) wholes() map[string]*surveyv1.Cell {
	whole := map[string]*surveyv1.Cell{}
	for _, cell := range r.Cells {
		if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
			whole[cell.GetUnit()] = cell
		}
	}
	return whole
}

// node is a group and how far below the first ones it stands.
type node struct {
	cell  *surveyv1.Cell
	depth int
}

// tree are the groups of an attribute, each before those of the units below it, down to a depth; 0 is all.
func (r *Release) tree(attribute surveyv1.Attribute, most int) (all []node) {
	parents := map[string]string{}
	below, levels := map[string][]string{}, map[string][]*surveyv1.Cell{}
	var roots []string
	for _, cell := range r.Cells {
		unit := cell.GetUnit()
		if cell.GetAttribute() == attribute {
			levels[unit] = append(levels[unit], cell)
		}
		if _, known := parents[unit]; known {
			continue
		}
		parents[unit] = cell.GetParent()
		if cell.Parent == nil {
			roots = append(roots, unit)
		} else {
			below[cell.GetParent()] = append(below[cell.GetParent()], unit)
		}
	}
	var walk func(unit string, depth int)
	walk = func(unit string, depth int) {
		for _, cell := range levels[unit] {
			all = append(all, node{cell, depth})
		}
		if most == 0 || depth+1 < most {
			for _, child := range below[unit] {
				walk(child, depth+1)
			}
		}
	}
	for _, root := range roots {
		walk(root, 0)
	}
	return all
}

// Title is what a group is called.
func Title(cell *surveyv1.Cell, l words.Locale) string {
	name := text(cell.GetUnitName(), l)
	if cell.GetUnit() == "" && name == "" {
		name = l.Say("Everybody", "全体")
	}
	if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
		return name
	}
	level := cell.GetLevel()
	if level == "" {
		level = l.Say("none", "无")
	}
	return name + " / " + level
}

func text(t *typev1.LocalizedText, l words.Locale) string {
	return model.Text(t.GetTexts()).In(string(l))
}
