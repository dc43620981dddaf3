// Package published holds what may be seen of a closed survey, and who may see which part of it.
package published

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Reach is which cells of a release a scope holds.
type Reach struct {
	Scope model.Scope
	// Root are the employers whose cells of everybody together it holds, where several subtrees were asked; "" are all of these cells.
	Root []string
}

// Reader reads releases, and the surveys that they are of. What does not exist is model.ErrNotFound.
type Reader interface {
	domain.Reader
	// Cells lists the cells of a release within reach, in its order unless the list says another, one more than a page; without counts
	// and statistics where they are not wanted. CountCells is how many there are.
	Cells(ctx context.Context, reach Reach, survey string, list model.List, full bool) ([]Cell, error)
	CountCells(ctx context.Context, reach Reach, survey string) (int, error)
	// Comments and Themes list those at the cells within reach, in their order, one more than a page.
	Comments(ctx context.Context, reach Reach, survey string, list model.List) ([]Comment, error)
	Themes(ctx context.Context, reach Reach, survey string, list model.List) ([]Themes, error)
}

// ReleasePublished is the fact that the figures of a survey may be read.
type ReleasePublished struct{ Survey domain.Survey }

// Happened marks a fact.
func (ReleasePublished) Happened() {}
