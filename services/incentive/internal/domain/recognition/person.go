package recognition

import "time"

// PersonData is what is kept about a person.
type PersonData struct {
	Given, Received []Recognition
	Reactions       []OwnReaction
	Reports         []OwnReport
	// Told says whether their anniversaries are.
	Told bool
}

// OwnReaction is a reaction that a person gave.
type OwnReaction struct {
	Recognition string
	Reaction    Reaction
	Time        time.Time
}

// OwnReport is a report that a person made.
type OwnReport struct {
	Recognition string
	Report
}
