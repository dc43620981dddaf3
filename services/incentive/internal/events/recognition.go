package events

import (
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

func recognitionGiven(r recognition.Recognition) event.Draft {
	given := &incentivev1.RecognitionGiven{
		Recognition: r.Name(), Kind: incentivev1.RecognitionKind(r.Kind), Giver: model.Name("people", r.Giver),
		Behavior: model.Name("behaviors", r.Behavior), GivenTime: resource.Timestamp(r.CreateTime),
	}
	for _, w := range r.Receivers {
		if w.Unnamed {
			continue
		}
		given.Receivers = append(given.Receivers, &incentivev1.RecognitionReceiver{
			Person: model.Name("people", w.Person), Unit: model.Name("units", w.Unit), Employer: w.Employer,
		})
	}
	return event.NewFact(r.Name(), given)
}
