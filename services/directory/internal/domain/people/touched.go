package people

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Touched are the posts that were held, or come to be, on the days on which two histories differ.
func Touched(before, after History) []Post {
	var starts []model.Day
	for _, placement := range slices.Concat(before, after) {
		starts = append(starts, placement.From, placement.To+1)
	}
	slices.Sort(starts)
	var touched []Post
	for _, day := range slices.Compact(starts) { // from each of them to the next, neither history changes
		was, held := before.On(day)
		is, holds := after.On(day)
		if held == holds && was.Equal(is.Post) {
			continue
		}
		if held {
			touched = append(touched, was.Post)
		}
		if holds {
			touched = append(touched, is.Post)
		}
	}
	return touched
}

// MayTouch says whether the scope reaches the person on every day on which a change makes a difference, as they were and as they come
// to be. Whoever reaches somebody today does not for that reach the days on which others did, or will. The tree holds the paths of all
// units of both histories.
func MayTouch(scope model.Scope, tree Tree, before, after History) bool {
	return scope.All || !slices.ContainsFunc(Touched(before, after), func(post Post) bool {
		return !scope.Reaches(tree.Path(post.Unit), post.Employer)
	})
}

// checkDays refuses a change that touches days out of reach, because of what a field says.
func checkDays(ctx context.Context, r Reader, scope model.Scope, before, after History, field string) error {
	if scope.All {
		return nil
	}
	tree, err := treeOf(ctx, r, before, after)
	if err == nil && !MayTouch(scope, tree, before, after) {
		err = model.ErrNotFound.At(field, model.Say("touches days on which the person is not known", "涉及该人员不存在的日期"))
	}
	return err
}
