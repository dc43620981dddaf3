package kill_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
)

const (
	employees = 8
	employer  = "in-house"
	hired     = "2020-01-01"
)

// world is a Hearth of processes, and all that it has been asked to do.
type world struct {
	*process.House
	random       *rand.Rand
	unit, survey string
	employees    []*employee
	imports      []*importing
	creations    []*creation
	books        *books
}

// employee answers the survey again and again. The number of the attempt stands in the answer.
type employee struct {
	name, token         string
	acknowledged, tried atomic.Int32
}

func newWorld(t *testing.T, shape house.Shape) *world {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	w := &world{House: process.Start(t, shape), random: rand.New(rand.NewPCG(seed, 0))}
	ctx := w.Admin(t)
	unit, err := directoryv1.NewUnitServiceClient(w.Conn()).CreateUnit(ctx, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text("Acme")},
	})
	require.NoError(t, err)
	w.unit = unit.GetName()
	for n := range employees {
		w.employees = append(w.employees, w.employee(t, n))
	}
	require.Eventually(t, func() bool { return w.rosterLags(t) == "" }, time.Minute, 50*time.Millisecond, "the survey service knows the employees")
	w.openSurvey(t, employees)
	w.openBooks(t)
	return w
}

func text(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en}}
}

// person is a new one with a number.
func (w *world) person(number string) *directoryv1.Person {
	return &directoryv1.Person{DisplayName: "Person " + number, Number: number, HireDate: hired,
		Placement: &directoryv1.Placement{Unit: w.unit, Employer: employer}}
}

func (w *world) employee(t *testing.T, n int) *employee {
	ctx := w.Admin(t)
	person, err := directoryv1.NewPersonServiceClient(w.Conn()).CreatePerson(ctx, &directoryv1.CreatePersonRequest{
		Person: w.person(fmt.Sprintf("employee-%d", n)),
	})
	require.NoError(t, err)
	tokens := directoryv1.NewTokenServiceClient(w.Conn())
	invitation, err := tokens.CreateInvitation(ctx, &directoryv1.CreateInvitationRequest{Name: person.GetName()})
	require.NoError(t, err)
	got, err := tokens.ExchangeToken(t.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()},
	})
	require.NoError(t, err)
	return &employee{name: person.GetName(), token: got.GetAccessToken()}
}

// refresh gets new tokens: a round may last long enough for the old ones to end.
func (w *world) refresh(t *testing.T) {
	for _, e := range w.employees {
		got, err := directoryv1.NewTokenServiceClient(w.Conn()).RefreshToken(calltest.As(t.Context(), e.token), &directoryv1.RefreshTokenRequest{})
		require.NoError(t, err)
		e.token = got.GetAccessToken()
	}
}

// digits are the items of the instrument: each holds one digit, to the base of 11, of the number of an attempt.
// They are enough for more attempts than many rounds come to.
var digits = []string{"first", "second", "third", "fourth", "fifth", "sixth"}

const base = 11

func (w *world) openSurvey(t *testing.T, eligible int) {
	ctx := w.Admin(t)
	var items []*surveyv1.Item
	for _, digit := range digits {
		items = append(items, &surveyv1.Item{Id: digit, Text: text(digit), Required: true,
			Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 0, Max: base - 1}}})
	}
	instruments := surveyv1.NewInstrumentServiceClient(w.Conn())
	instrument, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{
		Instrument: &surveyv1.Instrument{DisplayName: text("Pulse"), Items: items},
	})
	require.NoError(t, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: instrument.GetName()})
	require.NoError(t, err)
	surveys := surveyv1.NewSurveyServiceClient(w.Conn())
	survey, err := surveys.CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: &surveyv1.Survey{
		DisplayName: text("Wave"), Instrument: instrument.GetName(), OwnerUnit: w.unit, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
		Audience: &surveyv1.Audience{Units: []string{w.unit}},
	}})
	require.NoError(t, err)
	opened, err := surveys.OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
	require.NoError(t, err)
	require.EqualValues(t, eligible, opened.GetEligible())
	w.survey = survey.GetName()
}

// answers are those of an attempt.
func answers(attempt int32) []*surveyv1.Answer {
	var all []*surveyv1.Answer
	for _, digit := range digits {
		all = append(all, &surveyv1.Answer{Item: digit, Value: &surveyv1.Answer_Rating{Rating: attempt % base}})
		attempt /= base
	}
	return all
}
