package decisions

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// move is what a decision gives and takes back.
type move struct {
	round        award.Round
	gained, lost []string
	// wins are those from before it.
	wins []award.Win
	// labels are those of people: what is given is found again by them, whatever people are called by then.
	labels map[string]string
	// by is who decided, and cause what it was decided for, a resource name; "" for the round.
	by, cause string
}

// prize moves what a decision gives and takes back. What was paid as a bonus already is not taken back here: payout.ErrDecided.
func prize(ctx context.Context, s award.Store, now time.Time, m move) error {
	var posting ledger.Posting
	for _, win := range m.wins {
		if win.Revoked != 0 || !slices.Contains(m.lost, win.Person) {
			continue
		}
		label := m.labels[win.Person]
		if m.round.Points > 0 {
			id := wallet.ID("award", "points", m.round.ID, label, strconv.Itoa(win.Revision))
			posting = append(posting, ledger.Transfer{
				ID: wallet.ID("award", "reversal", id.String()), Kind: ledger.Reversal, Of: id, Day: model.NoDay,
				Reason: "award_appeal", Source: m.cause, By: m.by,
			})
		}
		if m.round.Bonus != nil {
			if err := m.takeBonusBack(ctx, s, now, label, win.Revision); err != nil {
				return err
			}
		}
	}
	given, err := m.give(ctx, s, now)
	if err != nil {
		return err
	}
	_, err = wallet.Post(ctx, s, now, append(posting, given...)) // what comes back pays for what goes out
	return err
}

// takeBonusBack rejects the bonus of somebody who won by a decision. What payroll has rejected is back already.
func (m move) takeBonusBack(ctx context.Context, s award.Store, now time.Time, label string, revision int) error {
	ordered, err := s.PayoutToChange(ctx, wallet.ID("payout", m.bonusOf(label, revision)).String())
	if err != nil || ordered.State == payout.Rejected {
		return err
	}
	_, err = payout.Reject(ctx, s, model.Everything(), now, ordered.ID, model.Name("awardRounds", m.round.ID), m.by)
	return err
}

// give is the posting of what is won.
func (m move) give(ctx context.Context, s award.Store, now time.Time) (posting ledger.Posting, err error) {
	source := model.Name("awardRounds", m.round.ID)
	var grants []wallet.Grant
	var orders []payout.Order
	for _, person := range m.gained {
		label := m.labels[person]
		if m.round.Points > 0 {
			grants = append(grants, wallet.Grant{
				ID: wallet.ID("award", "points", m.round.ID, label, strconv.Itoa(m.round.Revision)), Person: person, Amount: m.round.Points,
				Budget: m.round.BudgetUnit, Reason: "award", Source: source, By: m.by,
			})
		}
		if b := m.round.Bonus; b != nil {
			basis := payout.Gross
			if b.Net {
				basis = payout.Net
			}
			orders = append(orders, payout.Order{
				Key: m.bonusOf(label, m.round.Revision), Person: person, Budget: m.round.BudgetUnit, Currency: b.Currency, Amount: b.Amount,
				Basis: basis, TaxCategory: b.TaxCategory, Reason: m.round.DisplayName, Source: source, By: m.by,
			})
		}
	}
	if len(grants) > 0 {
		if posting, err = wallet.Granting(ctx, s, now, grants...); err != nil {
			return nil, err
		}
	}
	_, bonuses, err := payout.Paying(ctx, s, now, orders...)
	return append(posting, bonuses...), err
}

// bonusOf is what the payout of somebody who won by a decision is for.
func (m move) bonusOf(label string, revision int) string {
	return model.Name("awardRounds", m.round.ID) + "/" + label + "/" + strconv.Itoa(revision)
}
