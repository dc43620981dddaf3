// Package journeys_test follows what happens to a whole Hearth: people do with it what they do in a month, it is copied and brought
// back, forgets somebody, and is stopped while it works.
package journeys_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// patience is how long events may take to arrive on a busy machine.
const patience = time.Minute

// office is a company whose people are asked.
type office struct {
	*house.House
	admin  context.Context
	team   string
	survey string
	people []person
}

type person struct{ name, number, token string }

func text(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en}}
}

// open makes an office of some people, and opens a survey that asks them all.
func open(t *testing.T, h *house.House, people int) *office {
	o := &office{House: h, admin: h.Admin(t)}
	o.team = o.unit(t, "Team")
	for range people {
		o.hire(t)
	}
	instruments := surveyv1.NewInstrumentServiceClient(h.Conn())
	instrument, err := instruments.CreateInstrument(o.admin, &surveyv1.CreateInstrumentRequest{Instrument: &surveyv1.Instrument{
		DisplayName: text("Pulse"), Items: []*surveyv1.Item{{Id: "mood", Text: text("?"), Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 1, Max: 5}}}},
	}})
	require.NoError(t, err)
	_, err = instruments.PublishInstrument(o.admin, &surveyv1.PublishInstrumentRequest{Name: instrument.GetName()})
	require.NoError(t, err)
	o.rosterFollows(t)
	surveys := surveyv1.NewSurveyServiceClient(h.Conn())
	survey, err := surveys.CreateSurvey(o.admin, &surveyv1.CreateSurveyRequest{Survey: &surveyv1.Survey{
		DisplayName: text("Wave"), Instrument: instrument.GetName(), OwnerUnit: o.team, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
		Audience: &surveyv1.Audience{Units: []string{o.team}},
	}})
	require.NoError(t, err)
	survey, err = surveys.OpenSurvey(o.admin, &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
	require.NoError(t, err)
	require.EqualValues(t, people, survey.GetEligible())
	o.survey = survey.GetName()
	return o
}

func (o *office) unit(t *testing.T, name string) string { return o.below(t, "", name) }

func (o *office) below(t *testing.T, parent, name string) string {
	unit, err := directoryv1.NewUnitServiceClient(o.Conn()).CreateUnit(o.admin, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text(name), Parent: parent},
	})
	require.NoError(t, err)
	return unit.GetName()
}

// hire adds somebody to the team, and logs them in.
func (o *office) hire(t *testing.T) person {
	p := o.employ(t, fmt.Sprintf("number-%d", len(o.people)), o.team, "in-house")
	o.people = append(o.people, p)
	return p
}

// employ adds somebody to a unit, who has a role over it where one is named, and logs them in.
func (o *office) employ(t *testing.T, number, unit, employer string, roles ...optionv1.Role) person {
	p := person{number: number}
	made, err := directoryv1.NewPersonServiceClient(o.Conn()).CreatePerson(o.admin, &directoryv1.CreatePersonRequest{
		Person: &directoryv1.Person{DisplayName: "Called " + p.number, Number: p.number, HireDate: "2020-01-01",
			Placement: &directoryv1.Placement{Unit: unit, Employer: employer}},
		RequestId: uuid.NewString(),
	})
	require.NoError(t, err)
	p.name = made.GetName()
	for _, role := range roles {
		_, err := directoryv1.NewBindingServiceClient(o.Conn()).CreateBinding(o.admin, &directoryv1.CreateBindingRequest{
			Binding: &directoryv1.Binding{Subject: p.name, Role: role, Unit: unit},
		})
		require.NoError(t, err)
	}
	p.token = o.login(t, p.name)
	return p
}

// key is a context in which calls are those of the owner of a new key, who has a role over a unit and an employer; "" for all.
func (o *office) key(t *testing.T, role optionv1.Role, unit, employer string) context.Context {
	made, err := directoryv1.NewKeyServiceClient(o.Conn()).CreateKey(o.admin, &directoryv1.CreateKeyRequest{
		Key: &directoryv1.Key{DisplayName: role.String()}, Grants: []*directoryv1.KeyGrant{{Role: role, Unit: unit, Employer: employer}},
	})
	require.NoError(t, err)
	return calltest.As(t.Context(), o.Key(t, made.GetSecret()))
}

// as is a context in which calls are the person's.
func (p person) as(t *testing.T) context.Context { return calltest.As(t.Context(), p.token) }

