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

// Reason stands on each transfer, and nothing else does: no survey, and nobody who caused it but the service.
const Reason = "participation"

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
	// Points are what each of the people gets who worked, at an instant, where a policy granted some then.
	Points(ctx context.Context, at time.Time, people []string) (map[string]int64, error)
}

// Grant grants some of those who took part what they get, each once however often it is asked, and says whether all of them were known. Who
// works nowhere, or was erased, gets nothing.
func Grant(ctx context.Context, s Store, now time.Time, r Round, people []string) (all bool, err error) {
	known, err := s.HoldKnown(ctx, people)
	if err != nil || known == 0 {
		return len(people) == 0, err
	}
	points, err := s.Points(ctx, r.Closed, people)
	if err != nil {
		return false, err
	}
	var grants []wallet.Grant
	for _, person := range people {
		if points[person] > 0 {
			grants = append(grants, wallet.Grant{
				ID: wallet.ID(Reason, hex.EncodeToString(r.Salt), person), Person: person, Amount: points[person],
				Participation: true, Reason: Reason, By: "services/incentive",
			})
		}
	}
	return known == len(people), post(ctx, s, now, grants)
}

// post takes each grant by itself: one that was taken before, or is refused, takes nothing from the others.
func post(ctx context.Context, s Store, now time.Time, grants []wallet.Grant) error {
	if len(grants) == 0 {
		return nil
	}
	together, err := wallet.Granting(ctx, s, now, grants...)
	if err != nil {
		return err
	}
	single := make([]ledger.Posting, len(together))
	for i := range together {
		single[i] = together[i : i+1]
	}
	outcomes, err := s.Post(ctx, now, single)
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		// What is refused is refused for good. A round that begins anew after a unit was moved may find other points, and grants none of them.
		if _, refused := errors.AsType[*model.Fault](outcome.Err); outcome.Err != nil && !refused {
			return outcome.Err
		}
	}
	return nil
}
