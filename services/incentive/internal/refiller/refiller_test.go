package refiller_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/allowance"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/ledger"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/wallet"
	"github.com/hearth-culture/hearth/services/incentive/internal/refiller"
	books "github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

const (
	staff  = 12
	amount = 10
	kept   = 3 // what each has given away when a month ends
)

var sets = []db.Set{books.Migrations(), roster.Migrations(), wallet.Migrations()}

// site is people who may give ten points a month, and who refills them: one, or several that share nothing but the database.
type site struct {
	*testing.T
	clock     *testkit.Clock
	refillers []app.Deps
	// gone are how many have left, in their order.
	gone int
}

func newSite(t *testing.T, refillers ...*db.DB) *site {
	s := &site{T: t, clock: testkit.NewClock()}
	for _, d := range refillers {
		s.refillers = append(s.refillers, app.Deps{DB: d, Clock: s.clock.Now})
	}
	directory := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit("team", "")}}
	for n := range staff {
		directory.People = append(directory.People, rostertest.Person(person(n), "team", "acme"))
	}
	require.NoError(t, roster.Consumer(s.db(), directory.Conn()).Before(t.Context()))
	s.do(func(ctx context.Context, w wallet.Store) error {
		return w.SavePolicy(ctx, allowance.Policy{Amount: amount, Period: allowance.Month, UpdateTime: s.clock.Now()})
	})
	return s
}

func person(n int) string { return fmt.Sprintf("p%02d", n) }

func (s *site) db() *db.DB { return s.refillers[0].DB }

func (s *site) do(fn func(ctx context.Context, w wallet.Store) error) {
	s.Helper()
	require.NoError(s, s.db().Tx(s.Context(), func(ctx context.Context, tx *db.Tx) error { return fn(ctx, wallet.New(tx)) }))
}

// accounts are those of everybody for a purpose.
func (s *site) accounts(purpose string) []ledger.Account {
	s.Helper()
	owners, found := make([]string, staff), make([]ledger.Account, staff)
	for n := range owners {
		owners[n] = model.Name("people", person(n))
	}
	s.do(func(ctx context.Context, w wallet.Store) error {
		points, err := domain.PointsLedger(ctx, w, s.clock.Now())
		if err != nil {
			return err
		}
		all, err := domain.Accounts(ctx, w, s.clock.Now(), points, purpose, owners...)
		for n, owner := range owners {
			found[n] = all[owner]
		}
		return err
	})
	return found
}