func (o *office) login(t *testing.T, name string) string {
	invitation, err := directoryv1.NewTokenServiceClient(o.Conn()).CreateInvitation(o.admin, &directoryv1.CreateInvitationRequest{Name: name})
	require.NoError(t, err)
	return o.Exchange(t, &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()}})
}

// answer submits somebody's answer. A request id makes it one answer, however often it is sent.
func (o *office) answer(t *testing.T, p person, rating int32, requestID string) {
	_, err := surveyv1.NewResponseServiceClient(o.Conn()).SubmitResponse(calltest.As(t.Context(), p.token), &surveyv1.SubmitResponseRequest{
		Survey: o.survey, Answers: []*surveyv1.Answer{{Item: "mood", Value: &surveyv1.Answer_Rating{Rating: rating}}}, RequestId: requestID,
	})
	require.NoError(t, err)
}

// leave ends an employment.
func (o *office) leave(t *testing.T, p person) {
	_, err := directoryv1.NewPersonServiceClient(o.Conn()).EndEmployment(o.admin, &directoryv1.EndEmploymentRequest{Name: p.name, LeaveDate: "2024-01-31"})
	require.NoError(t, err)
}

// erase asks for an erasure.
func (o *office) erase(t *testing.T, p person) string {
	operation, err := directoryv1.NewPersonServiceClient(o.Conn()).ErasePerson(o.admin, &directoryv1.ErasePersonRequest{Name: p.name})
	require.NoError(t, err)
	return operation.GetName()
}

func (o *office) operation(t *testing.T, name string) *typev1.Operation {
	operation, err := directoryv1.NewOperationServiceClient(o.Conn()).GetOperation(o.admin, &typev1.GetOperationRequest{Name: name})
	require.NoError(t, err)
	return operation
}

func (o *office) done(t *testing.T, operation string) {
	require.Eventually(t, func() bool { return o.operation(t, operation).GetDone() }, patience, 20*time.Millisecond, "%s is done", operation)
	require.Nil(t, o.operation(t, operation).GetError())
}

// rosterFollows waits until no event waits and each copy of the organisation equals the directory's.
func (o *office) rosterFollows(t *testing.T) {
	directory, copies := o.Database(t, "directory"), []*db.DB{o.Database(t, "survey"), o.Database(t, "incentive")}
	all := append([]*db.DB{directory}, copies...)
	require.Eventually(t, func() bool {
		here := lines(t, directory, `SELECT id || ' ' || version FROM unit
			UNION ALL SELECT id || ' ' || version || ' in ' || time_zone FROM site
			UNION ALL SELECT id || CASE WHEN erase_time IS NULL THEN ' ' || version ELSE ' erased' END FROM person
			UNION ALL SELECT p.person || ' in ' || p.unit || ' from ' || p.from_day || ' to ' || p.to_day FROM placement p`)
		for _, d := range copies {
			there := lines(t, d, `SELECT unit || ' ' || version FROM roster_unit
				UNION ALL SELECT site || ' ' || version || ' in ' || time_zone FROM roster_site
				UNION ALL SELECT person || CASE WHEN erased THEN ' erased' ELSE ' ' || version END FROM roster_person
				UNION ALL SELECT person || ' in ' || unit || ' from ' || from_day || ' to ' || to_day FROM roster_placement`)
			if here != there {
				return false
			}
		}
		return !slices.ContainsFunc(all, func(d *db.DB) bool { return waiting(t, d) > 0 })
	}, patience, 50*time.Millisecond, "the roster equals the directory")
	for _, d := range all {
		dead, err := event.Dead(t.Context(), d.Read())
		require.NoError(t, err)
		require.Empty(t, dead)
		require.NoError(t, d.Close())
	}
}

// waiting counts the events that the bus does not have yet.
func waiting(t *testing.T, d *db.DB) int64 {
	count, _, err := event.Waiting(context.WithoutCancel(t.Context()), d.Read(), time.Now())
	require.NoError(t, err)
	return count
}

// lines are the values of the first column, sorted.
func lines(t *testing.T, d *db.DB, query string) string {
	rows, err := d.Read().QueryContext(t.Context(), query+" ORDER BY 1")
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	var all strings.Builder
	for rows.Next() {
		var line string
		require.NoError(t, rows.Scan(&line))
		all.WriteString(line + "\n")
	}
	require.NoError(t, rows.Err())
	return all.String()
}
