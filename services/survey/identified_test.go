package survey_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
)

const identified = surveyv1.SurveyMode_SURVEY_MODE_IDENTIFIED

// naming opens a survey of the units in which names stand beside the answers and nothing is hidden, after change.
func (h *house) naming(change func(*surveyv1.Survey), units ...string) string {
	h.Helper()
	asks := pulse()
	asks.Items = append(asks.Items, &surveyv1.Item{Id: "why", Text: text("why"), Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}})
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: asks})
	require.NoError(h, err)
	made, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	survey := draft(made, root, units...)
	survey.Mode, survey.K = identified, 1
	if change != nil {
		change(survey)
	}
	created, err := h.create("culture", survey)
	require.NoError(h, err)
	created, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: created.GetName()})
	require.NoError(h, err)
	require.Equal(h, survey.GetK(), created.GetK())
	return created.GetName()
}

// named lists the answers that a caller reads, two a page.
func (h *house) named(token, survey, filter string) (found []*surveyv1.NamedResponse, err error) {
	request := &surveyv1.ListResponsesRequest{Name: survey, PageSize: 2, Filter: filter}
	for {
		page, err := h.responses.ListResponses(h.As(token), request)
		if err != nil {
			return nil, err
		}
		found = append(found, page.GetResponses()...)
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return found, nil
		}
	}
}

func (h *house) namedPeople(token, survey, filter string) []int {
	h.Helper()
	found, err := h.named(token, survey, filter)
	require.NoError(h, err, token)
	var people []int
	for _, one := range found {
		for n := range 18 {
			if one.GetPerson() == "people/"+person(n) {
				people = append(people, n)
			}
		}
	}
	require.Len(h, people, len(found))
	return people
}

func TestWhoReadsNamedAnswers(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA, depB)
		assigned, err := h.responses.ListAssignedSurveys(h.As(token(0)), &surveyv1.ListAssignedSurveysRequest{})
		require.NoError(h, err)
		require.Equal(h, identified, assigned.GetSurveys()[0].GetMode(), "who is asked is told before")
		require.EqualValues(h, 1, assigned.GetSurveys()[0].GetK())
		require.Empty(h, h.namedPeople("culture", survey, ""))
		for _, n := range []int{3, 0, 12, 13, 1} {
			require.NoError(h, h.submit(n, survey, answer("belonging", int32(1+n%5)), written("why", "because")))
		}
		for range 2 {
			for _, test := range []struct {
				token, filter string
				want          []int
			}{
				{"culture", "", []int{0, 1, 3, 12, 13}},
				{"admin", "", []int{0, 1, 3, 12, 13}},
				{"system", "", []int{0, 1, 3, 12, 13}},
				{"culture-a", "", []int{0, 1, 3}},
				{"culture-b", "", []int{12, 13}},
				{"acme", "", []int{0, 12}},
				{"beta", "", []int{1, 3, 13}},
				{"beta", `unit = "units/` + depB + `"`, []int{13}},
				{"culture", `person = "people/` + person(3) + `"`, []int{3}},
				{"culture-b", `person = "people/` + person(3) + `"`, nil},
				{"culture", `unit != "units/` + teamA + `"`, []int{12, 13}},
			} {
				require.Equal(h, test.want, h.namedPeople(test.token, survey, test.filter), "%+v", test)
			}
			for _, other := range []string{"lead-a", "lead-acme", "analyst-b", "council", token(0)} {
				_, err := h.named(other, survey, "")
				h.Refused("PERMISSION_DENIED", err)
			}
			h.close(survey)
		}
		found, err := h.named("culture-a", survey, "")
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(&surveyv1.NamedResponse{
			Person: "people/" + person(0), Unit: "units/" + teamA, Employer: "acme", Answers: []*surveyv1.Answer{answer("belonging", 1), written("why", "because")},
		}, found[0], protocmp.Transform()), "closed or not, with what was written")
		require.Equal(h, 5, h.count("comment"), "copies are parted from who wrote them, for the release")
		for _, wrong := range []string{`answered = 1`, `person = "x"`, `unit > "units/` + root + `"`} {
			_, err := h.named("culture", survey, wrong)
			h.Refused("FILTER_INVALID", err)
		}
		_, err = h.responses.ListResponses(h.As("culture"), &surveyv1.ListResponsesRequest{Name: survey, PageToken: "x"})
		h.Refused("PAGE_TOKEN_INVALID", err)
		for _, wrong := range []*surveyv1.ListResponsesRequest{{}, {Name: "people/" + person(0)}, {Name: survey, PageSize: -1}, {Name: survey, RequestId: "x"}} {
			_, err := h.responses.ListResponses(h.As("culture"), wrong)
			h.Refused("INVALID_FIELD", err)
		}
	})
}

