package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

// TestManyWriters has many post at once, through two posters as two processes would and beside them in transactions of their own: they
// retry, hold, settle the same holds and reverse the same transfers, while somebody reads. Some of their transactions are cut off before or
// after they are durable, as if the process had died there: whoever posted does it again.
func TestManyWriters(t *testing.T) {
	writers, rounds := 16, 12
	if os.Getenv("HEARTH_SOAK") != "" {
		writers, rounds = 64, 2000
	}
	eachEngine(t, func(d *desk) {
		for i := range 6 {
			d.open("points", fmt.Sprint("w", i))
		}
		ctx, stop := context.WithCancel(d.Context())
		var running, posting sync.WaitGroup
		posters := []*ledger.Poster{ledger.NewPoster(d.db, time.Now), ledger.NewPoster(d.db, time.Now)}
		for _, p := range posters {
			running.Go(func() { require.NoError(d, p.Run(ctx)) })
		}
		known := &shared{}
		cutOff(d)
		for w := range writers {
			posting.Go(func() {
				r := rand.New(rand.NewPCG(uint64(w), 7))
				for n := range rounds {
					p := d.random(r, known)
					outcome, err := d.postBy(ctx, w, n, posters, p)
					if err != nil {
						d.Errorf("posting: %v", err)
						return
					}
					if outcome.Err == nil {
						known.add(p, outcome.Entries)
					} else if !expected(outcome.Err) {
						d.Errorf("refused: %v", outcome.Err)
					}
				}
			})
		}
		running.Go(func() {
			for ctx.Err() == nil && !d.Failed() {
				sums, err := ledger.Sums(d.Context(), d.db.Read(), "points")
				if err != nil || len(sums.Differences) > 0 {
					d.Errorf("at some instant: %v %+v", err, sums)
				}
				page, _, err := ledger.ReconcilePage(d.Context(), d.db, "points", 0)
				if err != nil || len(page.Differences) > 0 {
					d.Errorf("at some instant: %v, the first of %d: %+v", err, len(page.Differences), page.Differences[:min(1, len(page.Differences))])
				}
			}
		})
		posting.Wait()
		stop()
		running.Wait()
		require.False(d, d.Failed())
		require.Empty(d, d.reconciled().Differences)
		known.eachOnce(d)
	})
}

// postBy posts by one of the posters, or in a transaction of its own; every fifth time twice at once.
func (d *desk) postBy(ctx context.Context, w, n int, posters []*ledger.Poster, p domain.Posting) (domain.Outcome, error) {
	if n%5 == 4 {
		var twice sync.WaitGroup
		defer twice.Wait()
		twice.Go(func() {
			if _, err := posters[1].Post(ctx, []domain.Posting{p}); err != nil && !errors.Is(err, testkit.ErrFault) {
				d.Errorf("the second of two at once: %v", err)
			}
		})
	}
	var outcomes []domain.Outcome
	var err error
	if w%4 == 0 {
		err = d.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			outcomes, err = ledger.New(tx).Post(ctx, time.Now(), []domain.Posting{p})
			return err
		})
		if db.Duplicate(err) != "" { // the other of two at once was before the lock
			return d.postBy(ctx, 1, 0, posters, p)
		}
	} else {
		outcomes, err = posters[w%2].Post(ctx, []domain.Posting{p})
	}
	if errors.Is(err, testkit.ErrFault) { // nothing is known of it
		return d.postBy(ctx, w, 0, posters, p)
	}
	if err != nil {
		return domain.Outcome{}, err
	}
	return outcomes[0], nil
}

// cutOff has one of fifty transactions die before it is durable, and one after.
func cutOff(d *desk) {
	var mu sync.Mutex
	dice := rand.New(rand.NewPCG(3, 3))
	d.db.SetFault(func(stage db.Stage) error {
		mu.Lock()
		defer mu.Unlock()
		if stage != db.Begin && dice.IntN(50) == 0 {
			return testkit.ErrFault
		}
		return nil
	})
	d.Cleanup(func() { d.db.SetFault(nil) })
}

