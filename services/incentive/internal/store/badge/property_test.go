package badge_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	goals "github.com/hearth-culture/hearth/services/incentive/internal/domain/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var teams = []string{"one", "two"}

// shanghai is the clock of the site.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// standing is what is told of a fact; at first that it was one.
type standing int

const (
	// back: it was none.
	back standing = iota + 1
	// again: it was one after all.
	again
)

// told is a fact that is told, or told to have been none.
type told struct {
	fact facts.Fact
	is   standing
}

// world is two teams of two people each, to whom things happen.
type world struct {
	*testing.T
	db *db.DB
	// said are the levels that events told, by holder.
	said map[string][]int
}

func (w *world) do(fn func(ctx context.Context, tx *db.Tx, s badge.Store) error) {
	w.Helper()
	require.NoError(w, w.db.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error {
		return fn(ctx, tx, badge.New(tx, func(_ context.Context, _ *db.Tx, happened ...model.Fact) error {
			for _, one := range happened {
				a := one.(domain.Changed).Award
				w.said[a.Holder()] = append(w.said[a.Holder()], a.Level)
			}
			return nil
		}))
	}))
}

// hear keeps what is told, and applies all that waits.
func (w *world) hear(all []told) {
	w.Helper()
	w.do(func(ctx context.Context, tx *db.Tx, _ badge.Store) error {
		for _, one := range all {
			var err error
			switch one.is {
			case back:
				err = facts.TakeBack(ctx, fact.New(tx), one.fact)
			case again:
				err = fact.New(tx).Stand(ctx, one.fact.Type, one.fact.Resource, true)
			default:
				err = facts.Take(ctx, fact.New(tx), one.fact)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	w.do(func(ctx context.Context, tx *db.Tx, s badge.Store) error {
		_, err := facts.Apply(ctx, fact.New(tx), noon, func(ctx context.Context, now time.Time, all []facts.Kept) ([]facts.Effect, error) {
			return nil, domain.Apply(ctx, s, now, all)
		}, func(ctx context.Context, now time.Time, all []facts.Kept) ([]facts.Effect, error) {
			return goals.Apply(ctx, goal.New(tx), now, all, func(context.Context, []goals.Goal) error { return nil })
		})
		return err
	})
}

// stream is what happens, and in which order and how often it is told, with what is taken back and what stands again.
func stream(r *rapid.T) (all []told) {
	for n := range rapid.IntRange(0, 20).Draw(r, "facts") {
		person := rapid.IntRange(0, 3).Draw(r, "person")
		one := told{fact: facts.Fact{
			Type: facts.RecognitionReceived, Resource: fmt.Sprint("recognitions/", n), Person: fmt.Sprint("p", person), Unit: teams[person/2],
			Giver:      rapid.SampledFrom([]string{"ann", "ben", ""}).Draw(r, "giver"),
			Time:       noon.Add(-time.Duration(rapid.IntRange(0, 1000).Draw(r, "hours ago")) * time.Hour),
			Attributes: map[string]any{facts.Behavior: rapid.SampledFrom([]string{"behaviors/own-it", "behaviors/own-it", "behaviors/listen", ""}).Draw(r, "behavior")},
		}}
		for range rapid.IntRange(1, 3).Draw(r, "times") {
			all = append(all, one)
		}
		for _, stands := range rapid.SliceOfN(rapid.SampledFrom([]standing{back, back, again}), 0, 3).Draw(r, "stands") {
			all = append(all, told{fact: one.fact, is: stands})
		}
	}
	return rapid.Permutation(all).Draw(r, "order")
}

// deserved are, by holder, how many count of all that ever happened, and of what is left of it in the end: of the thanks of one giver to one
// receiver one a month, by the receiver's clock.
func deserved(all []told) (happened, left map[string]int64) {
	kept, withdrawn := map[string]facts.Fact{}, map[string]bool{}
	for _, one := range all {
		key := one.fact.Key()
		_, known := kept[key]
		switch {
		case one.is == back:
			withdrawn[key] = true
		case one.is == again && known:
			withdrawn[key] = false
		}
		if one.is != again {
			kept[key] = one.fact
		}
	}
	sum := func(counts func(key string) bool) map[string]int64 {
		found, months := map[string]int64{}, map[string]bool{}
		for key, f := range kept {
			slot := fmt.Sprint(f.Giver, f.Person, f.Time.In(shanghai).Format("2006-01"))
			if f.Shown() != "own-it" || !counts(key) || f.Giver != "" && months[slot] {
				continue
			}
			months[slot] = true
			found[f.Person]++
			found[f.Unit]++
		}
		return found
	}
	return sum(func(string) bool { return true }), sum(func(key string) bool { return !withdrawn[key] })
}

// Whatever the order and however often it is told: the counts are those of what was so, everybody who deserves a badge holds it, nobody
// holds what they never could have earned, and each level is told once.
func TestAnyOrderEarnsTheSameBadges(t *testing.T) {
	if os.Getenv("HEARTH_SOAK") == "" {
		require.NoError(t, flag.Set("rapid.checks", "25")) // each is some ten commits
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		directory := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit("all", "")}}
		directory.Sites = []*directoryv1.RosterSite{rostertest.Site("here", "Asia/Shanghai")}
		directory.Units[0].Site = "sites/here"
		for n := range 4 {
			if n%2 == 0 {
				directory.Units = append(directory.Units, rostertest.Unit(teams[n/2], "all"))
			}
			directory.People = append(directory.People, rostertest.Person(fmt.Sprint("p", n), teams[n/2], "acme"))
		}
		require.NoError(t, roster.Consumer(d, directory.Conn()).Before(t.Context()))
		w := &world{T: t, db: d}
		w.do(func(ctx context.Context, tx *db.Tx, _ badge.Store) error {
			return goal.New(tx).SetIndividual(ctx, "here", true)
		})
		rapid.Check(t, func(r *rapid.T) {
			w.said = map[string][]int{}
			badges := map[domain.Holder]domain.Badge{}
			w.do(func(ctx context.Context, tx *db.Tx, s badge.Store) error {
				for _, table := range []string{"fact", "goal_mark", "goal", "badge_mark", "badge_count", "badge_member", "badge_award", "badge"} {
					if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
						return err
					}
				}
				for _, holder := range []domain.Holder{domain.OfTeam, domain.OfPerson} {
					made, err := domain.Create(ctx, s, model.Everything(), noon, domain.Draft{
						DisplayName: model.Text{"en": "Owner"}, Description: model.Text{"en": "Made it their own"}, Unit: "all", For: holder,
						By: domain.ByCount, On: facts.RecognitionReceived, Behavior: "own-it", Levels: []int64{2, 4, 5},
					})
					if err != nil {
						return err
					}
					badges[holder] = made
				}
				return nil
			})
			own := w.begins(goals.Draft{Unit: "one"})
			single := w.begins(goals.Draft{Person: "p2"})
			all := stream(r)
			happened, left := deserved(all)
			for len(all) > 0 {
				some := rapid.IntRange(1, len(all)).Draw(r, "at once")
				w.hear(all[:some])
				all = all[some:]
			}
			for _, holder := range []string{"one", "two", "p0", "p1", "p2", "p3"} {
				b := badges[domain.OfPerson]
				if holder == "one" || holder == "two" {
					b = badges[domain.OfTeam]
				}
				w.keeps(r, b, holder, happened[holder], left[holder])
			}
			w.reads(r, left["one"], `SELECT count FROM goal WHERE id = $1`, own)
			w.reads(r, left["p2"], `SELECT count FROM goal WHERE id = $1`, single)
		})
	}, ledger.Migrations(), roster.Migrations(), fact.Migrations(), goal.Migrations(), badge.Migrations())
}

