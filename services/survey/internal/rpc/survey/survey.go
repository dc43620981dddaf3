package survey

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

func surveyDraft(from *surveyv1.Survey) domain.SurveyDraft {
	draft := domain.SurveyDraft{
		DisplayName: from.GetDisplayName().GetTexts(),
		Instrument:  model.ID(from.GetInstrument()),
		OwnerUnit:   model.ID(from.GetOwnerUnit()),
		Mode:        domain.Mode(from.GetMode()),
		Intake:      domain.Intake(from.GetIntake()),
		Previous:    model.ID(from.GetPrevious()),
		Audience:    wire.ReadAudience(from.GetAudience()),
		CloseTime:   resource.Instant(from.GetCloseTime()),
		Split:       wire.ReadSplit(from),
	}
	draft.ReminderDays = wire.Whole[int](from.GetReminderDays())
	if draft.Intake == 0 {
		draft.Intake = domain.FromPeople
	}
	return draft
}

func surveyProto(s domain.Survey) *surveyv1.Survey {
	out := &surveyv1.Survey{
		Name: model.Name("surveys", s.ID), DisplayName: resource.Localized(s.DisplayName), Instrument: model.Name("instruments", s.Instrument),
		OwnerUnit: model.Name("units", s.OwnerUnit), Mode: surveyv1.SurveyMode(s.Mode), Intake: surveyv1.Intake(s.Intake), State: surveyv1.SurveyState(s.State),
		Audience:  wire.Audience(s.Audience),
		CloseTime: resource.Timestamp(s.CloseTime), Eligible: s.Eligible, Etag: s.Etag(),
		CreateTime: resource.Timestamp(s.CreateTime), UpdateTime: resource.Timestamp(s.UpdateTime), OpenedTime: resource.Timestamp(s.OpenedTime), ClosedTime: resource.Timestamp(s.ClosedTime),
		K: int32(s.Split.K), Attribute: surveyv1.Attribute(s.Split.Attribute), RootAttributes: wire.Whole[surveyv1.Attribute](s.Split.RootAttributes),
		ReleasedTime: resource.Timestamp(s.ReleasedTime), Previous: model.Name("surveys", s.Previous), Pulse: model.Name("pulses", s.Wave.Pulse),
	}
	if s.Wave.Pulse != "" {
		out.WaveDate = s.Wave.Day.String()
	}
	out.ReminderDays = wire.Whole[int32](s.ReminderDays)
	return out
}
