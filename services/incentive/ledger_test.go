package incentive_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/timestamppb"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestPostingIsSafeToRepeat(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann, bo := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA), h.account(books, "kitty", "units/"+depB)
		req := &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, ann, 100), direct(ann, bo, 30)}}
		first, err := h.transfers.PostTransfers(h.As("system"), req)
		require.NoError(h, err)
		require.False(h, first.GetReplay())
		again, err := h.transfers.PostTransfers(h.As("admin"), req)
		require.NoError(h, err)
		require.True(h, again.GetReplay())
		require.Empty(h, cmp.Diff(first.GetTransfers(), again.GetTransfers(), protocmp.Transform()))
		require.Equal(h, []int64{70, 30}, []int64{h.available(ann), h.available(bo)})

		read, err := h.transfers.GetTransfer(h.As("system"), &incentivev1.GetTransferRequest{Name: req.GetTransfers()[1].GetName()})
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(first.GetTransfers()[1], read, protocmp.Transform()))
		require.Equal(h, int64(70), read.GetDebitBalance().GetPosted())
		require.Equal(h, "2026-11-22", read.GetDay())

		req.Transfers[0].Amount++
		_, err = h.transfers.PostTransfers(h.As("system"), req)
		h.Refused("TRANSFER_ID_REUSED", err)
		both := &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(ann, bo, 10), direct(bo, ann, 1000)}}
		_, err = h.transfers.PostTransfers(h.As("system"), both)
		h.Refused("INSUFFICIENT_FUNDS", err)
		require.Equal(h, []int64{70, 30}, []int64{h.available(ann), h.available(bo)}, "both or neither")
	})
}

func TestABatchTakesWhatItCan(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA)
		batch := &incentivev1.BatchPostTransfersRequest{}
		for i := range 300 {
			from, to := source, ann
			if i%3 == 2 {
				from, to = ann, source
			}
			batch.Postings = append(batch.Postings, &incentivev1.Posting{Transfers: []*incentivev1.Transfer{direct(from, to, int64(1+i%3*10))}})
		}
		answer, err := h.transfers.BatchPostTransfers(h.As("system"), batch)
		require.NoError(h, err)
		refused := 0
		for _, result := range answer.GetResults() {
			if result.GetError() != nil {
				refused++
			}
		}
		require.Positive(h, refused)
		took := int64(100*(1+11)) - int64(100-refused)*21
		require.Equal(h, took, h.available(ann))
		again, err := h.transfers.BatchPostTransfers(h.As("system"), batch)
		require.NoError(h, err)
		replays := 0
		for _, result := range again.GetResults() {
			if result.GetReplay() {
				replays++
			}
		}
		require.Equal(h, 300-refused, replays)
	})
}

func TestTransfersOfAnAccountInPages(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA)
		for range 25 {
			_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, ann, 1)}})
			require.NoError(h, err)
			h.Clock.Advance(time.Minute)
		}
		var seen []int64
		req := &incentivev1.ListTransfersRequest{Account: ann.GetName(), PageSize: 10}
		for {
			page, err := h.transfers.ListTransfers(h.As("admin"), req)
			require.NoError(h, err)
			for _, one := range page.GetTransfers() {
				seen = append(seen, one.GetCreditBalance().GetPosted())
			}
			if req.PageToken = page.GetNextPageToken(); req.GetPageToken() == "" {
				break
			}
		}
		require.Len(h, seen, 25)
		for i, posted := range seen {
			require.Equal(h, int64(25-i), posted, "newest first")
		}
		req.PageToken = "nonsense"
		_, err := h.transfers.ListTransfers(h.As("admin"), req)
		h.Refused("PAGE_TOKEN_INVALID", err)

		at := func(when time.Time) int64 {
			balance, err := h.accounts.GetBalance(h.As("admin"), &incentivev1.GetBalanceRequest{Name: ann.GetName(), Time: timestamppb.New(when)})
			require.NoError(h, err)
			return balance.GetPosted()
		}
		require.Equal(h, int64(25), at(h.Clock.Now()))
		require.Equal(h, int64(15), at(h.Clock.Now().Add(-11*time.Minute+time.Second)))
		require.Zero(h, at(h.Clock.Now().Add(-time.Hour)))
		_, err = h.accounts.GetBalance(h.As("admin"), &incentivev1.GetBalanceRequest{Name: ann.GetName(), Time: timestamppb.New(h.Clock.Now().Add(time.Second))})
		h.Refused("INVALID_FIELD", err)
	})
}

