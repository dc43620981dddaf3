// Package events translates between what happens in surveys and the events of the contract.
package events

import (
	"fmt"

	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
)

// Out emits facts of the domain. None of them speaks of answers.
func Out(emitter event.Emitter) event.Recorder { return emitter.Recorder(draft) }

func draft(fact model.Fact) (event.Draft, error) {
	switch fact := fact.(type) {
	case domain.SurveyChanged:
		return surveyChanged(fact.Survey), nil
	case pulse.Changed:
		return pulseChanged(fact.Pulse), nil
	case domain.ReminderDue:
		return reminderDue(fact.Survey), nil
	case published.ReleasePublished:
		return releasePublished(fact.Survey), nil
	default:
		return event.Draft{}, fmt.Errorf("survey: no event says %T", fact)
	}
}

func surveyChanged(survey domain.Survey) event.Draft {
	name := model.Name("surveys", survey.ID)
	changed := &surveyv1.SurveyChanged{
		Survey:     name,
		State:      surveyv1.SurveyState(survey.State),
		Mode:       surveyv1.SurveyMode(survey.Mode),
		Instrument: model.Name("instruments", survey.Instrument),
		OwnerUnit:  model.Name("units", survey.OwnerUnit),
		CloseTime:  resource.Timestamp(survey.CloseTime),
		ClosedTime: resource.Timestamp(survey.ClosedTime),
	}
	return event.NewState(name, survey.Version, changed)
}

func pulseChanged(pulse pulse.Pulse) event.Draft {
	name := model.Name("pulses", pulse.ID)
	return event.NewState(name, pulse.Version, &surveyv1.PulseChanged{
		Pulse:         name,
		State:         surveyv1.PulseState(pulse.State()),
		Mode:          surveyv1.SurveyMode(pulse.Asks.Mode),
		Instrument:    model.Name("instruments", pulse.Asks.Instrument),
		OwnerUnit:     model.Name("units", pulse.Asks.OwnerUnit),
		NextOpenTime:  resource.Timestamp(pulse.NextTime),
		LastWave:      model.Name("surveys", pulse.LastWave),
		SkippedDate:   pulse.Skipped.String(),
		SkippedReason: pulse.SkippedFor,
	})
}

func reminderDue(survey domain.Survey) event.Draft {
	name := model.Name("surveys", survey.ID)
	return event.NewFact(name, &surveyv1.SurveyReminderDue{
		Survey: name, OwnerUnit: model.Name("units", survey.OwnerUnit), Units: model.Names("units", survey.Audience.Units),
		CloseTime: resource.Timestamp(survey.CloseTime),
	})
}

func releasePublished(survey domain.Survey) event.Draft {
	name := model.Name("surveys", survey.ID)
	return event.NewFact(name+"/release", &surveyv1.ReleasePublished{
		Survey: name, Release: name + "/release", ReleasedTime: resource.Timestamp(survey.ReleasedTime),
	})
}
