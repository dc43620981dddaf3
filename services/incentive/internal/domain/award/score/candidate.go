package score

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Peers is whom somebody is compared with: people of the same work, at the same hours, as long in service.
type Peers struct {
	Queue   string `json:"queue"`
	Channel string `json:"channel"`
	Shift   string `json:"shift"`
	Tenure  string `json:"tenure"`
}

// Figure is what a criterion says of one person, or of their team.
type Figure struct {
	// Hits of Of, for a Rate: 9 of 10. None of 0 is no evidence, and no fault.
	Hits int64 `json:"hits"`
	Of   int64 `json:"of"`
	// Value is for a Value; 0 for a Rate.
	Value Decimal `json:"value"`
}

// Candidate is somebody who was eligible. All of them are peers, and are scored; those who stand can win.
type Candidate struct {
	// Label stands for the person within the round, and for nothing outside of it.
	Label string `json:"label"`
	Team  string `json:"team"`
	Site  string `json:"site"`
	Peers
	// Contacts is how much of their work others saw: the exposure by which bands are cut.
	Contacts int64 `json:"contacts"`
	// Figures are by the id of the criterion, one for each.
	Figures map[string]Figure `json:"figures"`
	// Stands: was nominated, and nothing excludes them.
	Stands bool `json:"stands"`
}

// Mark is what one member of the panel gave to one who stands. Only how a member's marks lie to each other counts, so any scale will do.
type Mark struct {
	Panelist string `json:"panelist"`
	Label    string `json:"label"`
	Points   int64  `json:"points"`
}

// Most is the largest count or value.
const Most = 1_000_000_000

// The refusals of figures.
var (
	// ErrNoFigure: a candidate lacks a figure of a criterion. It names both in its metadata.
	ErrNoFigure = model.NewFault("FIGURE_MISSING")
	// ErrFigure: a figure is out of range, or more hits than chances.
	ErrFigure = model.NewFault("FIGURE_OUT_OF_RANGE")
	// ErrTeamFigure: two people of one team have different figures of it, so it is none of the team.
	ErrTeamFigure = model.NewFault("TEAM_FIGURE_DIFFERS")
)

// ErrMark refuses marks that no panel with a quorum gives: none for somebody who stands, two by one member, or one for nobody.
var ErrMark = errors.New("a mark is missing, or of nobody who stands, or there twice")

func check(s Scheme, all []Candidate) error {
	labels := map[string]bool{}
	for _, one := range all {
		if one.Label == "" || labels[one.Label] {
			return model.InvalidField("label", model.Say("is missing or there twice", "缺失或重复"))
		}
		labels[one.Label] = true
		if one.Contacts < 0 || one.Contacts > Most {
			return ErrFigure.With("label", one.Label)
		}
	}
	for _, c := range s.Criteria {
		teams := map[string]Figure{}
		for _, one := range all {
			f, ok := one.Figures[c.ID]
			switch of, known := teams[one.Team]; {
			case !ok:
				return ErrNoFigure.With("label", one.Label).With("criterion", c.ID)
			case !f.fits(c.Form):
				return ErrFigure.With("label", one.Label).With("criterion", c.ID)
			case c.Kind == Team && known && of != f:
				return ErrTeamFigure.With("team", one.Team).With("criterion", c.ID)
			}
			teams[one.Team] = f
		}
	}
	return nil
}

func (f Figure) fits(form Form) bool {
	if form == Value {
		return f.Hits == 0 && f.Of == 0 && f.Value >= -Most*One && f.Value <= Most*One
	}
	return f.Value == 0 && f.Hits >= 0 && f.Hits <= f.Of && f.Of <= Most
}

// sorted is the candidates by label, so that nothing hangs on the order in which they came.
func sorted(all []Candidate) []Candidate {
	return slices.SortedFunc(slices.Values(all), func(a, b Candidate) int { return cmp.Compare(a.Label, b.Label) })
}

// String is for logs and tests.
func (f Figure) String() string {
	if f.Of != 0 {
		return fmt.Sprintf("%d of %d", f.Hits, f.Of)
	}
	return f.Value.String()
}