func TestHoldsExpireByThemselves(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann, shop := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA), h.account(books, "rewards", "")
		hold := direct(ann, shop, 40)
		hold.Kind, hold.ExpireTime = incentivev1.TransferKind_TRANSFER_KIND_HOLD, timestamppb.New(h.Clock.Now().Add(time.Hour))
		_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, ann, 100), hold}})
		require.NoError(h, err)
		require.Equal(h, int64(60), h.available(ann))
		_, err = h.accounts.CloseAccount(h.As("admin"), &incentivev1.CloseAccountRequest{Name: shop.GetName()})
		h.Refused("ACCOUNT_NOT_EMPTY", err)
		h.Clock.Advance(time.Hour)
		capture := &incentivev1.Transfer{Name: transferName(), Kind: incentivev1.TransferKind_TRANSFER_KIND_CAPTURE, Of: hold.GetName(), Amount: 40, Reason: "test"}
		_, err = h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{capture}})
		require.Contains(h, []string{"HOLD_EXPIRED", "HOLD_SETTLED"}, calltest.Reason(err), "at once, whoever was first")
		require.Eventually(h, func() bool { return h.available(ann) == 100 }, 20*time.Second, 20*time.Millisecond)
		closed, err := h.accounts.CloseAccount(h.As("admin"), &incentivev1.CloseAccountRequest{Name: shop.GetName()})
		require.NoError(h, err)
		require.True(h, closed.GetClosed())
	})
}

func TestAPeriodIsClosedForGood(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA)
		late := direct(source, ann, 5)
		late.Day = "2026-10-31"
		shut := func(through string) (*incentivev1.Ledger, error) {
			return h.ledgers.CloseLedger(h.As("admin"), &incentivev1.CloseLedgerRequest{Name: books.GetName(), Through: through})
		}
		_, err := shut("2026-11-22")
		h.Refused("PERIOD_NOT_OVER", err)
		_, err = h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{late}})
		require.NoError(h, err, "a day of the past that is open")
		closed, err := shut("2026-10-31")
		require.NoError(h, err)
		require.Equal(h, "2026-10-31", closed.GetClosedThrough())
		same, err := shut("2026-09-30")
		require.NoError(h, err)
		require.Equal(h, "2026-10-31", same.GetClosedThrough(), "no day is opened again")
		late.Name = transferName()
		_, err = h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{late}})
		h.Refused("PERIOD_CLOSED", err)
		for _, day := range []string{"1970-01-01", "0026-11-22"} {
			slip := direct(source, ann, 5)
			slip.Day = day
			_, err = h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{slip}})
			h.Refused("INVALID_FIELD", err)
		}
		_, err = shut("2026-13-31")
		h.Refused("INVALID_FIELD", err)
	})
}

// reconciled is what comes of counting a ledger anew.
func (h *house) reconciled(ledger *incentivev1.Ledger) *incentivev1.Reconciliation {
	h.Helper()
	started, err := h.ledgers.ReconcileLedger(h.As("admin"), &incentivev1.ReconcileLedgerRequest{Name: ledger.GetName()})
	require.NoError(h, err)
	said := new(incentivev1.Reconciliation)
	require.Eventually(h, func() bool {
		op, err := h.operations.GetOperation(h.As("admin"), &typev1.GetOperationRequest{Name: started.GetName()})
		return err == nil && op.GetDone() && op.GetResponse().UnmarshalTo(said) == nil
	}, 20*time.Second, 20*time.Millisecond)
	return said
}

