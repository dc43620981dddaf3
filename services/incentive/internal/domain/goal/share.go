package goal

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
)

// Sharing is what became of the points of a goal that was reached. The numbers are those of hearth.incentive.v1.GoalSharing.
type Sharing int32

// What becomes of them.
const (
	// Underway: some of a large team have theirs, the others get it soon.
	Underway Sharing = iota + 1
	// Shared: all have theirs.
	Shared
	// TooFew: it would have been less than a point for each, or nobody was at work there. Nobody gets any.
	TooFew
)

// shareStep is how many people get theirs in one transaction: in that in which the goal is reached, and, of a larger team, in each after it.
const shareStep = 1000

// share says what becomes of the points of a goal that is reached, and grants them, unless there are too many to grant them to at once.
func share(ctx context.Context, s Counting, now time.Time, g Goal) ([]fact.Effect, error) {
	if g.Reward == 0 {
		return nil, nil
	}
	people := int64(1)
	if g.Person == "" {
		var err error
		if people, err = s.CountPeople(ctx, now, g.Unit, g.Employer); err != nil {
			return nil, err
		}
	}
	if people == 0 || g.Reward < people {
		return nil, s.SetSharing(ctx, g.ID, TooFew, 0)
	}
	g.Each, g.Sharing = g.Reward/people, Shared
	if people > shareStep {
		g.Sharing = Underway
	}
	if err := s.SetSharing(ctx, g.ID, g.Sharing, g.Each); err != nil {
		return nil, err
	}
	if g.Sharing == Underway {
		return nil, s.KeepSharers(ctx, now, g)
	}
	return hand(ctx, s, now, g)
}

// hand grants those at work in a small team, or the single person, theirs.
func hand(ctx context.Context, s Counting, now time.Time, g Goal) (effects []fact.Effect, err error) {
	people := []string{g.Person}
	if g.Person == "" {
		var employers []string
		if g.Employer != "" {
			employers = []string{g.Employer}
		}
		places, err := s.Workplaces(ctx, now, []string{g.Unit}, employers)
		if err != nil {
			return nil, err
		}
		people = people[:0]
		for _, place := range places {
			people = append(people, place.Person)
		}
	}
	postings, err := postings(ctx, s, now, g, people)
	for _, posting := range postings {
		effects = append(effects, fact.Effect{Posting: posting})
	}
	return effects, err
}

// postings are one for each of the people: what one account refuses, nobody else goes without.
func postings(ctx context.Context, s Counting, now time.Time, g Goal, people []string) ([]ledger.Posting, error) {
	grants := make([]wallet.Grant, len(people))
	for i, person := range people {
		grants[i] = wallet.Grant{
			ID: wallet.ID("goal", g.ID, person), Person: person, Amount: g.Each, Reason: "goal", Source: model.Name("goals", g.ID),
			By: model.ServiceActor("incentive").Subject,
		}
	}
	together, err := wallet.Granting(ctx, s, now, grants...)
	if err != nil {
		return nil, err
	}
	single := make([]ledger.Posting, len(together))
	for i := range together {
		single[i] = together[i : i+1]
	}
	return single, nil
}

// ShareOn grants some of those who wait for their share of a goal of a large team theirs, each once: they wait no longer from the same transaction
// on. Who was erased meanwhile waits for nothing.
func ShareOn(ctx context.Context, s Counting, now time.Time) error {
	if err := s.Alone(ctx); err != nil {
		return err
	}
	g, people, err := s.Sharers(ctx, shareStep)
	if err != nil || g.ID == "" {
		return err
	}
	if len(people) == 0 {
		return s.SetSharing(ctx, g.ID, Shared, g.Each)
	}
	single, err := postings(ctx, s, now, g, people)
	if err != nil {
		return err
	}
	if err := s.ForgetSharers(ctx, g.ID, people); err != nil {
		return err
	}
	outcomes, err := s.Post(ctx, now, single)
	if err != nil {
		return err
	}
	for _, outcome := range outcomes {
		if err := fact.Unless(outcome.Err); err != nil {
			return err
		}
	}
	return nil
}
