package survey_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func TestTheLifeOfASurvey(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		made, err := h.create("culture", draft(instrument, root, teamA))
		require.NoError(h, err)
		want := draft(instrument, root, teamA)
		want.Intake = surveyv1.Intake_INTAKE_PEOPLE
		want.Name, want.State, want.Etag, want.CreateTime, want.UpdateTime = made.GetName(), surveyv1.SurveyState_SURVEY_STATE_DRAFT, "1", made.GetCreateTime(), made.GetUpdateTime()
		require.Empty(h, cmp.Diff(want, made, protocmp.Transform()))

		_, err = h.surveys.CloseSurvey(h.As("culture"), &surveyv1.CloseSurveyRequest{Name: made.GetName()})
		h.Refused("SURVEY_NOT_OPEN", err)
		_, err = h.participation("culture", made.GetName())
		h.Refused("SURVEY_NOT_CLOSED", err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName(), Etag: "9"})
		h.Refused("ETAG_MISMATCH", err)

		h.Clock.Advance(time.Hour)
		open := &surveyv1.OpenSurveyRequest{Name: made.GetName(), Etag: "1"}
		opened, err := h.surveys.OpenSurvey(h.As("culture"), open)
		require.NoError(h, err)
		require.Equal(h, surveyv1.SurveyState_SURVEY_STATE_OPEN, opened.GetState())
		require.Equal(h, int64(12), opened.GetEligible())
		require.Equal(h, int32(5), opened.GetK(), "fixed at the opening")
		require.Equal(h, h.Clock.Now(), opened.GetOpenedTime().AsTime())
		again, err := h.surveys.OpenSurvey(h.As("culture"), open)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(opened, again, protocmp.Transform()), "opening twice is opening once")

		for n := range 6 {
			require.NoError(h, h.submit(n, made.GetName(), answer("belonging", 4)))
		}
		_, err = h.participation("culture", made.GetName())
		h.Refused("SURVEY_NOT_CLOSED", err)
		read, err := h.surveys.GetSurvey(h.As("culture"), &surveyv1.GetSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(opened, read, protocmp.Transform()), "answers change nothing that anybody sees")

		h.Clock.Advance(time.Hour)
		closed := h.close(made.GetName())
		require.Equal(h, surveyv1.SurveyState_SURVEY_STATE_CLOSED, closed.GetState())
		require.Equal(h, h.Clock.Now(), closed.GetClosedTime().AsTime())
		require.Empty(h, cmp.Diff(closed, h.close(made.GetName()), protocmp.Transform()), "closing twice is closing once")
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		h.Refused("SURVEY_CLOSED", err)
		h.Refused("SURVEY_NOT_OPEN", h.submit(7, made.GetName(), answer("belonging", 4)))
		counted, err := h.participation("council", made.GetName())
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(&surveyv1.Participation{Eligible: 12, Responses: 6, Rate: 0.5}, counted, protocmp.Transform()))
	})
}

func TestTooFewToShow(t *testing.T) {
	inHouse(t, func(h *house) {
		for responses, reason := range []string{"TOO_FEW", "TOO_FEW", "TOO_FEW", "TOO_FEW", "TOO_FEW", ""} {
			survey := h.opened(root, teamA).GetName()
			for n := range responses {
				require.NoError(h, h.submit(n, survey, answer("belonging", 5)))
			}
			h.close(survey)
			_, err := h.participation("culture", survey)
			require.Equal(h, reason, reasonOf(err))
		}
		small := draft(h.published(), root, depB)
		small.Audience.Employers = []string{"acme"}
		made, err := h.create("culture", small)
		require.NoError(h, err)
		_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		h.Refused("AUDIENCE_TOO_SMALL", err)
	})
}