// Who moved is read where they are now, who left where they were last, and who asks nobody within reach finds no survey.
func TestNamedAnswersGoWithThePerson(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA)
		for _, n := range []int{0, 1, 2} {
			require.NoError(h, h.submit(n, survey, answer("belonging", 3)))
		}
		_, err := h.named("culture-b", survey, "")
		h.Refused("NOT_FOUND", err)
		h.knows(func(d *rostertest.Directory) {
			moved, left := d.People[0], d.People[1]
			moved.Version, left.Version = 2, 2
			moved.Placements[0].ToDate = "2026-11-20"
			there := rostertest.Person(person(0), depB, "beta").GetPlacements()[0]
			there.FromDate = "2026-11-21"
			moved.Placements = append(moved.Placements, there)
			left.Placements[0].ToDate = "2026-11-21"
		})
		require.Equal(h, []int{1, 2}, h.namedPeople("culture-a", survey, ""))
		require.Equal(h, []int{0}, h.namedPeople("culture-b", survey, ""))
		require.Equal(h, []int{2}, h.namedPeople("acme", survey, ""))
		require.Equal(h, []int{0, 1}, h.namedPeople("beta", survey, ""))

		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error { return h.Service.Erase(ctx, tx, person(2)) }))
		require.Equal(h, []int{0, 1}, h.namedPeople("culture", survey, ""))
		require.NoError(h, h.submit(0, survey, answer("belonging", 3), written("why", "my own words")))
		h.close(survey)
		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error { return h.Service.Erase(ctx, tx, person(0)) }))
		require.Equal(h, []int{1}, h.namedPeople("culture", survey, ""))
		require.Zero(h, h.count("writing"), "beside whom would it stand")
		require.False(h, strings.Contains(h.Everything("roster_person"), person(0)), "nothing leads to the erased")
		counted, err := h.participation("culture", survey)
		require.NoError(h, err)
		require.EqualValues(h, 2, counted.GetResponses(), "what was counted stands")
	})
}

func TestReadingNamedAnswersIsNoted(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA)
		require.NoError(h, h.submit(0, survey, answer("belonging", 3), written("why", "a telling word")))
		request := &surveyv1.ListResponsesRequest{Name: survey, RequestId: uuid.NewString()}
		_, err := h.responses.ListResponses(h.As("culture"), request)
		require.NoError(h, err)
		_, err = h.responses.ListResponses(h.As("culture"), request)
		h.Refused("SECRET_ALREADY_SHOWN", err)
		entries, err := surveyv1.NewAuditServiceClient(h.Conn).ListAuditEntries(h.As("council"), &typev1.ListAuditEntriesRequest{
			Filter: `method = "hearth.survey.v1.ResponseService/ListResponses"`,
		})
		require.NoError(h, err)
		require.Len(h, entries.GetAuditEntries(), 1)
		require.Equal(h, survey, entries.GetAuditEntries()[0].GetResource())
		require.Equal(h, request.GetRequestId(), entries.GetAuditEntries()[0].GetRequestId())
		require.Equal(h, 1, strings.Count(h.Everything("schema_"), "a telling word"), "what was read is kept once")
	})
}

// To a confidential survey there is one refusal, and to who does not run it none at all.
func TestConfidentialAnswersHaveNoNames(t *testing.T) {
	inHouse(t, func(h *house) {
		empty, answered := h.opened(root, teamA).GetName(), h.opened(root, teamA).GetName()
		require.NoError(h, h.submit(0, answered, answer("belonging", 3)))
		for _, survey := range []string{empty, answered} {
			_, err := h.named("culture", survey, "")
			h.Refused("SURVEY_NOT_IDENTIFIED", err)
			_, err = h.named("culture", survey, `person = "people/`+person(0)+`"`)
			h.Refused("SURVEY_NOT_IDENTIFIED", err)
			for _, beyond := range []string{"culture-a", "acme"} {
				_, err = h.named(beyond, survey, "")
				h.Refused("NOT_FOUND", err)
			}
		}
		_, err := h.named("culture", "surveys/"+uuid.NewString(), "")
		h.Refused("NOT_FOUND", err)
	})
}

// The person reads their answers by the way in by which they gave them, also when the survey is closed; who asks in their stead reads
// what they could list anyway.
func TestNamedAnswersOfOnesOwn(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(nil, teamA)
		require.NoError(h, h.submit(0, survey, answer("belonging", 2), written("why", "mine")))
		privacy := surveyv1.NewPrivacyServiceClient(h.Conn)
		export := func(wayIn string) string {
			response, err := privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: "people/" + person(0), WayIn: wayIn})
			require.NoError(h, err)
			return response.GetJson()
		}
		for range 2 {
			got, err := h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
			require.NoError(h, err)
			require.Len(h, got.GetAnswers(), 2)
			_, err = h.responses.GetMyResponse(h.As(again(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
			h.Refused("NOT_FOUND", err)
			for _, wayIn := range []string{"first of " + person(0), ""} {
				require.Contains(h, export(wayIn), `"answers":{"belonging":2,"why":"mine"}`)
			}
			require.NotContains(h, export("second of "+person(0)), "answers")
			h.close(survey)
		}
		h.Refused("SURVEY_NOT_OPEN", h.submit(0, survey, answer("belonging", 3)))
	})
}

func TestNamedAnswersFromElsewhere(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.naming(func(s *surveyv1.Survey) { s.Intake = surveyv1.Intake_INTAKE_IMPORT }, depB)
		for range 2 {
			done, err := h.batch("system", survey, row(person(12), answer("belonging", 5), written("why", "w")), row(person(13), answer("belonging", 2)))
			require.NoError(h, err)
			require.EqualValues(h, 2, done.GetImported())
		}
		h.close(survey)
		found, err := h.named("culture-b", survey, "")
		require.NoError(h, err)
		require.Len(h, found, 2)
		require.Empty(h, cmp.Diff([]*surveyv1.Answer{answer("belonging", 5), written("why", "w")}, found[0].GetAnswers(), protocmp.Transform()))
	})
}
