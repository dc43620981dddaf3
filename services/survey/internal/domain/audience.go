package domain

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Audience is who is asked: the people of the subtrees, narrowed by each of the other lists that is not empty.
type Audience struct {
	Units     []string
	Employers []string
	Shifts    []string
	Positions []string
	Channels  []string
	// Sites are bare ids.
	Sites []string
	// Contacts: not people of the directory are asked but contacts, which are brought.
	Contacts bool
}

// Narrowed is one of the lists by which an audience is narrowed, under its name in the contract.
type Narrowed struct {
	Field  string
	By     Attribute
	Levels []string
}

// Narrowing are the lists by which the audience is narrowed, in a fixed order; without employers, by which the roster itself narrows.
func (a Audience) Narrowing() []Narrowed {
	return []Narrowed{
		{"shifts", Shift, a.Shifts}, {"positions", Position, a.Positions}, {"channels", Channel, a.Channels}, {"sites", Site, a.Sites},
	}
}

func (a Audience) equal(b Audience) bool {
	same := slices.Equal(a.Units, b.Units) && slices.Equal(a.Employers, b.Employers) && a.Contacts == b.Contacts
	others := b.Narrowing()
	for i, list := range a.Narrowing() {
		same = same && slices.Equal(list.Levels, others[i].Levels)
	}
	return same
}

func (a Audience) check() error {
	for _, list := range append(a.Narrowing(), Narrowed{"employers", Employer, a.Employers}) {
		if slices.Contains(list.Levels, "") {
			return model.InvalidField("survey.audience."+list.Field, model.Say("hold an empty one", "含有空值"))
		}
	}
	return nil
}
