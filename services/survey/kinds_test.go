package survey_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func choices(ids ...string) (all []*surveyv1.Choice) {
	for _, id := range ids {
		all = append(all, &surveyv1.Choice{Id: id, Text: text(id)})
	}
	return all
}

// everyKind is an instrument with all that an instrument can have.
func everyKind() *surveyv1.Instrument {
	scale := &surveyv1.Rating{Min: 1, Max: 4, Steps: []*typev1.LocalizedText{text("never"), text("always")}, Favourable: []int32{3, 4}, Unfavourable: []int32{1}}
	desired := rating("desired", false, 1, 5)
	desired.DesiredOf = "now"
	items := []*surveyv1.Item{
		rating("now", false, 1, 5), desired,
		{Id: "m", Text: text("m"), Kind: &surveyv1.Item_Matrix{Matrix: &surveyv1.Matrix{Rows: choices("a", "b"), Scale: scale}}},
		{Id: "nps", Text: text("nps"), Kind: &surveyv1.Item_Nps{Nps: &surveyv1.Nps{}}},
		{Id: "ces", Text: text("ces"), Kind: &surveyv1.Item_Ces{Ces: &surveyv1.Ces{}}},
		{Id: "single", Text: text("s"), Kind: &surveyv1.Item_Single{Single: &surveyv1.Single{Options: choices("x", "y")}}},
		{Id: "multi", Text: text("m"), Kind: &surveyv1.Item_Multi{Multi: &surveyv1.Multi{Options: choices("x", "y", "z"), Least: 1, Most: 2}}},
		{Id: "rank", Text: text("r"), Kind: &surveyv1.Item_Ranking{Ranking: &surveyv1.Ranking{Options: choices("x", "y")}}},
		{Id: "years", Text: text("y"), Kind: &surveyv1.Item_Number{Number: &surveyv1.Number{Max: 50, Bounds: []int64{2, 10}, Unit: text("years")}}},
		{Id: "since", Text: text("d"), Kind: &surveyv1.Item_Date{Date: &surveyv1.DateItem{Earliest: "1990-01-01", Latest: "2030-12-31", Bounds: []string{"2019-12-31"}}}},
		{Id: "short", Text: text("s"), Kind: &surveyv1.Item_ShortText{ShortText: &surveyv1.ShortText{MaxLength: 20}}},
		{Id: "long", Text: text("l"), Help: text("h"), Page: 2, Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}},
		{Id: "ok", Text: text("c"), Page: 2, Required: true, Kind: &surveyv1.Item_Consent{Consent: &surveyv1.Consent{}}},
	}
	return &surveyv1.Instrument{
		DisplayName: text("All"), Items: items, Purpose: text("p"), Reading: text("r"), Minutes: 3, LeastPeople: 10, Shuffle: true, Warning: text("w"),
		PageTitles: []*typev1.LocalizedText{text("one"), text("two")}, Licence: surveyv1.Licence_LICENCE_OPEN,
		Constructs: []*surveyv1.Construct{
			{Id: "index", DisplayName: text("i"), Reading: text("r")},
			{Id: "factor", DisplayName: text("f"), Parent: "index", Weight: 2, Items: []*surveyv1.ConstructItem{{Item: "m.a", Weight: 0.5}, {Item: "now", Reversed: true}}},
		},
		LinearIndexes: []*surveyv1.LinearIndex{{Id: "pdi", DisplayName: text("PDI"), Constant: 50, Terms: []*surveyv1.Term{{Item: "ces", Coefficient: -35}}}},
	}
}

func given(item string, value any) *surveyv1.Answer {
	one := &surveyv1.Answer{Item: item}
	switch value := value.(type) {
	case int:
		one.Value = &surveyv1.Answer_Rating{Rating: int32(value)}
	case int64:
		one.Value = &surveyv1.Answer_Number{Number: value}
	case bool:
		one.Value = &surveyv1.Answer_Agreed{Agreed: value}
	case []string:
		one.Value = &surveyv1.Answer_Options{Options: &surveyv1.Options{Options: value}}
	}
	return one
}