func expected(err error) bool {
	for _, fault := range []*model.Fault{
		domain.ErrInsufficientFunds, domain.ErrHoldSettled, domain.ErrReversed, domain.ErrNotReversible, domain.ErrNotAHold, domain.ErrHoldExceeded,
	} {
		if fault.Is(err) {
			return true
		}
	}
	return false
}

// shared are the transfers that were taken, by all writers.
type shared struct {
	sync.Mutex
	entries  []domain.Entry
	postings []domain.Posting
}

func (s *shared) add(p domain.Posting, entries []domain.Entry) {
	s.Lock()
	defer s.Unlock()
	s.postings, s.entries = append(s.postings, p), append(s.entries, entries...)
}

// eachOnce finds every transfer that was acknowledged, as it was, and no hold that was settled twice.
func (s *shared) eachOnce(d *desk) {
	settled := map[uuid.UUID]uuid.UUID{}
	for _, e := range s.entries {
		read, err := ledger.NewReader(d.db.Read()).Entry(d.Context(), e.ID)
		require.NoError(d, err)
		require.Equal(d, e.At, read.At)
		if other, twice := settled[e.Of]; e.Of != uuid.Nil && twice {
			require.Equal(d, other, e.ID, "settles what another settled")
		}
		settled[e.Of] = e.ID
	}
	require.Greater(d, len(s.entries), 50)
}

// random is one posting: a retry, something that ends what another began, or a few transfers.
func (d *desk) random(r *rand.Rand, known *shared) domain.Posting {
	known.Lock()
	defer known.Unlock()
	if len(known.postings) > 0 && r.IntN(6) == 0 {
		return known.postings[r.IntN(len(known.postings))]
	}
	if len(known.entries) > 0 && r.IntN(3) == 0 {
		// Of the last few, so that several writers settle the same.
		e := known.entries[max(0, len(known.entries)-1-r.IntN(10))]
		kind := domain.Reversal
		if e.Kind == domain.Hold {
			kind = []domain.Kind{domain.Capture, domain.Void}[r.IntN(2)]
		}
		return domain.Posting{{ID: uuid.New(), Kind: kind, Of: e.ID, Amount: 1 + r.Int64N(20), Day: model.NoDay, Reason: "test"}}
	}
	names := []string{"source", "ann", "bo", "w0", "w1", "w2", "w3", "w4", "w5"}
	var p domain.Posting
	for range 1 + r.IntN(3) {
		order := r.Perm(len(names))
		t := d.direct(names[order[0]], names[order[1]], 1+r.Int64N(20))
		if r.IntN(2) == 0 {
			t.Debit = d.accounts["source"].ID // so that there is something to give
			if t.Credit == t.Debit {
				t.Credit = d.accounts["ann"].ID
			}
		}
		if r.IntN(4) == 0 {
			t.Kind = domain.Hold
		}
		p = append(p, t)
	}
	return p
}

func TestAPosterServesEachOfThoseThatWait(t *testing.T) {
	eachEngine(t, func(d *desk) {
		ctx, stop := context.WithCancel(d.Context())
		p := ledger.NewPoster(d.db, time.Now)
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				outcomes, err := p.Post(ctx, []domain.Posting{{d.direct("source", "ann", 1)}, {d.direct("bo", "ann", 1)}})
				if err != nil || outcomes[0].Err != nil || !domain.ErrInsufficientFunds.Is(outcomes[1].Err) {
					d.Errorf("%v %+v", err, outcomes)
				}
			})
		}
		var running sync.WaitGroup
		running.Go(func() { require.NoError(d, p.Run(ctx)) })
		all.Wait()
		require.Equal(d, int64(40), d.balance("ann").Available())
		stop()
		running.Wait()
		_, err := p.Post(ctx, nil)
		require.ErrorIs(d, err, context.Canceled)
	})
}
