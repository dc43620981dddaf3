package incentive_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// reader is somebody who reads the ledger of the whole installation, and writes down every answer.
type reader struct {
	*house
	as   string
	book string
	said strings.Builder
	open []string
}

func (r *reader) heard(answer proto.Message, err error) {
	r.Helper()
	require.NoError(r, err)
	text, err := protojson.Marshal(answer)
	require.NoError(r, err)
	r.said.Write(append(text, '\n'))
}

// reads asks for all that can be listed, and for each account by its name.
func (r *reader) reads() {
	r.Helper()
	listed, err := r.accounts.ListAccounts(r.As(r.as), &incentivev1.ListAccountsRequest{PageSize: 1000})
	r.heard(listed, err)
	r.open = nil
	for _, account := range listed.GetAccounts() {
		r.open = append(r.open, account.GetName())
		found, err := r.accounts.GetAccount(r.As(r.as), &incentivev1.GetAccountRequest{Name: account.GetName()})
		r.heard(found, err)
		moved, err := r.transfers.ListTransfers(r.As(r.as), &incentivev1.ListTransfersRequest{Account: account.GetName(), PageSize: 1000})
		r.heard(moved, err)
	}
	started, err := r.ledgers.ReconcileLedger(r.As(r.as), &incentivev1.ReconcileLedgerRequest{Name: r.book})
	require.NoError(r, err)
	require.Eventually(r, func() bool {
		operation, err := r.operations.GetOperation(r.As(r.as), &typev1.GetOperationRequest{Name: started.GetName()})
		if err != nil || !operation.GetDone() {
			return false
		}
		r.heard(operation, nil)
		return true
	}, 20*time.Second, 10*time.Millisecond)
}

// leaks are what an answer holds that leads to a person: their accounts, names and the names of what moved to or from them.
func (r *reader) leaks(secrets ...string) (found []string) {
	for _, secret := range secrets {
		if strings.Contains(r.said.String(), secret) {
			found = append(found, secret)
		}
	}
	return found
}

// post says for which reason a posting is refused, and of which of its transfers.
func (r *reader) post(transfers ...*incentivev1.Transfer) string {
	_, err := r.transfers.PostTransfers(r.As(r.as), &incentivev1.PostTransfersRequest{Transfers: transfers})
	return fmt.Sprint(err)
}

func TestWhoReadsTheLedgerFindsNothingOfPeople(t *testing.T) {
	inHouse(t, func(h *house) {
		h.allowance(0, 100)
		req := thanks(2)
		req.Visibility, req.Points = private, 7
		given := h.gives(0, req)
		gift := "transfers/" + wallet.ID(model.ID(given.GetName()), personID(2)).String()
		r := &reader{house: h, as: "admin", book: h.book()}
		book := &incentivev1.Ledger{Name: r.book}
		spent, probe := h.account(book, "spent", ""), h.account(book, "probe", "units/"+root)
		earned, theirs := h.account(book, "earned", person(2)), h.account(book, "allowance", person(0))
		held := direct(earned, spent, 3)
		h.post(held) // as a redemption does
		taken := "transfers/" + wallet.ID(held.GetName()).String()
		kept := ledger.NewReader(h.DB.Read())
		for _, id := range []string{gift, taken} {
			_, err := kept.Entry(h.Context(), uuid.MustParse(model.ID(id)))
			require.NoError(h, err, "the names that are tried are those that are there")
		}

		r.reads()
		require.Contains(h, r.said.String(), `"3"`, "what came into an open account is told")
		secrets := []string{person(0), person(2), earned.GetName(), theirs.GetName(), gift, taken, given.GetName()}
		require.Empty(h, r.leaks(secrets...))
		require.NotContains(h, r.open, earned.GetName())
		entries, err := kept.AccountsOf(h.Context(), person(2))
		require.NoError(h, err)
		r.said.WriteString(fmt.Sprint("accounts/", entries[0].ID))
		require.Equal(h, []string{earned.GetName()}, r.leaks(secrets...), "a leak is found")

		nowhere := transferName()
		for _, sealed := range []*incentivev1.Account{earned, theirs} {
			require.Nil(h, sealed.GetBalance())
			require.Nil(h, sealed.GetCreateTime())
			_, err := h.accounts.GetBalance(h.As(r.as), &incentivev1.GetBalanceRequest{Name: sealed.GetName()})
			h.Refused("ACCOUNT_SEALED", err)
			_, err = h.transfers.ListTransfers(h.As(r.as), &incentivev1.ListTransfersRequest{Account: sealed.GetName()})
			h.Refused("ACCOUNT_SEALED", err)
			_, err = h.accounts.CloseAccount(h.As(r.as), &incentivev1.CloseAccountRequest{Name: sealed.GetName()})
			h.Refused("ACCOUNT_SEALED", err)
			for _, amount := range []int64{1, 1000} {
				for _, kind := range []incentivev1.TransferKind{incentivev1.TransferKind_TRANSFER_KIND_DIRECT, incentivev1.TransferKind_TRANSFER_KIND_HOLD} {
					take := direct(sealed, probe, amount)
					take.Kind = kind
					require.Contains(h, r.post(take), "sealed", "whatever is there")
				}
			}
		}
		for _, id := range []string{gift, taken} {
			_, there := h.transfers.GetTransfer(h.As(r.as), &incentivev1.GetTransferRequest{Name: id})
			_, not := h.transfers.GetTransfer(h.As(r.as), &incentivev1.GetTransferRequest{Name: nowhere})
			require.Equal(h, fmt.Sprint(not), fmt.Sprint(there))
			// What names it is refused as what names nothing is, wherever in a posting it stands.
			of := func(id string, kind incentivev1.TransferKind) *incentivev1.Transfer {
				return &incentivev1.Transfer{Name: "transfers/00000000-0000-7000-8000-000000000001", Kind: kind, Of: id, Amount: 1, Reason: "test"}
			}
			for _, kind := range []incentivev1.TransferKind{
				incentivev1.TransferKind_TRANSFER_KIND_CAPTURE, incentivev1.TransferKind_TRANSFER_KIND_VOID,
				incentivev1.TransferKind_TRANSFER_KIND_REVERSAL, incentivev1.TransferKind_TRANSFER_KIND_DIRECT,
			} {
				require.Equal(h, r.post(of(nowhere, kind)), r.post(of(id, kind)))
				first := direct(probe, spent, 1) // of nothing: refused
				require.Equal(h, r.post(first, of(nowhere, kind)), r.post(first, of(id, kind)))
				twin := of(id, kind)
				twin.Name = first.GetName()
				none := of(nowhere, kind)
				none.Name = first.GetName()
				require.Equal(h, r.post(first, none), r.post(first, twin))
			}
			guess, other := direct(spent, probe, 7), direct(spent, probe, 7)
			guess.Name, other.Name = id, "transfers/"+wallet.ID("nothing").String()
			require.Equal(h, strings.ReplaceAll(r.post(other), other.GetName(), ""), strings.ReplaceAll(r.post(guess), id, ""))
		}
		near := direct(spent, earned, math.MaxInt64/4-1)
		require.Contains(h, r.post(near), "too large", "how near an account is to the limit is not tried")
		require.Equal(h, int64(4), h.available(earned))
	})
}

