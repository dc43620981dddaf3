package people

import "github.com/hearth-culture/hearth/internal/model"

// Changed is the fact that a person is now as it says.
type Changed struct{ Person Person }

// Joined is the fact that somebody begins to work here.
type Joined struct {
	Person string
	Day    model.Day
	// Rehire: they worked here before.
	Rehire bool
}

// Moved is the fact that a post changes from a day on.
type Moved struct {
	Person string
	Day    model.Day
	// Fields are those that differ.
	Fields []string
}

// Departed is the fact that a last day of work is known.
type Departed struct {
	Person string
	Day    model.Day
}

// Happened marks a fact.
func (Changed) Happened() {}

// Happened marks a fact.
func (Joined) Happened() {}

// Happened marks a fact.
func (Moved) Happened() {}

// Happened marks a fact.
func (Departed) Happened() {}