func TestSurveysThatAreRefused(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		unpublished, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: pulse()})
		require.NoError(h, err)
		tests := []struct {
			name, reason string
			change       func(*surveyv1.Survey)
		}{
			{"anonymous", "MODE_NOT_AVAILABLE", func(s *surveyv1.Survey) { s.Mode = surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS }},
			{"no mode", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Mode = 0 }},
			{"unknown mode", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Mode = 99 }},
			{"a draft of an instrument", "INSTRUMENT_NOT_PUBLISHED", func(s *surveyv1.Survey) { s.Instrument = unpublished.GetName() }},
			{"no such instrument", "NOT_FOUND", func(s *surveyv1.Survey) { s.Instrument = "instruments/" + uuid.NewString() }},
			{"no such owner", "NOT_FOUND", func(s *surveyv1.Survey) { s.OwnerUnit = "units/" + uuid.NewString() }},
			{"no such unit", "NOT_FOUND", func(s *surveyv1.Survey) { s.Audience.Units = append(s.Audience.Units, "units/"+uuid.NewString()) }},
			{"nobody asked", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Audience.Units = nil }},
			{"no audience", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Audience = nil }},
			{"a unit twice", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Audience.Units = append(s.Audience.Units, s.Audience.Units[0]) }},
			{"an employer that is none", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Audience.Employers = []string{"a\x00b"} }},
			{"a close after all years", "INVALID_FIELD", func(s *surveyv1.Survey) { s.CloseTime = &timestamppb.Timestamp{Seconds: 253402300800} }},
			{"an empty employer", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Audience.Employers = []string{""} }},
			{"closed before it opens", "INVALID_FIELD", func(s *surveyv1.Survey) { s.CloseTime = timestamppb.New(h.Clock.Now()) }},
			{"groups of four", "INVALID_FIELD", func(s *surveyv1.Survey) { s.K = 4 }},
			{"groups below none", "INVALID_FIELD", func(s *surveyv1.Survey) { s.K = -1 }},
			{"an unknown attribute", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Attribute = 99 }},
			{"an attribute twice", "INVALID_FIELD", func(s *surveyv1.Survey) { s.RootAttributes = []surveyv1.Attribute{1, 1} }},
			{"an attribute of units and of the root", "INVALID_FIELD", func(s *surveyv1.Survey) { s.Attribute, s.RootAttributes = 1, []surveyv1.Attribute{2, 1} }},
			{"no attribute", "INVALID_FIELD", func(s *surveyv1.Survey) { s.RootAttributes = []surveyv1.Attribute{0} }},
			{"no name", "INVALID_FIELD", func(s *surveyv1.Survey) { s.DisplayName = nil }},
			{"a NUL", "INVALID_FIELD", func(s *surveyv1.Survey) { s.DisplayName = text("a\x00b") }},
		}
		for _, test := range tests {
			survey := draft(instrument, root, teamA)
			test.change(survey)
			_, err := h.create("culture", survey)
			require.Equal(h, test.reason, reasonOf(err), "%s: %v", test.name, err)
		}
	})
}

