package incentive_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Of somebody with more transfers than are told, whoever asks in their stead does not count how many were left out.
func TestALongExportDoesNotCountHowOftenSomebodyTookPart(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		const told = 1000
		books := h.ledger()
		source, earned := h.account(books, "source", ""), h.account(books, "earned", person(2))
		given := make([]*incentivev1.Transfer, told)
		for i := range given {
			given[i] = direct(source, earned, 1)
		}
		h.post(given...)
		for _, reason := range []string{"participation", "participation.rest"} {
			part := direct(h.account(books, "participation", ""), earned, 9)
			part.Reason = reason
			h.post(part)
		}
		said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(2)})
		require.NoError(h, err)
		var document struct {
			Accounts []struct{ Transfers []struct{ Reason string } }
		}
		require.NoError(h, json.Unmarshal([]byte(said.GetJson()), &document))
		require.Len(h, document.Accounts, 1)
		require.Equal(h, told, len(document.Accounts[0].Transfers))
		for _, moved := range document.Accounts[0].Transfers {
			require.Equal(h, "test", moved.Reason)
		}
	})
}