// month has a month go by in which everybody gives something away, somebody leaves who has something held, and another gives nothing.
func (s *site) month() {
	s.Helper()
	var postings []ledger.Posting
	allowances, earned := s.accounts(domain.Allowance), s.accounts(domain.Earned)
	move := func(kind ledger.Kind, from, to ledger.Account, points int64) {
		postings = append(postings, ledger.Posting{{ID: uuid.New(), Kind: kind, Debit: from.ID, Credit: to.ID, Amount: points, Day: model.NoDay, Reason: "test"}})
	}
	for n := s.gone + 1; n < staff; n++ {
		move(ledger.Direct, allowances[n], earned[s.gone], kept)
	}
	move(ledger.Hold, earned[s.gone], earned[staff-1], 1)
	s.do(func(ctx context.Context, w wallet.Store) error {
		outcomes, err := w.Post(ctx, s.clock.Now(), postings)
		for _, outcome := range outcomes {
			require.NoError(s, outcome.Err)
		}
		return err
	})
	s.clock.Set(s.clock.Now().AddDate(0, 1, 0))
	require.NoError(s, s.db().Tx(s.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE roster_placement SET to_day = $1 WHERE person = $2`, int64(model.DayOf(s.clock.Now()))-2, person(s.gone))
		return err
	}))
	s.gone++
}

// oncePerMonth demands, after so many months, that everybody got what is theirs, and all that was left over expired, once.
func (s *site) oncePerMonth(months int) {
	s.Helper()
	var want, got []int64
	allowances, earned := s.accounts(domain.Allowance), s.accounts(domain.Earned)
	for n := range staff {
		here := min(n+1, months) // months in which they were at work when allowances came
		left := int64(amount)
		if n < s.gone {
			left = 0
		}
		want = append(want, int64(here)*amount, left, 0)
		got = append(got, allowances[n].Balance.Credits, allowances[n].Balance.Available(), earned[n].Balance.Held)
	}
	require.Equal(s, want, got, "what each was given in all, has now, and has held")
	reasons := map[string]int64{}
	for _, reason := range []string{"allowance.refilled", "allowance.expired", "left"} {
		var count int64
		require.NoError(s, s.db().Read().QueryRowContext(s.Context(), `SELECT count(*) FROM transfer WHERE reason = $1`, reason).Scan(&count))
		reasons[reason] = count
	}
	refilled := int64(0)
	for n := range staff {
		refilled += int64(min(n+1, months))
	}
	// Whoever is here has one left that has not expired yet.
	require.Equal(s, map[string]int64{"allowance.refilled": refilled, "allowance.expired": refilled - int64(staff-s.gone), "left": int64(s.gone)}, reasons)
	points := allowances[0].Ledger
	page, _, err := books.ReconcilePage(s.Context(), s.db(), points, 0)
	require.NoError(s, err)
	sums, err := books.Sums(s.Context(), s.db().Read(), points)
	require.NoError(s, err)
	require.Empty(s, append(page.Differences, sums.Differences...))
}

// A process dies at any step of a turn of allowances: the next one goes on where it was.
func TestARefillThatIsCutOffIsMadeOnce(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		require.NoError(t, refiller.Round(t.Context(), s.refillers[0]))
		months := 1
		s.oncePerMonth(months)
		for _, fault := range testkit.Faults() {
			// What leavers have held is let go, what they had is over, and all others get theirs: three transactions.
			for nth := range 2 {
				s.month()
				months++
				struck := testkit.Faulty(t, d, fault, nth+1+months%2)
				require.ErrorIs(t, refiller.Round(t.Context(), s.refillers[0]), fault.Err)
				require.True(t, struck())
				d.SetFault(nil)
				for range 2 {
					require.NoError(t, refiller.Round(t.Context(), s.refillers[0]))
				}
				s.oncePerMonth(months)
			}
		}
	}, sets...)
}

// Two processes, two rounds in each, all at once, and any of their transactions may fail.
func TestTwoRefillersGiveEachAllowanceOnce(t *testing.T) {
	for _, engine := range testkit.Engines(t) {
		t.Run(engine.String(), func(t *testing.T) {
			first := testkit.Open(t, engine, sets...)
			second := first
			if engine == db.Postgres {
				url := testkit.Postgres(t)
				var both [2]*db.DB
				for i := range both {
					d, err := db.OpenPostgres(t.Context(), url)
					require.NoError(t, err)
					t.Cleanup(func() { require.NoError(t, d.Close()) })
					require.NoError(t, db.Migrate(t.Context(), d, sets...))
					both[i] = d
				}
				first, second = both[0], both[1]
			}
			s := newSite(t, first, second)
			require.NoError(t, refiller.Round(t.Context(), s.refillers[0]))
			for months := range 6 {
				s.oncePerMonth(months + 1)
				s.month()
				s.atOnce(uint64(months))
			}
			s.oncePerMonth(7)
		})
	}
}

// atOnce has all refillers go round at the same time, in trouble, until one of them came to the end.
func (s *site) atOnce(seed uint64) {
	s.Helper()
	var mu sync.Mutex
	dice := rand.New(rand.NewPCG(seed, 0))
	for _, d := range s.refillers {
		d.DB.SetFault(func(db.Stage) error {
			mu.Lock()
			defer mu.Unlock()
			if dice.IntN(6) == 0 {
				return testkit.ErrFault
			}
			return nil
		})
	}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 3 {
				_ = refiller.Round(s.Context(), s.refillers[i%len(s.refillers)]) // where it fails, the next goes on
			}
		})
	}
	all.Wait()
	for _, d := range s.refillers {
		d.DB.SetFault(nil)
	}
	require.NoError(s, refiller.Round(s.Context(), s.refillers[0]))
}
