package goal

import (
	"context"
	"errors"
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

// errMoved says that somebody came or left while a team was looked at: so all of it is tried again.
var errMoved = errors.New("goal: its team has changed while it was counted")

// share says what becomes of the points of a goal that is reached, and grants them, unless there are too many to grant them to at once. They
// are shared by those who get them, and not by those who were counted before: somebody may have come between two looks.
func share(ctx context.Context, s Counting, now time.Time, g Goal) (effects []fact.Effect, err error) {
	if g.Reward == 0 {
		return nil, nil
	}
	people, whom := int64(1), []string{g.Person}
	if g.Person == "" {
		if people, err = s.CountPeople(ctx, now, g.Unit, g.Employer); err != nil {
			return nil, err
		}
	}
	if people == 0 || g.Reward < people {
		return nil, s.SetSharing(ctx, g.ID, TooFew, 0)
	}
	g.Sharing = Shared
	if people > shareStep {
		g.Sharing = Underway
		people, err = s.KeepSharers(ctx, now, g)
	} else if g.Person == "" {
		whom, err = team(ctx, s, now, g)
		people = int64(len(whom))
	}
	if err != nil {
		return nil, err
	}
	if people == 0 || g.Reward < people {
		return nil, errMoved
	}
	g.Each = g.Reward / people
	if err := s.SetSharing(ctx, g.ID, g.Sharing, g.Each); err != nil || g.Sharing == Underway {
		return nil, err
	}
	postings, err := postings(ctx, s, now, g, whom)
	for _, posting := range postings {
		effects = append(effects, fact.Effect{Posting: posting})
	}
	return effects, err
}

// team are those at work in a small team.
func team(ctx context.Context, s Counting, now time.Time, g Goal) (people []string, err error) {
	var employers []string
	if g.Employer != "" {
		employers = []string{g.Employer}
	}
	places, err := s.Workplaces(ctx, now, []string{g.Unit}, employers)
	for _, place := range places {
		people = append(people, place.Person)
	}
	return people, err
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
