package recognition

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// ViewerOf is who reads with a scope.
func ViewerOf(ctx context.Context, r Reader, now time.Time, scope model.Scope) (Viewer, error) {
	viewer := Viewer{Scope: scope}
	if scope.Self == "" {
		return viewer, nil
	}
	place, err := r.Workplace(ctx, scope.Self, now)
	if errors.Is(err, model.ErrNotFound) {
		return viewer, nil // who has left sees what is their own
	}
	viewer.Employer = place.Employer
	return viewer, err
}

// Get is one recognition as it is seen within a scope.
func Get(ctx context.Context, r Reader, now time.Time, scope model.Scope, id string) (View, error) {
	viewer, err := ViewerOf(ctx, r, now, scope)
	if err != nil {
		return View{}, err
	}
	seen, err := r.View(ctx, viewer, id)
	return seen.to(viewer), err
}

// Feed is what is seen within a scope, newest first, one more than a page.
func Feed(ctx context.Context, r Reader, now time.Time, scope model.Scope, list model.List) ([]View, error) {
	viewer, err := ViewerOf(ctx, r, now, scope)
	if err != nil {
		return nil, err
	}
	seen, err := r.Feed(ctx, viewer, list)
	for i, one := range seen {
		seen[i] = one.to(viewer)
	}
	return seen, err
}
