package matrix_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
)

// recognitions has somebody of each area thank a colleague. Where people work reaches the incentive service by events.
func (w *world) recognitions(t *testing.T, ctx context.Context) {
	thanks := func(of area) string {
		giver := calltest.As(t.Context(), w.login(t, ctx, w.crews[of][0]))
		var name string
		require.Eventually(t, func() bool {
			given, err := incentivev1.NewRecognitionServiceClient(w.Conn()).GiveRecognition(giver, &incentivev1.GiveRecognitionRequest{
				Receivers: []string{w.crews[of][1]}, Story: "Thank you!", Visibility: incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC,
			})
			name = given.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the people")
		return name
	}
	w.targets["recognitions"] = []target{{inside: thanks(w.ours), foreign: thanks(area{w.their, ""}), colleague: thanks(area{w.ours.unit, vendor})}}
}