func TestWhatOneBroughtOneMayTakeBack(t *testing.T) {
	inHouse(t, func(h *house) {
		book := h.ledger()
		source, earned := h.account(book, "source", ""), h.account(book, "earned", person(2))
		brought := direct(source, earned, 9)
		made, err := h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{brought}})
		require.NoError(h, err)
		require.Nil(h, made.GetTransfers()[0].GetCreditBalance())
		require.Equal(h, int64(-9), made.GetTransfers()[0].GetDebitBalance().GetPosted())
		back := &incentivev1.Transfer{Name: transferName(), Kind: incentivev1.TransferKind_TRANSFER_KIND_REVERSAL, Of: brought.GetName(), Reason: "slip"}
		_, err = h.transfers.PostTransfers(h.As("admin"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{back}})
		h.Refused("NOT_FOUND", err)
		for as, names := range map[string]int{"system": 1, "admin": 0} {
			listed, err := h.transfers.ListTransfers(h.As(as), &incentivev1.ListTransfersRequest{Account: source.GetName()})
			require.NoError(h, err)
			require.Len(h, listed.GetTransfers(), 1)
			require.Equal(h, names == 1, listed.GetTransfers()[0].GetCredit() == earned.GetName(), as)
			require.Equal(h, names == 1, listed.GetTransfers()[0].GetName() == brought.GetName(), as)
		}
		_, err = h.transfers.PostTransfers(h.As("system"), &incentivev1.PostTransfersRequest{Transfers: []*incentivev1.Transfer{back}})
		require.NoError(h, err)
		require.Zero(h, h.available(earned))
		_, err = h.accounts.CloseAccount(h.As("admin"), &incentivev1.CloseAccountRequest{Name: source.GetName()})
		h.Refused("ACCOUNT_OF_HEARTH", err)
	})
}

// A difference in a sealed account is told, and no figure of it.
func TestADifferenceInASealedAccountHasNoFigure(t *testing.T) {
	inHouse(t, func(h *house) {
		book := h.ledger()
		earned := h.account(book, "earned", person(2))
		found, err := ledger.NewReader(h.DB.Read()).Account(h.Context(), model.ID(earned.GetName()))
		require.NoError(h, err)
		require.True(h, found.Sealed)
		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE balance SET credits = 4711 WHERE account = $1", found.Number)
			return err
		}))
		r := &reader{house: h, as: "admin", book: book.GetName()}
		r.reads()
		require.Contains(h, r.said.String(), "credits")
		require.Contains(h, r.said.String(), "4711", "the sum of all accounts")
		require.Equal(h, 1, strings.Count(r.said.String(), "4711"))
	})
}
