// Package pulse holds surveys that are opened again and again, and opens their waves.
package pulse

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Reader reads pulses, and what their waves ask. What does not exist is model.ErrNotFound.
type Reader interface {
	domain.Reader
	Pulse(ctx context.Context, id string) (Pulse, error)
	// Pulses lists those within the scope, one more than a page.
	Pulses(ctx context.Context, scope model.Scope, list model.List) ([]Pulse, error)
	// WavesDue lists the pulses of which a wave is to be opened by that time.
	WavesDue(ctx context.Context, now time.Time) ([]string, error)
}

// Store reads and writes within a transaction. What it reads to be changed stays as it is until the transaction ends.
type Store interface {
	domain.Store
	Reader
	PulseToChange(ctx context.Context, id string) (Pulse, error)
	// SavePulse inserts version 1 and updates any other.
	SavePulse(ctx context.Context, pulse Pulse) error
	// HoldRest keeps other waves waiting that let people rest, until the transaction ends.
	HoldRest(ctx context.Context) error
	// Placed lists the people of the audience of a wave, in the order of their ids, and whether they have rested: whether the last wave that
	// asked them, of this pulse or of another with a time of rest, is as long ago as the wave demands, and as that of another pulse did.
	Placed(ctx context.Context, wave domain.Survey, at time.Time) ([]domain.Placed, error)
	// FreezePlaced is Freeze for these people alone.
	FreezePlaced(ctx context.Context, survey domain.Survey, people []domain.Placed, blank []byte) error
}

// Changed is the fact that a pulse is now as it says.
type Changed struct{ Pulse Pulse }

// Happened marks a fact.
func (Changed) Happened() {}
