package instrument

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// Outcome is what constructs may go together with. Without drivers there is none.
type Outcome struct {
	// Of is what it is made of: the members of a construct, or one column.
	Of []Member
	// Drivers are the constructs that have items of their own and none of the outcome's, and ask of now and not of how it should be.
	Drivers []int
}

// Outcome is that of the instrument.
func (i Instrument) Outcome() Outcome { return i.outcome }

func (i *Instrument) findOutcome(f *item.Findings) {
	name := i.content.Outcome
	if name == "" {
		return
	}
	made := Outcome{}
	construct := slices.IndexFunc(i.content.Constructs, func(c Construct) bool { return c.ID == name })
	column, rated := i.rated(name)
	switch {
	case construct >= 0:
		made.Of = i.members[construct]
	case rated:
		made.Of = []Member{{column, 1}}
	}
	if len(made.Of) == 0 {
		f.Add("instrument.outcome", model.Say("names no construct with items of its own, and no rating, NPS or CES",
			"不是含有题目的维度，也不是评分题、净推荐值题或费力度题"))
		return
	}
	block := i.columns[made.Of[0].Column].Construct
	for n, members := range i.members {
		if n != block && len(members) > 0 && !slices.ContainsFunc(members, i.desired) {
			made.Drivers = append(made.Drivers, n)
		}
	}
	if len(made.Drivers) == 0 {
		f.Add("instrument.outcome", model.Say("leaves no other construct to be compared with it", "之外没有其他维度可与之关联"))
		return
	}
	i.outcome = made
}

// desired tells whether a member asks how something should be.
func (i *Instrument) desired(m Member) bool {
	return slices.ContainsFunc(i.pairs, func(p Pair) bool { return p.Desired == m.Column })
}
