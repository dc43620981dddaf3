package journeys_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// Somebody answers by their link and comes back with their PIN: they see what they answered. An admin makes a link for them and uses it:
// the admin sees what they would see of somebody who has not answered, and the person notices, for their PIN is gone.
func TestAnAnswerIsShownToTheWayInThatGaveIt(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := open(t, h, 5)
		p, silent := o.people[0], o.people[1]
		o.answer(t, p, 2, "")
		tokens := directoryv1.NewTokenServiceClient(h.Conn())
		_, err := tokens.SetPin(calltest.As(t.Context(), p.token), &directoryv1.SetPinRequest{Pin: "583920"})
		require.NoError(t, err)
		withPIN := &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_NumberAndPin{
			NumberAndPin: &directoryv1.NumberAndPin{Employer: "in-house", Number: p.number, Pin: "583920"},
		}}
		back := p
		back.token = h.Exchange(t, withPIN)
		require.True(t, o.seesAnAnswer(t, p))
		require.True(t, o.seesAnAnswer(t, back))

		admin := p
		admin.token = o.login(t, p.name)
		require.False(t, o.seesAnAnswer(t, admin))
		require.False(t, o.seesAnAnswer(t, silent))
		_, err = tokens.ExchangeToken(t.Context(), withPIN)
		require.Equal(t, "CREDENTIAL_REFUSED", calltest.Reason(err))
	})
}

// seesAnAnswer says whether somebody is shown an answer of theirs: in the list, by itself and in the export of what is kept about them,
// which must agree.
func (o *office) seesAnAnswer(t *testing.T, p person) bool {
	ctx := calltest.As(t.Context(), p.token)
	responses := surveyv1.NewResponseServiceClient(o.Conn())
	assigned, err := responses.ListAssignedSurveys(ctx, &surveyv1.ListAssignedSurveysRequest{})
	require.NoError(t, err)
	require.Len(t, assigned.GetSurveys(), 1)
	answered := assigned.GetSurveys()[0].GetAnswered()
	response, err := responses.GetMyResponse(ctx, &surveyv1.GetMyResponseRequest{Survey: o.survey})
	export, exported := directoryv1.NewPersonServiceClient(o.Conn()).ExportPerson(ctx, &directoryv1.ExportPersonRequest{Name: p.name})
	require.NoError(t, exported)
	kept := export.GetParts()[1].GetJson()
	require.Contains(t, kept, o.survey)
	if answered {
		require.NoError(t, err)
		require.Equal(t, int32(2), response.GetAnswers()[0].GetRating())
		require.Contains(t, kept, `"mood":2`)
	} else {
		require.Equal(t, "NOT_FOUND", calltest.Reason(err))
		require.NotContains(t, kept, "mood")
		require.NotContains(t, kept, "answers")
	}
	return answered
}
