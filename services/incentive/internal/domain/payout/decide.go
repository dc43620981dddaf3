package payout

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Acknowledge notes that payroll pays, under its own reference. Twice is once.
func Acknowledge(ctx context.Context, s Store, scope model.Scope, now time.Time, id, reference, by string) (Payout, error) {
	p, err := toDecide(ctx, s, scope, id)
	if err != nil {
		return Payout{}, err
	}
	if p.State != Ordered {
		return p.again(p.State == Acknowledged && p.Reference == reference)
	}
	entry, err := s.Entry(ctx, p.transfer("order", "").ID)
	if err != nil {
		return Payout{}, err
	}
	bonus, err := s.Account(ctx, entry.Credit)
	if err != nil {
		return Payout{}, err
	}
	book, err := s.Ledger(ctx, bonus.Ledger)
	if err != nil {
		return Payout{}, err
	}
	payroll, err := wallet.Account(ctx, s, now, book, wallet.Payroll, "")
	if err != nil {
		return Payout{}, err
	}
	t := p.transfer("acknowledge", by)
	t.Kind, t.Debit, t.Credit, t.Amount = ledger.Direct, bonus.ID, payroll.ID, p.Amount
	p.State, p.Reference = Acknowledged, reference
	return decide(ctx, s, now, p, t, func(p Payout) model.Fact { return WasAcknowledged{p} })
}

// Reject notes that payroll does not pay, and why; the money goes back to where it came from. Twice is once.
func Reject(ctx context.Context, s Store, scope model.Scope, now time.Time, id, why, by string) (Payout, error) {
	p, err := toDecide(ctx, s, scope, id)
	if err != nil {
		return Payout{}, err
	}
	if p.State != Ordered {
		return p.again(p.State == Rejected && p.Rejection == why)
	}
	t := p.transfer("reject", by)
	t.Kind, t.Of = ledger.Reversal, p.transfer("order", "").ID
	p.State, p.Rejection = Rejected, why
	return decide(ctx, s, now, p, t, func(p Payout) model.Fact { return WasRejected{p} })
}

func toDecide(ctx context.Context, s Store, scope model.Scope, id string) (Payout, error) {
	p, err := s.PayoutToChange(ctx, id)
	if err == nil {
		err = reaches(ctx, s, scope, p)
	}
	if err == nil {
		err = staff.Stranger(ctx, p.Person)
	}
	return p, err
}

// again is the answer to a second decision.
func (p Payout) again(same bool) (Payout, error) {
	if same {
		return p, nil
	}
	state := "acknowledged"
	if p.State == Rejected {
		state = "rejected"
	}
	return Payout{}, ErrDecided.With("state", state)
}

func decide(ctx context.Context, s Store, now time.Time, p Payout, t ledger.Transfer, fact func(Payout) model.Fact) (Payout, error) {
	p.Touch(now)
	p.DecideTime = p.UpdateTime
	if err := s.SaveDecision(ctx, p); err != nil {
		return Payout{}, err
	}
	if err := s.Record(ctx, fact(p)); err != nil {
		return Payout{}, err
	}
	_, err := wallet.Post(ctx, s, now, ledger.Posting{t})
	return p, err
}
