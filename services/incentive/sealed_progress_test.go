package incentive_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// Whoever fills a page but for one account, and has it counted again and again, does not see when somebody has their first points.
func TestHowFarAReconciliationCameTellsNothingOfSealedAccounts(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
			for range ledger.Page - 1 {
				if _, err := domain.CreateAccount(ctx, ledger.New(tx), h.Clock.Now(), domain.Account{
					Ledger: model.ID(books.GetName()), Purpose: "probe", Owner: "units/" + uuid.NewString(),
				}); err != nil {
					return err
				}
			}
			return nil
		}))
		h.account(books, "earned", person(1))
		require.EqualValues(h, ledger.Page-1, h.reconciled(books).GetAccounts())
		found, err := h.operations.ListOperations(h.As("admin"), &typev1.ListOperationsRequest{})
		require.NoError(h, err)
		require.Len(h, found.GetOperations(), 1)
		require.Zero(h, found.GetOperations()[0].GetProgress())
		require.Zero(h, found.GetOperations()[0].GetTotal())

		started, err := h.ledgers.ReconcileLedger(h.As("admin"), &incentivev1.ReconcileLedgerRequest{Name: books.GetName()})
		require.NoError(h, err)
		require.Eventually(h, func() bool {
			op, err := h.operations.GetOperation(h.As("admin"), &typev1.GetOperationRequest{Name: started.GetName()})
			require.NoError(h, err)
			require.Zero(h, op.GetProgress())
			return op.GetDone()
		}, 20*time.Second, time.Millisecond)
	})
}
