package rule_test

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
	facts "github.com/hearth-culture/hearth/services/incentive/internal/domain/fact"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world is a team of people to whom things happen.
type world struct {
	*testing.T
	db *db.DB
}

func (w world) do(fn func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	require.NoError(w, w.db.Tx(w.Context(), fn))
}

// apply applies all that waits, by the parts.
func (w world) apply(rules bool) {
	w.Helper()
	for applied := 1; applied > 0; {
		w.do(func(ctx context.Context, tx *db.Tx) (err error) {
			var parts []facts.Part
			if rules {
				parts = append(parts, func(ctx context.Context, now time.Time, all []facts.Kept) ([]facts.Effect, error) {
					return domain.Apply(ctx, rule.New(tx), now, all)
				})
			}
			applied, err = facts.Apply(ctx, fact.New(tx), noon, parts...)
			return err
		})
	}
}

// tell keeps facts, as events do.
func (w world) tell(all []facts.Fact) {
	w.do(func(ctx context.Context, tx *db.Tx) error {
		for _, f := range all {
			if err := facts.Take(ctx, fact.New(tx), f); err != nil {
				return err
			}
		}
		return nil
	})
}

// stream is what happens in some days, and a rule on it.
func stream(r *rapid.T) (all []facts.Fact, spec domain.Spec) {
	for n := range rapid.IntRange(0, 25).Draw(r, "facts") {
		all = append(all, facts.Fact{
			Type: facts.AttendanceRecorded, Resource: fmt.Sprint("attendances/", n), Person: fmt.Sprint("p", rapid.IntRange(0, 7).Draw(r, "person")), Unit: "team",
			Time:       noon.Add(-time.Duration(rapid.IntRange(1, 240).Draw(r, "hours ago")) * time.Hour),
			Attributes: map[string]any{"activity_kind": "case_day", "minutes": int64(rapid.IntRange(0, 100).Draw(r, "minutes"))},
		})
	}
	capped := rapid.SampledFrom([]int64{0, 0, 15, 40, 100})
	return all, domain.Spec{
		DisplayName: model.Text{"en": "Rule"}, Reason: model.Text{"en": "For it", "zh-CN": "为此"}, On: facts.AttendanceRecorded,
		Condition: rapid.SampledFrom([]string{"true", "event.minutes > 20", `event.unit == "units/team" && event.minutes % 2 == 0`}).Draw(r, "condition"),
		Amount:    rapid.SampledFrom([]string{"10", "event.minutes / 3"}).Draw(r, "amount"), Share: domain.Share(rapid.IntRange(1, 2).Draw(r, "share")),
		Start: 0, End: model.NoDay, Zone: "Asia/Shanghai", Period: domain.Period(rapid.IntRange(1, 5).Draw(r, "period")),
		PersonCap: capped.Draw(r, "person cap"), TotalCap: capped.Draw(r, "total cap"), CoolDown: time.Duration(rapid.IntRange(0, 30).Draw(r, "cool-down")) * time.Hour,
	}
}

// Whatever happens and whatever the rule: what its preview says is what it grants when the same is told again, and no more than its caps.
func TestAPreviewIsWhatIsGranted(t *testing.T) {
	if os.Getenv("HEARTH_SOAK") == "" {
		require.NoError(t, flag.Set("rapid.checks", "25")) // each is some twenty commits
	}
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := world{t, d}
		directory := &rostertest.Directory{Units: []*directoryv1.RosterUnit{rostertest.Unit("team", "")}}
		for n := range 8 {
			directory.People = append(directory.People, rostertest.Person(fmt.Sprint("p", n), "team", "acme"))
		}
		require.NoError(t, roster.Consumer(d, directory.Conn()).Before(t.Context()))
		rapid.Check(t, func(r *rapid.T) {
			all, spec := stream(r)
			w.do(func(ctx context.Context, tx *db.Tx) error {
				for _, table := range []string{"fact", "rule_grant", "rule_sum", "rule_version", "rule"} {
					if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
						return err
					}
				}
				return nil
			})
			w.tell(all)
			w.apply(false)
			var made domain.Rule
			w.do(func(ctx context.Context, tx *db.Tx) (err error) {
				made, err = domain.Create(ctx, rule.New(tx), model.Everything(), noon, domain.Rule{OwnerUnit: "team", Spec: spec})
				return err
			})
			preview, err := domain.Preview(t.Context(), rule.NewReader(d.Read()), model.Everything(), noon, made.ID, noon.Add(-300*time.Hour), noon)
			require.NoError(r, err)
			w.do(func(ctx context.Context, tx *db.Tx) error {
				if _, err := domain.Publish(ctx, rule.New(tx), model.Everything(), noon, made.ID, ""); err != nil {
					return err
				}
				_, err := domain.Activate(ctx, rule.New(tx), model.Everything(), noon, made.ID, "")
				return err
			})
			for range 2 { // and again
				w.tell(all)
				w.apply(true)
			}
			granted := domain.Figures{Facts: int64(len(all))}
			require.NoError(r, d.Read().QueryRowContext(t.Context(), `SELECT count(*), COALESCE(sum(amount), 0), count(DISTINCT person) FROM rule_grant WHERE rule = $1 AND refusal = 0`, made.ID).
				Scan(&granted.Grants, &granted.Points, &granted.People))
			var paid int64
			require.NoError(r, d.Read().QueryRowContext(t.Context(), `SELECT COALESCE(sum(amount), 0) FROM transfer WHERE source = $1`, "rules/"+made.ID).Scan(&paid))
			require.Equal(r, granted.Points, paid)
			if granted.People > 0 && granted.People < 5 {
				granted = domain.Figures{Facts: granted.Facts, BelowFloor: true}
			}
			about := map[string]bool{}
			for _, f := range all {
				about[f.Person] = true
			}
			if len(about) > 0 && len(about) < 5 {
				granted = domain.Figures{BelowFloor: true}
			}
			require.Equal(r, granted, preview)
			keepsCaps(r, w, spec)
		})
	}, ledger.Migrations(), wallet.Migrations(), roster.Migrations(), fact.Migrations(), rule.Migrations())
}

// keepsCaps counts the grants anew.
func keepsCaps(r *rapid.T, w world, spec domain.Spec) {
	type grant struct {
		person             string
		at, amount, period int64
	}
	grants, err := db.All(w.Context(), w.db.Read(), func(scan db.Scan) (g grant, err error) {
		err = scan(&g.person, &g.at, &g.amount, &g.period)
		return g, err
	}, `SELECT person, at, amount, period FROM rule_grant WHERE refusal = 0`)
	require.NoError(r, err)
	total, each := map[int64]int64{}, map[grant]int64{}
	for i, g := range grants {
		total[g.period] += g.amount
		each[grant{person: g.person, period: g.period}] += g.amount
		for _, other := range grants[:i] {
			apart := time.Duration(max(g.at-other.at, other.at-g.at)) * time.Microsecond
			require.False(r, g.person == other.person && apart < spec.CoolDown, "%s is granted again after %s", g.person, apart)
		}
	}
	for _, points := range total {
		require.True(r, spec.TotalCap == 0 || points <= spec.TotalCap)
	}
	for _, points := range each {
		require.True(r, spec.PersonCap == 0 || points <= spec.PersonCap)
	}
}