func TestUpdateSurvey(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		made, err := h.create("culture", draft(instrument, depA, teamA))
		require.NoError(h, err)
		update := func(token string, change *surveyv1.Survey, paths ...string) (*surveyv1.Survey, error) {
			change.Name = made.GetName()
			return h.surveys.UpdateSurvey(h.As(token), &surveyv1.UpdateSurveyRequest{Survey: change, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
		}
		changed, err := update("culture-a", &surveyv1.Survey{DisplayName: text("Renamed"), CloseTime: timestamppb.New(h.Clock.Now().Add(time.Hour))}, "display_name", "close_time")
		require.NoError(h, err)
		require.Equal(h, "Renamed", changed.GetDisplayName().GetTexts()["en"])
		require.Equal(h, "2", changed.GetEtag())
		require.Equal(h, made.GetAudience().GetUnits(), changed.GetAudience().GetUnits())

		tests := []struct {
			token, reason string
			change        *surveyv1.Survey
			path          string
		}{
			{"culture", "MODE_FIXED", &surveyv1.Survey{Mode: surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS}, "mode"},
			{"culture", "MODE_FIXED", &surveyv1.Survey{Mode: surveyv1.SurveyMode_SURVEY_MODE_IDENTIFIED}, "mode"},
			{"culture", "INVALID_FIELD", &surveyv1.Survey{}, "mode"},
			{"culture", "INVALID_FIELD", &surveyv1.Survey{}, "audience"},
			{"culture", "INVALID_FIELD", &surveyv1.Survey{}, "colour"},
			{"culture", "INVALID_FIELD", &surveyv1.Survey{OwnerUnit: "people/x"}, "owner_unit"},
			{"culture", "ETAG_MISMATCH", &surveyv1.Survey{Etag: "1", DisplayName: text("Late")}, "display_name"},
			{"culture-b", "NOT_FOUND", &surveyv1.Survey{DisplayName: text("Mine")}, "display_name"},
			{"culture-a", "NOT_FOUND", &surveyv1.Survey{OwnerUnit: "units/" + root}, "owner_unit"},
			{"culture-a", "NOT_FOUND", &surveyv1.Survey{Audience: &surveyv1.Audience{Units: []string{"units/" + depB}}}, "audience"},
		}
		for _, test := range tests {
			_, err := update(test.token, test.change, test.path)
			require.Equal(h, test.reason, reasonOf(err), "%+v", test)
		}
		same, err := update("culture", &surveyv1.Survey{State: surveyv1.SurveyState_SURVEY_STATE_CLOSED, Eligible: 7}, "state", "eligible")
		require.NoError(h, err, "what is output only is not taken")
		require.Equal(h, surveyv1.SurveyState_SURVEY_STATE_DRAFT, same.GetState())

		opened, err := h.surveys.OpenSurvey(h.As("culture-a"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
		require.NoError(h, err)
		for _, change := range []*surveyv1.Survey{
			{DisplayName: text("Other")}, {Instrument: h.published().GetName()}, {OwnerUnit: "units/" + root},
			{Audience: &surveyv1.Audience{Units: []string{"units/" + root}}},
		} {
			_, err := update("culture", change)
			h.Refused("SURVEY_NOT_DRAFT", err)
		}
		_, err = update("culture", &surveyv1.Survey{Mode: surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS}, "mode")
		h.Refused("MODE_FIXED", err)
		longer, err := update("culture", &surveyv1.Survey{}, "close_time")
		require.NoError(h, err, "the time of the close may change, here to none")
		require.Nil(h, longer.GetCloseTime())
		require.Equal(h, opened.GetEligible(), longer.GetEligible())
		h.close(made.GetName())
		_, err = update("culture", &surveyv1.Survey{CloseTime: timestamppb.New(h.Clock.Now().Add(time.Hour))}, "close_time")
		h.Refused("SURVEY_NOT_DRAFT", err)
		_, err = update("culture", &surveyv1.Survey{Mode: surveyv1.SurveyMode_SURVEY_MODE_ANONYMOUS}, "mode")
		h.Refused("MODE_FIXED", err)
	})
}

func TestListSurveys(t *testing.T) {
	inHouse(t, func(h *house) {
		instrument := h.published()
		var names []string
		for _, owner := range []string{root, depA, depB, teamA, depA} {
			h.Clock.Advance(time.Second)
			made, err := h.create("culture", draft(instrument, owner, owner))
			require.NoError(h, err)
			names = append(names, made.GetName())
		}
		h.Clock.Advance(time.Second)
		_, err := h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: names[1]})
		require.NoError(h, err)
		list := func(token, filter, order string) (found []int, err error) {
			request := &surveyv1.ListSurveysRequest{PageSize: 2, Filter: filter, OrderBy: order}
			for {
				response, err := h.surveys.ListSurveys(h.As(token), request)
				if err != nil {
					return nil, err
				}
				for _, survey := range response.GetSurveys() {
					for i, name := range names {
						if name == survey.GetName() {
							found = append(found, i)
						}
					}
				}
				if request.PageToken = response.GetNextPageToken(); request.PageToken == "" {
					return found, nil
				}
			}
		}
		tests := []struct {
			token, filter, order string
			want                 []int
		}{
			{"culture", "", "", []int{4, 3, 2, 1, 0}},
			{"culture", "", "create_time", []int{0, 1, 2, 3, 4}},
			{"culture", "", "update_time desc", []int{1, 4, 3, 2, 0}},
			{"culture-a", "", "", []int{4, 3, 1}},
			{"analyst-b", "", "", []int{2}},
			{"acme", "", "", nil},
			{"culture", `state = OPEN`, "", []int{1}},
			{"culture", `owner_unit = "units/` + depA + `" AND state = DRAFT`, "", []int{4}},
			{"culture-a", `owner_unit = "units/` + depB + `"`, "", nil},
			{"culture", `instrument != "instruments/` + uuid.NewString() + `"`, "create_time", []int{0, 1, 2, 3, 4}},
			{"culture", `update_time >= "` + h.Clock.Now().Format(time.RFC3339) + `"`, "", []int{1}},
		}
		for _, test := range tests {
			got, err := list(test.token, test.filter, test.order)
			require.NoError(h, err, "%+v", test)
			require.Equal(h, test.want, got, "%+v", test)
		}
		for _, wrong := range []string{`eligible > 5`, `state = "LIVE"`, `state = OPEN OR state = DRAFT`, `owner_unit = "people/x"`} {
			_, err := list("culture", wrong, "")
			h.Refused("FILTER_INVALID", err)
		}
		_, err = list("culture", "", "eligible")
		h.Refused("FILTER_INVALID", err)
	})
}
