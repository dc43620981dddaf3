// Package fact tells people what is kept of what happened.
package fact

import (
	"context"
	"time"

	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// factData is a fact in the document that a person gets of what is kept about them.
type factData struct {
	Event      string         `json:"event"`
	Resource   string         `json:"resource"`
	Time       time.Time      `json:"time"`
	Attributes map[string]any `json:"attributes"`
	Withdrawn  bool           `json:"withdrawn,omitempty"`
}

// Reader reads the facts about a person, the newest first, at most so many.
type Reader interface {
	Of(ctx context.Context, person string, most int) ([]domain.Kept, error)
}

// PersonData reads the newest thousand facts about a person.
func PersonData(read Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		facts, err := read.Of(ctx, person, 1000)
		document := make([]factData, len(facts))
		for i, f := range facts {
			document[i] = factData{domain.Shapes[f.Type].Word, f.Resource, f.Time, f.Attributes, f.Withdrawn}
		}
		return document, err
	}
}
