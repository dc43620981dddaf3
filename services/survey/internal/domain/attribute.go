package domain

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Attribute is what people of a unit differ in. The numbers are those of hearth.survey.v1.Attribute.
type Attribute int

// The attributes by which a release can split people.
const (
	Shift Attribute = iota + 1
	Employer
	Site
	Channel
	Position
)

// String is the attribute's name in the contract, without the prefix.
func (a Attribute) String() string {
	names := []string{"UNSPECIFIED", "SHIFT", "EMPLOYER", "SITE", "CHANNEL", "POSITION"}
	return names[a]
}

// Split is how a release tells people apart. It is fixed at the opening.
type Split struct {
	// K is the fewest sheets of a group; 0 in a draft that does not say, and HidesNothing where names stand beside the answers anyway.
	K int
	// Attribute splits every unit; 0 for none.
	Attribute Attribute
	// RootAttributes split, besides, all who were asked together.
	RootAttributes []Attribute
}

// HidesNothing is the k of a release that shows everything. There is none between it and Threshold: to hide only groups of two would
// promise something and keep nothing of it.
const HidesNothing = 1

func (s Split) check(mode Mode) error {
	switch {
	case s.K == HidesNothing && mode == Identified:
	case s.K != 0 && s.K < Threshold && mode == Identified:
		return model.InvalidField("survey.k", model.Say("is neither %d nor %d or more", "须为 %d，或不小于 %d", HidesNothing, Threshold))
	case s.K != 0 && s.K < Threshold:
		return model.InvalidField("survey.k", model.Say("is less than %d", "小于 %d", Threshold))
	}
	switch {
	case slices.Contains(s.RootAttributes, s.Attribute):
		return model.InvalidField("survey.root_attributes", model.Say("repeat the attribute", "与 attribute 重复"))
	}
	return nil
}

func (s Split) equal(other Split) bool {
	return s.K == other.K && s.Attribute == other.Attribute && slices.Equal(s.RootAttributes, other.RootAttributes)
}

// without is the split less an attribute, by its name.
func (s Split) without(name string) Split {
	if s.Attribute != 0 && s.Attribute.String() == name {
		s.Attribute = 0
		return s
	}
	s.RootAttributes = slices.DeleteFunc(slices.Clone(s.RootAttributes), func(a Attribute) bool { return a.String() == name })
	return s
}

// Attributes are all of them, first the one that splits every unit if there is one.
func (s Split) Attributes() []Attribute {
	if s.Attribute == 0 {
		return s.RootAttributes
	}
	return append([]Attribute{s.Attribute}, s.RootAttributes...)
}
