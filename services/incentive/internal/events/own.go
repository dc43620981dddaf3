package events

import (
	"context"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// OwnFacts keeps what goals and badges count of this service's own.
type OwnFacts interface {
	// Keep keeps a fact that is to be applied. Nobody whom it is about may be erased meanwhile.
	Keep(ctx context.Context, f fact.Fact) error
	// Stand says of all facts about a resource whether they were so, and has that applied.
	Stand(ctx context.Context, on fact.Type, resource string, so bool) error
}

// Heard hands on what happened, and has this service hear its own thanks. They take no way over the bus: the fact commits with the
// recognition. What is private, and an anniversary, is none.
func Heard(tell event.Recorder, bind func(*db.Tx) OwnFacts) event.Recorder {
	return func(ctx context.Context, tx *db.Tx, happened ...model.Fact) error {
		for _, one := range happened {
			if err := hear(ctx, bind(tx), one); err != nil {
				return err
			}
		}
		return tell(ctx, tx, happened...)
	}
}

func hear(ctx context.Context, s OwnFacts, happened model.Fact) error {
	switch happened := happened.(type) {
	case recognition.Given:
		return thanked(ctx, s, happened.Recognition)
	case recognition.Hidden:
		return s.Stand(ctx, fact.RecognitionReceived, model.Name(recognition.Collection, happened.Recognition), false)
	case recognition.Withdrawn:
		return s.Stand(ctx, fact.RecognitionReceived, model.Name(recognition.Collection, happened.Recognition), false)
	case recognition.Restored:
		return s.Stand(ctx, fact.RecognitionReceived, model.Name(recognition.Collection, happened.Recognition), true)
	}
	return nil
}

// thanked keeps that people were thanked: whoever gives thanks has looked up each of them, and has their erasure wait.
func thanked(ctx context.Context, s OwnFacts, r recognition.Recognition) error {
	if r.Kind != recognition.Thanks {
		return nil
	}
	for _, receiver := range r.Receivers {
		if err := s.Keep(ctx, fact.Fact{
			Type: fact.RecognitionReceived, Resource: r.Name(), Person: receiver.Person, Unit: receiver.Unit, Giver: r.Giver, Time: r.CreateTime,
			Attributes: map[string]any{fact.Behavior: model.Name("behaviors", r.Behavior)},
		}); err != nil {
			return err
		}
	}
	return nil
}