func chosen(item, option string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Option{Option: option}}
}

func written(item, words string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Text{Text: words}}
}

func day(item, iso string) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Date{Date: iso}}
}

func banded(item string, band int32) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Band{Band: band}}
}

// opens publishes an instrument and opens a survey of the team with it.
func (h *house) opens(instrument *surveyv1.Instrument) string {
	h.Helper()
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: instrument})
	require.NoError(h, err)
	_, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	survey, err := h.create("culture", draft(made, root, teamA))
	require.NoError(h, err)
	_, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
	require.NoError(h, err)
	return survey.GetName()
}

func TestEveryKindOfQuestion(t *testing.T) {
	inHouse(t, func(h *house) {
		made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: everyKind()})
		require.NoError(h, err)
		want := everyKind()
		want.Name, want.State, want.Etag, want.Family, want.Edition = made.GetName(), made.GetState(), "1", made.GetName(), 1
		want.CreateTime, want.UpdateTime = made.GetCreateTime(), made.GetUpdateTime()
		read, err := h.instruments.GetInstrument(h.As("culture"), &surveyv1.GetInstrumentRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(want, read, protocmp.Transform()))

		survey := h.opens(everyKind())
		require.NoError(h, h.submit(0, survey,
			given("ok", true), written("long", "第一行\r\n第二行 👍 שלום\u202e"), written("short", " yes "), day("since", "2020-01-01"), given("years", int64(2)),
			given("rank", []string{"y", "x"}), given("multi", []string{"z", "x"}), chosen("single", "y"), given("ces", 7), given("nps", 0),
			given("m.b", 4), given("m.a", 1), given("desired", 5), given("now", 1)))
		got, err := h.responses.GetMyResponse(h.As(token(0)), &surveyv1.GetMyResponseRequest{Survey: survey})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff([]*surveyv1.Answer{
			given("now", 1), given("desired", 5), given("m.a", 1), given("m.b", 4), given("nps", 0), given("ces", 7), chosen("single", "y"),
			given("multi", []string{"x", "z"}), given("rank", []string{"y", "x"}), banded("years", 1), banded("since", 2), written("short", "yes"),
			written("long", "第一行\n第二行 👍 שלום"), given("ok", true),
		}, got.GetAnswers(), protocmp.Transform()))

		for problem, one := range map[string]*surveyv1.Answer{
			"UNKNOWN_ITEM": given("m", 1), "WRONG_KIND": given("single", 1), "OUTSIDE_SCALE": given("years", int64(51)), "UNKNOWN_OPTION": chosen("single", "z"),
			"OPTION_TWICE": given("multi", []string{"x", "x"}), "TOO_MANY": given("multi", []string{"x", "y", "z"}), "TOO_FEW": given("multi", []string{}),
			"NOT_ALL_RANKED": given("rank", []string{"x"}), "NOT_A_DAY": day("since", "2020-02-30"), "TOO_LONG": written("long", strings.Repeat("长", 2001)),
			"CONTROL_CHARACTER": written("short", "a\tb"), "NOT_AGREED": given("ok", false), "TWICE": given("ok", true),
		} {
			err := h.submit(0, survey, given("ok", true), one)
			if problem == "NOT_AGREED" {
				err = h.submit(0, survey, one)
			}
			h.Refused("ANSWER_INVALID", err)
			said, field := refusal(err)
			require.Equal(h, map[string]string{"item": one.GetItem(), "problem": problem}, said)
			require.NotEmpty(h, field)
		}
		h.Refused("ANSWER_INVALID", h.submit(0, survey, written("long", strings.Repeat("长", 20_001))))
		h.close(survey)
		require.Equal(h, 2, h.count("comment"))
		require.Zero(h, h.count("writing"))
	})
}

// refusal is what an ANSWER_INVALID says to programs, and the field that it names.
func refusal(err error) (metadata map[string]string, field string) {
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			metadata = detail.GetMetadata()
		case *errdetails.BadRequest:
			field = detail.GetFieldViolations()[0].GetField()
		}
	}
	return metadata, field
}
