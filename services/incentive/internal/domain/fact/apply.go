package fact

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
)

// Retention is how long a fact is kept: rules are previewed against what is there.
const Retention = 180 * 24 * time.Hour

// Intake keeps what events tell.
type Intake interface {
	// Erased says whether the person was erased, and has an erasure wait until the transaction ends.
	Erased(ctx context.Context, person string) (bool, error)
	// Keep keeps a fact that is to be applied. One that is there already is applied once more.
	Keep(ctx context.Context, f Fact) error
	// Withdraw keeps that a fact was none, be it there or not, and has that applied.
	Withdraw(ctx context.Context, f Fact) error
}

// Take keeps a fact that an event tells, unless it is about somebody who was erased.
func Take(ctx context.Context, s Intake, f Fact) error {
	return of(ctx, s, f, s.Keep)
}

// TakeBack keeps that a fact was none. It may come before the fact.
func TakeBack(ctx context.Context, s Intake, f Fact) error {
	return of(ctx, s, f, s.Withdraw)
}

func of(ctx context.Context, s Intake, f Fact, keep func(context.Context, Fact) error) error {
	if f.Person != "" {
		if erased, err := s.Erased(ctx, f.Person); err != nil || erased {
			return err
		}
	}
	return keep(ctx, f)
}

// Store is what applying facts needs, within one transaction.
type Store interface {
	// Alone has nobody else apply facts until the transaction ends. It is the first lock of all: whoever applies facts takes it before any
	// other, so that no two of them wait for each other in a ring.
	Alone(ctx context.Context) error
	// Waiting are the facts that are to be applied and have happened by that time, in the order in which they came, at most so many.
	Waiting(ctx context.Context, now time.Time, most int) ([]Kept, error)
	// Applied has them wait no longer. Those that are not withdrawn count from then on, if they did not before, the others no longer.
	Applied(ctx context.Context, now time.Time, facts []Kept) error
	Post(ctx context.Context, now time.Time, postings []ledger.Posting) ([]ledger.Outcome, error)
}

// Effect is a posting that a fact brings about.
type Effect struct {
	Posting ledger.Posting
	// Refused is told why the ledger did not take it. It may be nil.
	Refused func(ctx context.Context, why error) error
}

// Part makes of facts what is its own, in rows of its own, and says what is to be posted.
type Part func(ctx context.Context, now time.Time, facts []Kept) ([]Effect, error)

// Step is how many facts one transaction applies at most.
const Step = 100

// Apply applies facts that wait, and says how many it applied. All that they bring about becomes true together, with the note that they
// were applied: so each has its effect once, wherever a process dies.
func Apply(ctx context.Context, s Store, now time.Time, parts ...Part) (int, error) {
	if err := s.Alone(ctx); err != nil {
		return 0, err
	}
	facts, err := s.Waiting(ctx, now, Step)
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	var effects []Effect
	for _, part := range parts {
		more, err := part(ctx, now, facts)
		if err != nil {
			return 0, err
		}
		effects = append(effects, more...)
	}
	if err := s.Applied(ctx, now, facts); err != nil {
		return 0, err
	}
	return len(facts), post(ctx, s, now, effects)
}

// Unless is what went wrong with a posting, unless it was refused: that is for good, and anything else has all of it tried again.
func Unless(refused error) error {
	if _, is := errors.AsType[*model.Fault](refused); is {
		return nil
	}
	return refused
}

// mostAtOnce is how many transfers are posted at once; one posting may hold more.
const mostAtOnce = 8000

func post(ctx context.Context, s Store, now time.Time, effects []Effect) error {
	if len(effects) == 0 {
		return nil
	}
	// What brings about more than a ledger decides at once is posted in parts.
	size, cut := 0, len(effects)
	for i, effect := range effects {
		if size += len(effect.Posting); size > mostAtOnce && i > 0 {
			cut = i
			break
		}
	}
	effects, rest := effects[:cut], effects[cut:]
	postings := make([]ledger.Posting, len(effects))
	for i, effect := range effects {
		postings[i] = effect.Posting
	}
	outcomes, err := s.Post(ctx, now, postings)
	if err != nil {
		return err
	}
	for i, outcome := range outcomes {
		if err := Unless(outcome.Err); err != nil {
			return err
		}
		if outcome.Err == nil || effects[i].Refused == nil {
			continue
		}
		if err := effects[i].Refused(ctx, outcome.Err); err != nil {
			return err
		}
	}
	return post(ctx, s, now, rest)
}
