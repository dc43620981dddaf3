package pulse

import (
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/pulse"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/wire"
)

func pulseDraft(from *surveyv1.Pulse) (draft pulse.Draft, err error) {
	draft = pulse.Draft{
		Asks: domain.SurveyDraft{
			DisplayName: from.GetDisplayName().GetTexts(), Instrument: model.ID(from.GetInstrument()), OwnerUnit: model.ID(from.GetOwnerUnit()),
			Mode: domain.Mode(from.GetMode()), Intake: domain.FromPeople, Audience: wire.ReadAudience(from.GetAudience()),
			ReminderDays: wire.Whole[int](from.GetReminderDays()),
			Split:        wire.ReadSplit(from),
		},
		Timing: pulse.Timing{
			Recurrence: from.GetRecurrence(), Zone: from.GetTimeZone(), Minute: int(from.GetOpeningMinute()),
			DaysOpen: int(from.GetDaysOpen()), RestWeeks: int(from.GetRestWeeks()),
		},
	}
	if draft.Timing.Start, err = text.Day("pulse.start_date", from.GetStartDate()); err != nil {
		return draft, err
	}
	draft.Timing.End, err = text.Day("pulse.end_date", from.GetEndDate())
	return draft, err
}

func pulseProto(p pulse.Pulse) *surveyv1.Pulse {
	asks, timing := p.Asks, p.Timing
	return &surveyv1.Pulse{
		Name: model.Name("pulses", p.ID), DisplayName: resource.Localized(asks.DisplayName), Instrument: model.Name("instruments", asks.Instrument),
		OwnerUnit: model.Name("units", asks.OwnerUnit), Mode: surveyv1.SurveyMode(asks.Mode), Audience: wire.Audience(asks.Audience),
		K: int32(asks.Split.K), Attribute: surveyv1.Attribute(asks.Split.Attribute), RootAttributes: wire.Whole[surveyv1.Attribute](asks.Split.RootAttributes),
		Recurrence: timing.Recurrence, StartDate: timing.Start.String(), EndDate: timing.End.String(), TimeZone: timing.Zone,
		OpeningMinute: int32(timing.Minute), DaysOpen: int32(timing.DaysOpen), RestWeeks: int32(timing.RestWeeks),
		ReminderDays: wire.Whole[int32](asks.ReminderDays), State: surveyv1.PulseState(p.State()), NextOpenTime: resource.Timestamp(p.NextTime),
		LastWave: model.Name("surveys", p.LastWave), SkippedDate: p.Skipped.String(), SkippedReason: p.SkippedFor,
		Etag: p.Etag(), CreateTime: resource.Timestamp(p.CreateTime), UpdateTime: resource.Timestamp(p.UpdateTime),
	}
}
