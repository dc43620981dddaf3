package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// forContacts drafts a survey of contacts of the units, after change.
func (h *house) forContacts(change func(*surveyv1.Survey), units ...string) string {
	h.Helper()
	asks := draft(h.published(), root, units...)
	asks.Intake, asks.Audience.Kind = surveyv1.Intake_INTAKE_IMPORT, surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS
	if change != nil {
		change(asks)
	}
	made, err := h.create("culture", asks)
	require.NoError(h, err)
	require.Equal(h, surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS, made.GetAudience().GetKind())
	return made.GetName()
}

func (h *house) open(survey string) error {
	_, err := h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: survey})
	return err
}

// served is a row of a contact, whose unit is bare.
func served(id, unit string, answers ...*surveyv1.Answer) *surveyv1.ResponseRow {
	contact := &surveyv1.Contact{Id: &typev1.ExternalId{Source: "acd", Id: id}}
	if unit != "" {
		contact.Unit = "units/" + unit
	}
	return &surveyv1.ResponseRow{Contact: contact, Answers: answers}
}

// became is what became of each row that was refused.
func became(h *house, answer *surveyv1.ImportResponsesResponse, err error) map[int64]string {
	h.Helper()
	require.NoError(h, err)
	refused := map[int64]string{}
	for _, one := range answer.GetRefusals() {
		refused[one.GetRow()] = strings.TrimRight(one.GetReason()+" "+one.GetItem()+" "+one.GetProblem(), " ")
	}
	return refused
}

func TestContactsComeBeforeAndWithTheirAnswers(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.forContacts(nil, depA, depB)
		early := []*surveyv1.ResponseRow{served("T-1", teamA), served("T-2", depB), served("T-3", root), served("T-4", depA, answer("belonging", 3))}
		for range 2 {
			done, err := h.batch("system", survey, early...)
			require.Equal(h, map[int64]string{3: "UNIT_NOT_ASKED", 4: "SURVEY_NOT_OPEN"}, became(h, done, err))
		}
		preview, err := surveyv1.NewReleaseServiceClient(h.Conn).PreviewRelease(h.As("culture"), &surveyv1.PreviewReleaseRequest{Survey: survey})
		require.NoError(h, err)
		require.Zero(h, preview.GetEligible(), "two are too few, so far")
		require.NoError(h, h.open(survey))
		for range 2 {
			done, err := h.batch("system", survey,
				served("T-1", teamA, answer("belonging", 4)), served("T-2", "", answer("belonging", 6)), served("T-2", "", answer("belonging", 6)),
				served("T-1", teamA), served("T-5", teamA, answer("belonging", 1)), served("T-6", "", answer("belonging", 1)), served("T-1", depB),
				row(person(0), answer("belonging", 1)), served("T-7", depB), served("T-7", "", answer("belonging", 2)), served("T-8", root))
			require.Equal(h, map[int64]string{
				2: "ANSWER_INVALID belonging OUTSIDE_SCALE", 3: "ROW_TWICE", 6: "NOT_ASKED", 7: "ROW_TWICE", 8: "NOT_ASKED", 11: "UNIT_NOT_ASKED",
			}, became(h, done, err))
		}
		done, err := h.batch("system", survey, served("T-1", depB), served("T-5", depA, answer("belonging", 2)))
		require.Equal(h, map[int64]string{1: "CONTACT_ELSEWHERE", 2: "CONTACT_ELSEWHERE"}, became(h, done, err))

		var stream []*surveyv1.ResponseRow
		for n := range 40 {
			stream = append(stream, served(fmt.Sprint("S-", n), []string{teamA, depB}[n%2], answer("belonging", int32(1+n%5)), answer("enps", int32(n%11))))
		}
		options := &surveyv1.ImportResponsesOptions{Name: survey, RequestId: uuid.NewString()}
		first, err := h.stream("system", options, stream[:20], stream[20:])
		require.NoError(h, err)
		require.EqualValues(h, 40, first.GetImported())
		again, err := h.stream("system", options, stream[:20], stream[20:])
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(first, again, protocmp.Transform()))

		closed := h.close(survey)
		require.EqualValues(h, 44, closed.GetEligible(), "those that were known at the close")
		counted, err := h.participation("culture", survey)
		require.NoError(h, err)
		require.EqualValues(h, 43, counted.GetResponses())
		cells, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("culture-b"), &surveyv1.ListCellsRequest{Parent: survey + "/release", View: surveyv1.CellView_CELL_VIEW_FULL})
		require.NoError(h, err)
		require.Len(h, cells.GetCells(), 1)
		require.EqualValues(h, 22, cells.GetCells()[0].GetEligible())
		_, err = h.batch("system", survey, served("T-9", depB))
		h.Refused("SURVEY_NOT_OPEN", err)
	})
}

func TestContactsThatAreRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.forContacts(func(s *surveyv1.Survey) { s.Audience.Channels = []string{"chat"} }, depA)
		require.NoError(h, h.open(survey))
		wrong := func(change func(*surveyv1.Contact)) *surveyv1.ResponseRow {
			one := served("T", teamA)
			one.Contact.Channel = "chat"
			change(one.GetContact())
			return one
		}
		for i, test := range []struct {
			want   string
			change func(*surveyv1.Contact)
		}{
			{"", func(c *surveyv1.Contact) { c.Id.Id = "20261122000123" }},
			{"", func(c *surveyv1.Contact) { c.Id.Id = "工单-7" }},
			{"CONTACT_INVALID contact.id MISSING", func(c *surveyv1.Contact) { c.Id = nil }},
			{"CONTACT_INVALID contact.id MISSING", func(c *surveyv1.Contact) { c.Id.Id = "" }},
			{"CONTACT_INVALID contact.id MISSING", func(c *surveyv1.Contact) { c.Id.Source = "" }},
			{"CONTACT_INVALID contact.id MALFORMED", func(c *surveyv1.Contact) { c.Id.Source = "ACD:1" }},
			{"CONTACT_INVALID contact.id MALFORMED", func(c *surveyv1.Contact) { c.Id.Id = "a\x00b" }},
			{"CONTACT_INVALID contact.id TOO_LONG", func(c *surveyv1.Contact) { c.Id.Id = strings.Repeat("x", 129) }},
			{"CONTACT_INVALID contact.id PERSONAL", func(c *surveyv1.Contact) { c.Id.Id = "ann@example.com" }},
			{"CONTACT_INVALID contact.id PERSONAL", func(c *surveyv1.Contact) { c.Id.Id = "138 1234 5678" }},
			{"CONTACT_INVALID contact.id PERSONAL", func(c *surveyv1.Contact) { c.Id.Id = "13812345678" }},
			{"CONTACT_INVALID contact.id PERSONAL", func(c *surveyv1.Contact) { c.Id.Id = "+49 (30) 1234-567" }},
			{"CONTACT_INVALID contact.shift TOO_LONG", func(c *surveyv1.Contact) { c.Shift = strings.Repeat("夜", 65) }},
			{"CONTACT_INVALID contact.position MALFORMED", func(c *surveyv1.Contact) { c.Position = "a\nb" }},
			{"NOT_ASKED", func(c *surveyv1.Contact) { c.Channel = "phone" }},
			{"NOT_ASKED", func(c *surveyv1.Contact) { c.Channel = "" }},
			{"UNIT_NOT_ASKED", func(c *surveyv1.Contact) { c.Unit = "units/" + depB }},
			{"UNIT_NOT_ASKED", func(c *surveyv1.Contact) { c.Unit = "somewhere" }},
		} {
			done, err := h.batch("culture", survey, wrong(test.change))
			want := map[int64]string{}
			if test.want != "" {
				want[1] = test.want
			}
			require.Equal(h, want, became(h, done, err), "row %d", i)
		}
		people := h.importing(depA, teamA).GetName()
		done, err := h.batch("culture", people, served("T", teamA, answer("belonging", 1)))
		require.Equal(h, map[int64]string{1: "NOT_ASKED"}, became(h, done, err), "a survey of people")
		for _, other := range []string{"culture-a", "culture-b", "acme"} {
			_, err := h.batch(other, survey, served("T", teamA))
			h.Refused("NOT_FOUND", err)
		}
		for _, other := range []string{"lead-a", "analyst-b", "council", token(0)} {
			_, err := h.batch(other, survey, served("T", teamA))
			h.Refused("PERMISSION_DENIED", err)
		}
	})
}

func TestSurveysOfContactsThatAreRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		asks := draft(h.published(), root, depA)
		asks.Audience.Kind = surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS
		_, err := h.create("culture", asks)
		h.Refused("INVALID_FIELD", err)
		asks.Audience.Kind = 99
		_, err = h.create("culture", asks)
		h.Refused("INVALID_FIELD", err)

		survey := h.forContacts(nil, depA, depB)
		update := func(audience *surveyv1.Audience) error {
			_, err := h.surveys.UpdateSurvey(h.As("culture"), &surveyv1.UpdateSurveyRequest{
				Survey: &surveyv1.Survey{Name: survey, Audience: audience}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"audience"}},
			})
			return err
		}
		h.Refused("INTAKE_FIXED", update(&surveyv1.Audience{Units: []string{"units/" + depA}}))
		done, err := h.batch("culture", survey, served("T", depB))
		require.Empty(h, became(h, done, err))
		require.NoError(h, update(&surveyv1.Audience{Units: []string{"units/" + depA}, Kind: surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS}))
		h.Refused("UNIT_NOT_ASKED", h.open(survey))
		require.NoError(h, update(&surveyv1.Audience{Units: []string{"units/" + root}, Kind: surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS}))
		require.NoError(h, h.open(survey))
		assigned, err := h.responses.ListAssignedSurveys(h.As(token(0)), &surveyv1.ListAssignedSurveysRequest{})
		require.NoError(h, err)
		require.Empty(h, assigned.GetSurveys(), "nobody of the directory is asked")
	})
}

// Contacts come on as many levels as they like: nothing keeps a survey from its close. And who reads named answers reads those of the
// contacts that their units served.
func TestContactsByTheirLevels(t *testing.T) {
	inHouse(t, func(h *house) {
		survey := h.forContacts(func(s *surveyv1.Survey) {
			s.Mode, s.K, s.Attribute = identified, 1, surveyv1.Attribute_ATTRIBUTE_CHANNEL
			s.RootAttributes = []surveyv1.Attribute{surveyv1.Attribute_ATTRIBUTE_SHIFT}
		}, depA, depB)
		require.NoError(h, h.open(survey))
		var rows []*surveyv1.ResponseRow
		for n := range 60 {
			one := served(fmt.Sprintf("T-%02d", n), []string{teamA, depB}[n%2], answer("belonging", int32(1+n%5)))
			one.Contact.Channel, one.Contact.Shift = []string{"chat", "phone"}[n%2], fmt.Sprint("shift ", n)
			rows = append(rows, one)
		}
		done, err := h.batch("culture", survey, rows...)
		require.Empty(h, became(h, done, err))
		for token, want := range map[string]int{"culture": 60, "culture-a": 30, "culture-b": 30} {
			found, err := h.named(token, survey, "")
			require.NoError(h, err)
			require.Len(h, found, want)
		}
		found, err := h.named("culture-b", survey, "")
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(&surveyv1.NamedResponse{
			Contact: &typev1.ExternalId{Source: "acd", Id: "T-01"}, Unit: "units/" + depB, Answers: []*surveyv1.Answer{answer("belonging", 2)},
		}, found[0], protocmp.Transform()))

		closed := h.close(survey)
		require.Equal(h, surveyv1.Attribute_ATTRIBUTE_CHANNEL, closed.GetAttribute())
		require.Empty(h, closed.GetRootAttributes(), "sixty levels are too many")
		h.works()
		cells, err := surveyv1.NewReleaseServiceClient(h.Conn).ListCells(h.As("culture"), &surveyv1.ListCellsRequest{Parent: survey + "/release", View: surveyv1.CellView_CELL_VIEW_FULL})
		require.NoError(h, err)
		byLevel := 0
		for _, cell := range cells.GetCells() {
			if cell.GetAttribute() == surveyv1.Attribute_ATTRIBUTE_CHANNEL {
				byLevel++
			}
		}
		require.Equal(h, 2+1+1+1, byLevel, "all together by both, each unit by its one")
	})
}
