package incentive_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

func (h *house) withdraws(as, name string) (*incentivev1.Recognition, error) {
	return h.recognitions().WithdrawRecognition(h.As(as), &incentivev1.WithdrawRecognitionRequest{Name: name, RequestId: uuid.NewString()})
}

// reads is a recognition as somebody reads it, nil where they do not.
func (h *house) reads(as, name string) *incentivev1.Recognition {
	h.Helper()
	seen, err := h.recognitions().GetRecognition(h.As(as), &incentivev1.GetRecognitionRequest{Name: name})
	if err != nil {
		require.Equal(h, "NOT_FOUND", calltest.Reason(err), as)
		return nil
	}
	return seen
}

func TestAGiverTakesBackWhatTheyWrote(t *testing.T) {
	inHouse(t, func(h *house) {
		allowance, earned := h.allowance(0, 100)
		req := thanks(2, 4)
		req.Points = 10
		given := h.gives(0, req).GetName()
		for _, as := range []string{token(2), token(6), token(1)} {
			_, err := h.withdraws(as, given)
			h.Refused("NOT_FOUND", err) // to whoever did not give it there is nothing to take back
		}
		_, err := h.withdraws("culture", given)
		h.Refused("PERMISSION_DENIED", err)
		require.NotNil(h, h.reads(token(6), given))

		h.Clock.Advance(7*24*time.Hour - time.Minute)
		first, err := h.withdraws(token(0), given)
		require.NoError(h, err)
		h.Clock.Advance(time.Hour)
		again, err := h.withdraws(token(0), given)
		require.NoError(h, err, "what was taken back stays so, however late")
		require.Equal(h, first.GetWithdrawTime().AsTime(), again.GetWithdrawTime().AsTime())
		require.Equal(h, req.GetStory(), again.GetStory(), "who wrote it may read it")
		require.Equal(h, 1, h.emitted("hearth.incentive.v1.recognition.withdrawn"))
		require.Equal(h, []int64{80, 10, 10}, []int64{allowance(0), earned(2), earned(4)}, "what was given stays given")

		seen := h.reads(token(2), given)
		require.Equal(h, first.GetWithdrawTime().AsTime(), seen.GetWithdrawTime().AsTime(), "who was thanked sees that there was something")
		require.Empty(h, seen.GetStory())
		require.Equal(h, []string{given}, h.feed(token(4), ""))
		for _, as := range []string{token(6), "lead-a", "culture"} {
			require.Nil(h, h.reads(as, given), as)
			require.Empty(h, h.feed(as, ""), as)
		}
		_, err = h.react(token(2), given, clap)
		h.Refused("RECOGNITION_WITHDRAWN", err)

		late := h.gives(0, thanks(2)).GetName()
		h.Clock.Advance(7*24*time.Hour + time.Second)
		_, err = h.withdraws(token(0), late)
		h.Refused("WITHDRAWAL_TOO_LATE", err)
		require.NotNil(h, h.reads(token(6), late))
	})
}

// A document of what is kept about somebody shows no more of it than they read elsewhere.
func TestWhatWasTakenBackIsInTheDocumentOfItsGiverAlone(t *testing.T) {
	inHouse(t, func(h *house) {
		h.allowance(0, 100)
		req := thanks(2)
		req.Story, req.Points = "She cried on the phone, and you stayed.", 10
		given := h.gives(0, req).GetName()
		stays := thanks(2)
		stays.Story = "You lent me your headset."
		h.gives(0, stays)
		require.Contains(h, h.exported(2), req.GetStory())
		_, err := h.withdraws(token(0), given)
		require.NoError(h, err)
		_, err = h.hide("manager-a", given, true)
		require.NoError(h, err)

		thanked, giver := h.exported(2), h.exported(0)
		require.NotContains(h, thanked, req.GetStory())
		require.Contains(h, giver, req.GetStory(), "who wrote it may read it")
		for _, document := range []string{thanked, giver} {
			require.Contains(h, document, stays.GetStory())
			var kept struct {
				Recognitions struct{ Given, Received []map[string]any }
			}
			require.NoError(h, json.Unmarshal([]byte(document), &kept))
			told := slices.DeleteFunc(slices.Concat(kept.Recognitions.Given, kept.Recognitions.Received), func(one map[string]any) bool {
				return one["recognition"] != given
			})
			require.Len(h, told, 1, "that there was something is told")
			require.Equal(h, []any{true, 10.0}, []any{told[0]["withdrawn"], told[0]["points"]}, "as it was given, whatever was taken back since")
		}
	})
}

// exported is the document of what is kept about a person.
func (h *house) exported(n int) string {
	h.Helper()
	said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(n)})
	require.NoError(h, err)
	return said.GetJson()
}

// What hurts cannot be taken out of the moderators' sight.
func TestWhatWasTakenBackCanStillBeModerated(t *testing.T) {
	inHouse(t, func(h *house) {
		allowance, earned := h.allowance(0, 100)
		req := thanks(2)
		req.Points = 10
		given := h.gives(0, req).GetName()
		secret := thanks(2)
		secret.Visibility = private
		whispered := h.gives(0, secret).GetName()
		for _, name := range []string{given, whispered} {
			_, err := h.withdraws(token(0), name)
			require.NoError(h, err)
		}
		require.Equal(h, 1, h.emitted("hearth.incentive.v1.recognition.withdrawn"), "what was private is nobody's")
		_, err := h.hide("manager-a", whispered, false)
		h.Refused("NOT_FOUND", err)
		require.NoError(h, h.report(token(2), whispered))
		found, err := h.moderation().ListReportedRecognitions(h.As("manager-a"), &incentivev1.ListReportedRecognitionsRequest{})
		require.NoError(h, err)
		require.Equal(h, secret.GetStory(), found.GetRecognitions()[0].GetRecognition().GetStory())

		for range 2 {
			_, err = h.hide("manager-a", given, true)
			require.NoError(h, err)
			require.Equal(h, []int64{100, 0}, []int64{allowance(0), earned(2)})
		}
		_, err = h.moderation().RestoreRecognition(h.As("manager-a"), &incentivev1.RestoreRecognitionRequest{Name: given})
		require.NoError(h, err)
		require.Nil(h, h.reads(token(6), given), "what its giver took back is not shown again")
		require.Zero(h, h.emitted("hearth.incentive.v1.recognition.hidden")+h.emitted("hearth.incentive.v1.recognition.restored"))

		hiddenFirst := h.gives(0, thanks(2)).GetName()
		_, err = h.hide("manager-a", hiddenFirst, false)
		require.NoError(h, err)
		_, err = h.withdraws(token(0), hiddenFirst)
		require.NoError(h, err)
		require.Equal(h, 1, h.emitted("hearth.incentive.v1.recognition.withdrawn"), "what nobody sees is taken away once")
	})
}
