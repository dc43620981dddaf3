package events

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	activityv1 "github.com/hearth-culture/hearth/proto/hearth/activity/v1"
	careerpathv1 "github.com/hearth-culture/hearth/proto/hearth/careerpath/v1"
	culturev1 "github.com/hearth-culture/hearth/proto/hearth/culture/v1"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	insightv1 "github.com/hearth-culture/hearth/proto/hearth/insight/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
)

// In keeps what other services tell as facts. bind makes where they are kept of a transaction; nudge runs after each commit that holds some.
// A stream of a service that is to come is made by whoever subscribes first, so none of them is waited for.
func In(bind func(*db.Tx) fact.Intake, clock model.Clock, nudge func()) event.Consumer {
	i := intake{bind, clock, nudge}
	return event.Consumer{Name: "facts", Handlers: []event.Handler{
		event.OnFact(i.attended), event.OnFact(i.attendanceWithdrawn), event.OnFact(i.featured), event.OnFact(i.trained), event.OnFact(i.counted),
		event.OnFact(i.joined), event.OnFact(i.moved), event.OnFact(i.left), event.OnState(i.surveyChanged),
	}}
}

type intake struct {
	bind  func(*db.Tx) fact.Intake
	clock model.Clock
	nudge func()
}

func (i intake) take(ctx context.Context, tx *db.Tx, facts ...fact.Fact) error {
	tx.AfterCommit(i.nudge)
	for _, f := range facts {
		if err := fact.Take(ctx, i.bind(tx), f); err != nil {
			return err
		}
	}
	return nil
}

func (i intake) attended(ctx context.Context, tx *db.Tx, e event.Envelope, msg *activityv1.AttendanceRecorded) error {
	at, err := instant(e, msg.GetAttendTime())
	if err != nil {
		return err
	}
	return i.take(ctx, tx, fact.Fact{
		Type: fact.AttendanceRecorded, Resource: msg.GetAttendance(), Person: model.ID(msg.GetPerson()), Unit: model.ID(msg.GetUnit()), Time: at,
		Attributes: map[string]any{"activity_kind": msg.GetActivityKind(), "minutes": int64(msg.GetMinutes())},
	})
}

func (i intake) attendanceWithdrawn(ctx context.Context, tx *db.Tx, e event.Envelope, msg *activityv1.AttendanceWithdrawn) error {
	tx.AfterCommit(i.nudge)
	return fact.TakeBack(ctx, i.bind(tx), fact.Fact{
		Type: fact.AttendanceRecorded, Resource: msg.GetAttendance(), Person: model.ID(msg.GetPerson()), Time: e.Time, Attributes: map[string]any{},
	})
}

func (i intake) featured(ctx context.Context, tx *db.Tx, e event.Envelope, msg *culturev1.StoryFeatured) error {
	at, err := instant(e, msg.GetFeatureTime())
	if err != nil {
		return err
	}
	facts := make([]fact.Fact, len(msg.GetPeople()))
	for n, person := range msg.GetPeople() {
		facts[n] = fact.Fact{
			Type: fact.StoryFeatured, Resource: msg.GetStory(), Person: model.ID(person), Unit: model.ID(msg.GetUnit()), Time: at,
			Attributes: map[string]any{"behavior": msg.GetBehavior()},
		}
	}
	return i.take(ctx, tx, facts...)
}

func (i intake) trained(ctx context.Context, tx *db.Tx, e event.Envelope, msg *careerpathv1.TrainingCompleted) error {
	at, err := instant(e, msg.GetCompleteTime())
	if err != nil {
		return err
	}
	return i.take(ctx, tx, fact.Fact{
		Type: fact.TrainingCompleted, Resource: msg.GetCompletion(), Person: model.ID(msg.GetPerson()), Unit: model.ID(msg.GetUnit()), Time: at,
		Attributes: map[string]any{"training": msg.GetTraining(), "topic": msg.GetTopic(), "minutes": int64(msg.GetMinutes())},
	})
}

func (i intake) counted(ctx context.Context, tx *db.Tx, e event.Envelope, msg *insightv1.ContactsCounted) error {
	at, err := instant(e, msg.GetEndTime())
	if err != nil {
		return err
	}
	return i.take(ctx, tx, fact.Fact{
		Type: fact.ContactsCounted, Resource: msg.GetContactCount(), Person: model.ID(msg.GetPerson()), Unit: model.ID(msg.GetUnit()), Time: at,
		Attributes: map[string]any{"contacts": msg.GetContacts(), "calls": msg.GetCalls()},
	})
}

func (i intake) joined(ctx context.Context, tx *db.Tx, e event.Envelope, msg *directoryv1.PersonJoined) error {
	return i.career(ctx, tx, e, fact.PersonJoined, msg.GetPerson(), msg.GetDate(), map[string]any{"rehire": msg.GetRehire()})
}

func (i intake) moved(ctx context.Context, tx *db.Tx, e event.Envelope, msg *directoryv1.PersonMoved) error {
	return i.career(ctx, tx, e, fact.PersonMoved, msg.GetPerson(), msg.GetDate(), map[string]any{})
}

func (i intake) left(ctx context.Context, tx *db.Tx, e event.Envelope, msg *directoryv1.PersonLeft) error {
	return i.career(ctx, tx, e, fact.PersonLeft, msg.GetPerson(), msg.GetDate(), map[string]any{})
}

// career is a turn in somebody's work on a day. Nobody knows better than the day when it was: noon, by UTC, lies on it nearly everywhere.
func (i intake) career(ctx context.Context, tx *db.Tx, e event.Envelope, of fact.Type, person, date string, attributes map[string]any) error {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return event.Permanent(fmt.Errorf("incentive: the date of %s: %w", e.Subject, err))
	}
	return i.take(ctx, tx, fact.Fact{
		Type: of, Resource: person + "@" + date, Person: model.ID(person), Time: day.Add(12 * time.Hour), Attributes: attributes,
	})
}

// surveyChanged takes the close of a survey alone, which is for good. The event does not tell when it was closed by hand: it is when that
// was heard first.
func (i intake) surveyChanged(ctx context.Context, tx *db.Tx, _ int64, msg *surveyv1.SurveyChanged) error {
	if msg.GetState() != surveyv1.SurveyState_SURVEY_STATE_CLOSED {
		return nil
	}
	at := i.clock()
	if planned := msg.GetCloseTime(); planned.IsValid() && planned.AsTime().Before(at) {
		at = planned.AsTime()
	}
	return i.take(ctx, tx, fact.Fact{
		Type: fact.SurveyClosed, Resource: msg.GetSurvey(), Unit: model.ID(msg.GetOwnerUnit()), Time: at,
		Attributes: map[string]any{"instrument": msg.GetInstrument()},
	})
}

// instant is when something happened, as far as databases keep it. An event without it is none.
func instant(e event.Envelope, at *timestamppb.Timestamp) (time.Time, error) {
	if err := at.CheckValid(); err != nil {
		return time.Time{}, event.Permanent(fmt.Errorf("incentive: the time of %s: %w", e.Subject, err))
	}
	return at.AsTime().Truncate(time.Microsecond), nil
}
