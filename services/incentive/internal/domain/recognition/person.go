package recognition

import (
	"context"
	"time"
)

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

// DataOf is what is kept about a person, as far as it is theirs: the words that were taken back are their giver's alone.
func DataOf(ctx context.Context, r Reader, person string) (PersonData, error) {
	data, err := r.Data(ctx, person)
	for i, one := range data.Received {
		data.Received[i] = one.toldTo(person)
	}
	return data, err
}
