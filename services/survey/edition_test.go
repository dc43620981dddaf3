package survey_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
)

func TestEditions(t *testing.T) {
	inHouse(t, func(h *house) {
		first := h.published()
		revise := func(name string) (*surveyv1.Instrument, error) {
			return h.instruments.ReviseInstrument(h.As("culture"), &surveyv1.ReviseInstrumentRequest{Name: name})
		}
		second, err := revise(first.GetName())
		require.NoError(h, err)
		require.Equal(h, surveyv1.InstrumentState_INSTRUMENT_STATE_DRAFT, second.GetState())
		require.Equal(h, []any{first.GetName(), int32(2), "1"}, []any{second.GetFamily(), second.GetEdition(), second.GetEtag()})
		require.NotEqual(h, first.GetName(), second.GetName())
		require.Empty(h, cmp.Diff(first.GetItems(), second.GetItems(), protocmp.Transform()))
		_, err = revise(second.GetName())
		h.Refused("INSTRUMENT_NOT_PUBLISHED", err)
		_, err = revise("instruments/" + uuid.NewString())
		h.Refused("NOT_FOUND", err)
		_, err = h.instruments.ReviseInstrument(h.As("council"), &surveyv1.ReviseInstrumentRequest{Name: first.GetName()})
		h.Refused("PERMISSION_DENIED", err)

		compare := func(other string) []*surveyv1.Change {
			response, err := h.instruments.CompareInstruments(h.As("council"), &surveyv1.CompareInstrumentsRequest{Name: first.GetName(), Other: other})
			require.NoError(h, err)
			return response.GetChanges()
		}
		require.Empty(h, compare(second.GetName()))
		items := second.GetItems()
		items[0].GetRating().Max = 7
		_, err = h.instruments.UpdateInstrument(h.As("culture"), &surveyv1.UpdateInstrumentRequest{
			Instrument: &surveyv1.Instrument{Name: second.GetName(), Items: items}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"items"}},
		})
		require.NoError(h, err)
		changes := compare(second.GetName())
		require.Len(h, changes, 1)
		require.Equal(h, "items.belonging.rating.max", changes[0].GetPath())
		require.Equal(h, surveyv1.ChangeKind_CHANGE_KIND_CHANGED, changes[0].GetKind())
		require.Equal(h, []string{"5", "7"}, []string{changes[0].GetBefore(), changes[0].GetAfter()})
		require.Equal(h, map[string]string{
			"en": "In item belonging, the highest value is “7” instead of “5”.", "zh-CN": "题目 belonging：最大值为 “7”，此前为 “5”。",
		}, changes[0].GetSentence().GetTexts())
		_, err = h.instruments.CompareInstruments(h.As("council"), &surveyv1.CompareInstrumentsRequest{Name: first.GetName(), Other: "instruments/" + uuid.NewString()})
		h.Refused("NOT_FOUND", err)

		_, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: second.GetName()})
		require.NoError(h, err)
		var revising sync.WaitGroup
		editions := make([]int32, 6)
		for n := range editions {
			revising.Go(func() {
				made, err := revise([]string{first.GetName(), second.GetName()}[n%2])
				if err != nil {
					t.Error(err)
				}
				editions[n] = made.GetEdition()
			})
		}
		revising.Wait()
		slices.Sort(editions)
		require.Equal(h, []int32{3, 4, 5, 6, 7, 8}, editions, "no edition twice, whichever was revised")
	})
}

func TestEachIsAskedInAnOrderOfTheirOwn(t *testing.T) {
	inHouse(t, func(h *house) {
		shuffled := &surveyv1.Instrument{DisplayName: text("Long"), Shuffle: true}
		var want []string
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
			shuffled.Items = append(shuffled.Items, rating(id, false, 1, 5))
			want = append(want, id)
		}
		survey := h.opens(shuffled)
		asked := func(n int) (ids []string) {
			response, err := h.responses.ListAssignedSurveys(h.As(token(n)), &surveyv1.ListAssignedSurveysRequest{})
			require.NoError(h, err)
			for _, item := range response.GetSurveys()[0].GetInstrument().GetItems() {
				ids = append(ids, item.GetId())
			}
			return ids
		}
		require.Equal(h, asked(0), asked(0))
		require.NotEqual(h, asked(0), asked(1))
		require.ElementsMatch(h, want, asked(0))
		require.NoError(h, h.submit(0, survey, answer(asked(0)[0], 5)))
	})
}
