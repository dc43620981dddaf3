package identity

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
)

// NewSmallVerifier keeps at most size verdicts.
func NewSmallVerifier(fetch func(ctx context.Context) ([]byte, error), clock model.Clock, size int) *Verifier {
	return newVerifier(fetch, clock, size)
}

// Kept is how many verdicts are kept.
func (v *Verifier) Kept() int { return v.verdicts.Len() }

// TakePINSlots takes all turns until release is called.
func TakePINSlots() (release func()) {
	for range cap(pinSlots) {
		pinSlots <- struct{}{}
	}
	return func() {
		for range cap(pinSlots) {
			<-pinSlots
		}
	}
}