// begins makes a goal that is not reached of those who have it.
func (w *world) begins(draft goals.Draft) (id string) {
	draft.DisplayName, draft.On, draft.Behavior, draft.Target = model.Text{"en": "Thank"}, facts.RecognitionReceived, "own-it", 1000
	draft.Start, draft.End, draft.Zone = model.DayOf(noon)-60, model.DayOf(noon)+1, "UTC"
	w.do(func(ctx context.Context, tx *db.Tx, _ badge.Store) error {
		made, err := goals.Create(ctx, goal.New(tx), model.Everything(), noon, draft)
		id = made.ID
		return err
	})
	return id
}

// reads demands a number of the database.
func (w *world) reads(r *rapid.T, want int64, query string, args ...any) {
	var got int64
	require.NoError(r, w.db.Read().QueryRowContext(w.Context(), query, args...).Scan(&got))
	require.Equal(r, want, got, "%s %v", query, args)
}

// keeps compares what is kept of a holder with what happened to them.
func (w *world) keeps(r *rapid.T, b domain.Badge, holder string, happened, left int64) {
	var level int64
	w.reads(r, left, `SELECT COALESCE(sum(count), 0) FROM badge_count WHERE badge = $1 AND holder = $2`, b.ID, holder)
	require.NoError(r, w.db.Read().QueryRowContext(w.Context(), `SELECT COALESCE(max(level), 0) FROM badge_award WHERE badge = $1 AND holder = $2`, b.ID, holder).Scan(&level))
	require.GreaterOrEqual(r, level, int64(b.Level(left)), holder)
	require.LessOrEqual(r, level, int64(b.Level(happened)), holder)
	said := w.said[holder]
	require.IsIncreasing(r, append([]int{0}, append(said, 100)...), holder)
	require.Equal(r, level > 0, len(said) > 0, holder)
}
