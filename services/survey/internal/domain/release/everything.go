package release

import (
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
)

// errNotOne is a k that promises to hide something.
var errNotOne = errors.New("release: everything is shown where k is 1 alone")

// Everything shows all of a survey of which nothing is to be hidden, because names stand beside its answers anyway: k is 1. It takes none
// of the rules of New and has none of their limits.
func Everything(s Survey) (*Release, error) {
	if s.K != 1 {
		return nil, errNotOne
	}
	if err := s.checkNumbers(); err != nil {
		return nil, err
	}
	set := choice.Everything(s.Population, s.Plan)
	shown := slices.Repeat([]cell.Set{set}, s.Constructs)
	r, _ := s.count(set, shown)
	r.everything, r.whole = true, set.Units
	return r, nil
}

// ShowsEverything tells whether nothing was to be hidden. Then figures need no rounding either.
func (r *Release) ShowsEverything() bool { return r.everything }
