package reward

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// GetRedemption reads a redemption of the scope's person, or within its areas.
func GetRedemption(ctx context.Context, r Reader, scope model.Scope, id string) (Redemption, error) {
	found, err := r.Redemption(ctx, id)
	return within(ctx, r, scope, found, err)
}

func within(ctx context.Context, r Reader, scope model.Scope, found Redemption, err error) (Redemption, error) {
	if err != nil {
		return Redemption{}, err
	}
	if scope.Self != "" && scope.Self == found.Person {
		return found, nil
	}
	if err := staff.Within(ctx, r, scope, found.Unit, found.Employer); err != nil {
		return Redemption{}, err
	}
	return found, nil
}

// another is within, for what is done to the redemption of somebody else.
func another(ctx context.Context, r Reader, scope model.Scope, found Redemption, err error) (Redemption, error) {
	if found, err = within(ctx, r, scope, found, err); err == nil {
		err = staff.Stranger(ctx, found.Person)
	}
	return found, err
}

// Fulfil takes what a redemption holds. Twice is once.
func Fulfil(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Redemption, error) {
	redemption, err := s.RedemptionToChange(ctx, id)
	if redemption, err = another(ctx, s, scope, redemption, err); err != nil || redemption.State == Fulfilled {
		return redemption, err
	}
	if redemption.State != Open {
		return Redemption{}, ErrNotOpen
	}
	return redemption.into(ctx, s, now, Fulfilled, "", redemption.settling(ctx, ledger.Capture, "fulfil"))
}

// Cancel lets go what a redemption holds. Twice is once. Whoever is not its person says why.
func Cancel(ctx context.Context, s Store, scope model.Scope, now time.Time, id, reason string) (Redemption, error) {
	redemption, err := s.RedemptionToChange(ctx, id)
	if redemption, err = within(ctx, s, scope, redemption, err); err != nil || redemption.State == Cancelled {
		return redemption, err
	}
	switch {
	case redemption.State != Open:
		return Redemption{}, ErrNotOpen
	case reason == "" && redemption.Person != scope.Self:
		return Redemption{}, model.InvalidField("reason", model.Missing)
	}
	return redemption.into(ctx, s, now, Cancelled, reason, redemption.settling(ctx, ledger.Void, "cancel"))
}

// settling ends all holds in one way.
func (r Redemption) settling(ctx context.Context, kind ledger.Kind, name string) (posting ledger.Posting) {
	for _, what := range r.held() {
		posting = append(posting, r.step(ctx, kind, what, name, "hold"))
	}
	return posting
}

// Refund gives the price of a fulfilled redemption back, and takes the piece back where it was returned. Twice is once.
func Refund(ctx context.Context, s Store, scope model.Scope, now time.Time, id, reason string, returned bool) (Redemption, error) {
	redemption, err := s.RedemptionToChange(ctx, id)
	if redemption, err = another(ctx, s, scope, redemption, err); err != nil || redemption.State == Refunded {
		return redemption, err
	}
	if redemption.State != Fulfilled {
		return Redemption{}, ErrNotFulfilled
	}
	posting := ledger.Posting{redemption.step(ctx, ledger.Reversal, "price", "refund", "fulfil")}
	if returned && redemption.Counted {
		posting = append(posting, redemption.step(ctx, ledger.Reversal, "piece", "refund", "fulfil"))
	}
	return redemption.into(ctx, s, now, Refunded, reason, posting)
}

// into brings a redemption into a state, with the postings that go with it.
func (r Redemption) into(ctx context.Context, s Store, now time.Time, state State, reason string, posting ledger.Posting) (Redemption, error) {
	r.State, r.Reason = state, reason
	r.Touch(now)
	if err := save(ctx, s, r); err != nil {
		return Redemption{}, err
	}
	_, err := wallet.Post(ctx, s, now, posting)
	return r, err
}

// CancelOf cancels what a person who leaves has open, all in one posting.
func CancelOf(ctx context.Context, s Store, now time.Time, person string) error {
	open, err := s.OpenOf(ctx, person)
	if err != nil {
		return err
	}
	var posting ledger.Posting
	for _, r := range open {
		r.State = Cancelled
		r.Touch(now)
		if err := save(ctx, s, r); err != nil {
			return err
		}
		posting = append(posting, r.settling(ctx, ledger.Void, "cancel")...)
	}
	_, err = wallet.Post(ctx, s, now, posting)
	return err
}

// Erase leaves nothing that leads to a person: what they have open is cancelled, and what was is somebody's.
func Erase(ctx context.Context, s Store, now time.Time, person, pseudonym string) error {
	// First: what is told of the cancelling names nobody.
	if err := s.Disown(ctx, person, pseudonym); err != nil {
		return err
	}
	return CancelOf(ctx, s, now, pseudonym)
}
