package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func TestInstruments(t *testing.T) {
	inHouse(t, func(h *house) {
		made, err := h.instruments.CreateInstrument(h.As("culture-a"), &surveyv1.CreateInstrumentRequest{Instrument: pulse()})
		require.NoError(h, err)
		require.Equal(h, surveyv1.InstrumentState_INSTRUMENT_STATE_DRAFT, made.GetState())
		want := pulse()
		want.Name, want.State, want.Etag, want.CreateTime, want.UpdateTime = made.GetName(), made.GetState(), "1", made.GetCreateTime(), made.GetUpdateTime()
		want.Family, want.Edition = made.GetName(), 1
		require.Empty(h, cmp.Diff(want, made, protocmp.Transform()))
		read, err := h.instruments.GetInstrument(h.As("analyst-b"), &surveyv1.GetInstrumentRequest{Name: made.GetName()})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(made, read, protocmp.Transform()))

		update := func(change *surveyv1.Instrument, paths ...string) (*surveyv1.Instrument, error) {
			change.Name = made.GetName()
			return h.instruments.UpdateInstrument(h.As("culture"), &surveyv1.UpdateInstrumentRequest{
				Instrument: change, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths},
			})
		}
		changed, err := update(&surveyv1.Instrument{DisplayName: text("Monthly")}, "display_name")
		require.NoError(h, err)
		require.Equal(h, "Monthly", changed.GetDisplayName().GetTexts()["en"])
		require.Len(h, changed.GetItems(), 2)
		require.Equal(h, "2", changed.GetEtag())
		_, err = update(&surveyv1.Instrument{DisplayName: text("Late"), Etag: "1"}, "display_name")
		h.Refused("ETAG_MISMATCH", err)
		_, err = update(&surveyv1.Instrument{}, "items")
		h.Refused("INVALID_FIELD", err)
		_, err = update(&surveyv1.Instrument{}, "questions")
		h.Refused("INVALID_FIELD", err)
		_, err = update(&surveyv1.Instrument{Items: []*surveyv1.Item{rating("one", true, 1, 5), rating("one", true, 1, 5)}}, "items")
		h.Refused("INVALID_FIELD", err)

		publish := &surveyv1.PublishInstrumentRequest{Name: made.GetName(), Etag: "2"}
		published, err := h.instruments.PublishInstrument(h.As("culture"), publish)
		require.NoError(h, err)
		again, err := h.instruments.PublishInstrument(h.As("culture"), publish)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(published, again, protocmp.Transform()), "twice is once")
		_, err = update(&surveyv1.Instrument{Items: []*surveyv1.Item{rating("belonging", true, 1, 7), rating("enps", false, 0, 10)}}, "items")
		h.Refused("INSTRUMENT_PUBLISHED", err)
		_, err = update(&surveyv1.Instrument{Minutes: 5}, "minutes")
		h.Refused("INSTRUMENT_PUBLISHED", err)
		corrected := pulse().GetItems()
		corrected[0].Text = text("Do you belong?")
		changed, err = update(&surveyv1.Instrument{DisplayName: text("Every month"), Items: corrected}, "display_name", "items")
		require.NoError(h, err, "texts can be corrected")
		require.Equal(h, "Do you belong?", changed.GetItems()[0].GetText().GetTexts()["en"])
		require.Equal(h, surveyv1.InstrumentState_INSTRUMENT_STATE_PUBLISHED, changed.GetState())
		require.Equal(h, "4", changed.GetEtag())
		_, err = h.instruments.GetInstrument(h.As("culture"), &surveyv1.GetInstrumentRequest{Name: "instruments/" + uuid.NewString()})
		h.Refused("NOT_FOUND", err)
		_, err = h.instruments.CreateInstrument(h.As(token(1)), &surveyv1.CreateInstrumentRequest{Instrument: pulse()})
		h.Refused("PERMISSION_DENIED", err)
	})
}

func TestInstrumentsThatAreRefused(t *testing.T) {
	with := func(items ...*surveyv1.Item) *surveyv1.Instrument {
		return &surveyv1.Instrument{DisplayName: text("Pulse"), Items: items}
	}
	many := make([]*surveyv1.Item, 201)
	for i := range many {
		many[i] = rating("i"+uuid.NewString()[:8], false, 1, 5)
	}
	tests := map[string]*surveyv1.Instrument{
		"no items":        with(),
		"too many items":  with(many...),
		"no name":         {Items: []*surveyv1.Item{rating("a", true, 1, 5)}},
		"a NUL":           {DisplayName: text("a\x00b"), Items: []*surveyv1.Item{rating("a", true, 1, 5)}},
		"a NUL asked":     with(&surveyv1.Item{Id: "a", Text: text("a\x00b"), Kind: rating("a", true, 1, 5).GetKind()}),
		"ids twice":       with(rating("a", true, 1, 5), rating("b", true, 1, 5), rating("a", false, 0, 10)),
		"odd id":          with(rating("1st", true, 1, 5)),
		"empty id":        with(rating("", true, 1, 5)),
		"one point":       with(rating("a", true, 3, 3)),
		"upside down":     with(rating("a", true, 5, 1)),
		"twelve points":   with(rating("a", true, 0, 11)),
		"far out":         with(rating("a", true, 1000, 1005)),
		"no kind of item": with(&surveyv1.Item{Id: "a", Text: text("a")}),
		"no text":         with(&surveyv1.Item{Id: "a", Kind: rating("a", true, 1, 5).GetKind()}),
	}
	inHouse(t, func(h *house) {
		for name, instrument := range tests {
			_, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: instrument})
			require.Error(h, err, name)
			h.Refused("INVALID_FIELD", err)
		}
		_, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: with(rating("a", true, -5, 5), rating("A", true, 1, 2))})
		require.NoError(h, err, "11 points, 2 points, and ids that differ by their case")
	})
}

func TestListInstruments(t *testing.T) {
	inHouse(t, func(h *house) {
		var want []string
		for range 5 {
			made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: pulse()})
			require.NoError(h, err)
			want = append([]string{made.GetName()}, want...)
		}
		var got []string
		page := ""
		for {
			response, err := h.instruments.ListInstruments(h.As("council"), &surveyv1.ListInstrumentsRequest{PageSize: 2, PageToken: page})
			require.NoError(h, err)
			for _, one := range response.GetInstruments() {
				got = append(got, one.GetName())
			}
			if page = response.GetNextPageToken(); page == "" {
				break
			}
		}
		require.Equal(h, want, got, "newest first")
		_, err := h.instruments.ListInstruments(h.As("council"), &surveyv1.ListInstrumentsRequest{PageToken: "made-up"})
		h.Refused("PAGE_TOKEN_INVALID", err)
	})
}
