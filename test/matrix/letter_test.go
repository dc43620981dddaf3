package matrix_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

func init() {
	maps.Copy(samples, map[string]string{
		"incentive.v1.LetterService/DeclineLetter":         `{"reason": "LETTER_DECLINE_REASON_OTHER"}`,
		"incentive.v1.LetterService/RecordCustomerConsent": `{"consent": "CUSTOMER_CONSENT_NOT_ASKED"}`,
		"incentive.v1.LetterService/RetypeLetter":          `{"text": "Thank you"}`,
	})
}

// letters takes a letter in for the people of each area. Units reach the incentive service by events.
func (w *world) letters(t *testing.T, ctx context.Context, our, their string) {
	system := metadata.NewOutgoingContext(t.Context(), metadata.Pairs("authorization", "Bearer "+w.key(t, ctx, optionv1.Role_ROLE_SYSTEM, area{})))
	letter := func(unit, employer string) string {
		var name string
		require.Eventually(t, func() bool {
			made, err := incentivev1.NewLetterServiceClient(w.Conn()).CreateLetter(system, &incentivev1.CreateLetterRequest{
				Unit: unit, Employer: employer, Channel: incentivev1.LetterChannel_LETTER_CHANNEL_PAPER, ReceivedDate: "2026-01-01",
				Original: &incentivev1.LetterOriginal{Text: "Thank you"},
			})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the unit")
		return name
	}
	w.targets["letters"] = []target{{inside: letter(our, inHouse), foreign: letter(their, inHouse), colleague: letter(our, vendor)}}
}
