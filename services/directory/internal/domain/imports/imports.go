// Package imports says on what terms a whole file of another system is brought in, and whose employment a complete one ends.
package imports

import (
	"slices"
	"strconv"

	"github.com/hearth-culture/hearth/internal/model"
)

// The refusals of imports.
var (
	ErrRunning      = model.NewFault("IMPORT_RUNNING")
	ErrRemovalGuard = model.NewFault("REMOVAL_GUARD")
)

// defaultLimit is how many of a hundred a file may end unless it says otherwise.
const defaultLimit = 5

// Options are the terms of one import.
type Options struct {
	// Source is the system that the file comes from.
	Source string `json:"source"`
	// DryRun compares and reports, and changes nothing.
	DryRun bool `json:"dry_run,omitempty"`
	// Complete says that whoever is missing has left; of Employers only, where they are given.
	Complete  bool     `json:"complete,omitempty"`
	Employers []string `json:"employers,omitempty"`
	// Effective is the day from which changes hold.
	Effective model.Day `json:"effective"`
	// LimitPercent is how many of a hundred the file may end; 5 when 0.
	LimitPercent int `json:"limit_percent,omitempty"`
}

// Employed is somebody of the source whose employment began before the effective day and holds on it.
type Employed struct {
	Person     string
	Employer   string
	Hire       model.Day
	PlannedEnd model.Day
}

// Removal ends an employment.
type Removal struct {
	Person string
	// Leave is the last day: the planned end where that has come, else the day before the effective one.
	Leave model.Day
}

// Missing are the employments that a complete file ends: those of the people who are not present in it. Whoever is hired for the
// effective day or later is left alone.
func (o Options) Missing(employed []Employed, present map[string]bool) (ends []Removal) {
	for _, e := range employed {
		if o.within(e) && !present[e.Person] {
			ends = append(ends, Removal{e.Person, o.leave(e)})
		}
	}
	return ends
}

// Guard refuses a file that would end the employment of more people than allowed. Those whose planned end has come do not count: a
// season may end.
func (o Options) Guard(employed []Employed, present map[string]bool) error {
	if !o.Complete {
		return nil
	}
	could, missing := 0, 0
	for _, e := range employed {
		if !o.within(e) {
			continue
		}
		could++
		if !present[e.Person] && !o.plannedEndCame(e) {
			missing++
		}
	}
	limit := o.LimitPercent
	if limit == 0 {
		limit = defaultLimit
	}
	if missing*100 > could*limit {
		return ErrRemovalGuard.With("missing", strconv.Itoa(missing)).With("employed", strconv.Itoa(could)).With("limit_percent", strconv.Itoa(limit))
	}
	return nil
}

func (o Options) within(e Employed) bool {
	return len(o.Employers) == 0 || slices.Contains(o.Employers, e.Employer)
}

func (o Options) plannedEndCame(e Employed) bool {
	return e.PlannedEnd != model.NoDay && e.PlannedEnd < o.Effective
}

func (o Options) leave(e Employed) model.Day {
	if o.plannedEndCame(e) {
		return max(e.PlannedEnd, e.Hire)
	}
	return o.Effective - 1
}
