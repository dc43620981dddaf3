package participation

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Reason stands on each transfer, or ReasonRest where the year left less than the survey was worth, and nothing else does: no survey, and nobody
// who caused it but the service.
const (
	Reason     = "participation"
	ReasonRest = "participation.rest"
)

// Tells says whether a reason tells that somebody took part in a survey.
func Tells(reason string) bool { return reason == Reason || reason == ReasonRest }

// Round is the rewarding of one survey. All that is kept of it is that it was done.
type Round struct {
	// Survey is the bare id.
	Survey string
	// Closed is when the survey closed: what was set and who worked where at that instant counts.
	Closed time.Time
	// Salt is in the ids of all transfers of the round, so that a repeated one is the same and nobody can work out the id of somebody's. It is
	// thrown away when the round is done; one without is done.
	Salt []byte
}

// Done says that all were granted theirs.
func (r Round) Done() bool { return len(r.Salt) == 0 }

// Rounds begins rounds.
type Rounds interface {
	// Rewarded says whether any policy grants points for a survey that closed at an instant.
	Rewarded(ctx context.Context, closed time.Time) (bool, error)
	// Begin keeps a round and has it done in the background. A survey that has one keeps it as it is.
	Begin(ctx context.Context, r Round, now time.Time) error
}

// Begin has whoever took part in a survey that has closed rewarded, once. Where nobody is rewarded, nobody is asked who took part.
func Begin(ctx context.Context, s Rounds, now time.Time, r Round) error {
	rewarded, err := s.Rewarded(ctx, r.Closed)
	if err != nil || !rewarded {
		return err
	}
	return s.Begin(ctx, r, now)
}

// Store is what granting needs, within one transaction.
type Store interface {
	wallet.Store
	// HoldKnown says how many of the people the roster has heard of, erased ones among them, and has an erasure wait until the transaction ends.
	HoldKnown(ctx context.Context, people []string) (int, error)
	// Worth are the policies, with their points alone, of those of the people who worked, at an instant, where one granted some then.
	Worth(ctx context.Context, at time.Time, people []string) (map[string]Policy, error)
	// Gave is what an account gave since an instant to each of others, by their ids.
	Gave(ctx context.Context, from ledger.Account, since time.Time, to []string) (map[string]int64, error)
}

// Grant grants some of those who took part what they get, each once however often it is asked and no more than is left of the year, and says
// whether all of them were known. Who works nowhere, or was erased, gets nothing.
func Grant(ctx context.Context, s Store, now time.Time, r Round, people []string) (all bool, err error) {
	known, err := s.HoldKnown(ctx, people)
	if err != nil || known == 0 {
		return len(people) == 0, err
	}
	worth, err := s.Worth(ctx, r.Closed, people)
	if err != nil {
		return false, err
	}
	var grants []wallet.Grant
	for _, person := range people {
		if worth[person].Points > 0 {
			grants = append(grants, wallet.Grant{
				ID: wallet.ID(Reason, hex.EncodeToString(r.Salt), person), Person: person, Amount: worth[person].Points,
				Participation: true, Reason: Reason, By: "services/incentive",
			})
		}
	}
	return known == len(people), post(ctx, s, now, grants, worth)
}

// post takes each grant by itself: one that was taken before, or is refused, takes nothing from the others.
func post(ctx context.Context, s Store, now time.Time, grants []wallet.Grant, worth map[string]Policy) error {
	if len(grants) == 0 {
		return nil
	}
	together, err := wallet.Granting(ctx, s, now, grants...)
	if err != nil {
		return err
	}
	gave, err := thisYear(ctx, s, now, together)
	if err != nil {
		return err
	}
	var single []ledger.Posting
	for i, t := range together {
		left := worth[grants[i].Person].Most() - gave[t.Credit]
		if left <= 0 {
			continue
		}
		if left < t.Amount {
			t.Amount, t.Reason = left, ReasonRest
		}
		single = append(single, ledger.Posting{t})
	}
	outcomes, err := s.Post(ctx, now, single)
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		// What is refused is refused for good. A round that begins anew may find other points, because a unit was moved or because its own count
		// in the year, and grants none of them.
		if _, refused := errors.AsType[*model.Fault](outcome.Err); outcome.Err != nil && !refused {
			return outcome.Err
		}
	}
	return nil
}

// thisYear is what each account got for taking part since New Year, where the days of points begin. Nobody else grants any until the transaction ends.
func thisYear(ctx context.Context, s Store, now time.Time, posting ledger.Posting) (map[string]int64, error) {
	from, err := s.HoldAccount(ctx, posting[0].Debit)
	if err != nil {
		return nil, err
	}
	book, err := s.Ledger(ctx, from.Ledger)
	if err != nil {
		return nil, err
	}
	to := make([]string, len(posting))
	for i, t := range posting {
		to[i] = t.Credit
	}
	return s.Gave(ctx, from, time.Date(now.In(book.Zone).Year(), time.January, 1, 0, 0, 0, 0, book.Zone), to)
}