func TestReconciliationSaysWhatItCompared(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann := h.account(books, "source", ""), h.account(books, "kitty", "units/"+teamA)
		_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, ann, 5), direct(source, ann, 6)}})
		require.NoError(h, err)
		reconcile := func() *incentivev1.Reconciliation { return h.reconciled(books) }
		require.Empty(h, cmp.Diff(&incentivev1.Reconciliation{Accounts: 2, Transfers: 4}, reconcile(), protocmp.Transform()))
		_, err = h.ledgers.ReconcileLedger(h.As("admin"), &incentivev1.ReconcileLedgerRequest{Name: "ledgers/00000000-0000-7000-8000-000000000000"})
		h.Refused("NOT_FOUND", err)
	})
}

func TestAnErasedPersonIsAPseudonym(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		source, ann := h.account(books, "source", ""), h.account(books, "earned", person(1))
		_, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{direct(source, ann, 5)}})
		require.NoError(h, err)
		kept := func() string {
			said, err := h.privacy.ExportPersonData(h.As("directory"), &typev1.ExportPersonDataRequest{Person: person(1)})
			require.NoError(h, err)
			return said.GetJson()
		}
		require.Contains(h, kept(), `"amount":5`)
		require.NoError(h, h.erase("00000001-0000-7000-8000-000000000000"))
		require.Contains(h, kept(), `"accounts":[]`)
		found, err := h.accounts.GetAccount(h.As("admin"), &incentivev1.GetAccountRequest{Name: ann.GetName()})
		require.NoError(h, err)
		require.NotEqual(h, person(1), found.GetOwner())
		require.Equal(h, int64(5), h.available(ann), "the sum stays")
	})
}

// What was said to whoever asked for an account names its owner: nothing of it is kept, and nobody can bring their name back.
func TestAnErasedPersonGetsNoAccountAnyMore(t *testing.T) {
	inQuietHouse(t, func(h *house) {
		books := h.ledger()
		ask := func(n int, id string) (*incentivev1.Account, error) {
			return h.accounts.CreateAccount(h.As("system"), &incentivev1.CreateAccountRequest{
				Account: &incentivev1.Account{Ledger: books.GetName(), Purpose: "earned", Owner: person(n)}, RequestId: id,
			})
		}
		id, colleague := uuid.NewString(), uuid.NewString()
		for n, id := range map[int]string{3: id, 4: colleague} {
			made, err := ask(n, id)
			require.NoError(h, err)
			require.Equal(h, person(n), made.GetOwner())
		}
		require.Contains(h, h.Everything("roster"), hex.EncodeToString([]byte(person(3))), "the answer is kept")
		require.NoError(h, h.erase(personID(3)))
		everything := h.Everything("roster")
		require.NotContains(h, everything, personID(3))
		require.NotContains(h, everything, hex.EncodeToString([]byte(personID(3))))

		again, err := ask(3, id)
		require.NoError(h, err)
		require.Empty(h, cmp.Diff(&incentivev1.Account{}, again, protocmp.Transform()), "a call that is repeated has no second effect")
		for _, id := range []string{"", uuid.NewString()} {
			_, err = ask(3, id)
			h.Refused("NOT_FOUND", err)
		}
		kept, err := ask(4, colleague)
		require.NoError(h, err)
		require.Equal(h, person(4), kept.GetOwner())
		require.Equal(h, everything, h.Everything("roster"))
	})
}

func TestOnlyTheWholeInstallationReachesTheLedger(t *testing.T) {
	inHouse(t, func(h *house) {
		books := h.ledger()
		for _, caller := range []string{"admin-a", "culture"} {
			_, err := h.ledgers.GetLedger(h.As(caller), &incentivev1.GetLedgerRequest{Name: books.GetName()})
			h.Refused("PERMISSION_DENIED", err)
		}
		_, err := h.ledgers.CreateLedger(h.As("admin"), &incentivev1.CreateLedgerRequest{Ledger: &incentivev1.Ledger{Currency: "POINTS", TimeZone: "UTC"}})
		h.Refused("ALREADY_EXISTS", err)
		for _, zone := range []string{"Local", "Asia/Nowhere", "../etc/passwd"} {
			_, err = h.ledgers.CreateLedger(h.As("admin"), &incentivev1.CreateLedgerRequest{Ledger: &incentivev1.Ledger{Currency: "CNY", TimeZone: zone}})
			h.Refused("INVALID_FIELD", err)
		}
	})
}
