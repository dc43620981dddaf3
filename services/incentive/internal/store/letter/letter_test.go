package letter_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/internal/testkit"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/letter"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/letter"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// withUnit runs fn on each engine, with a unit that letters come to.
func withUnit(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		require.NoError(t, d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO roster_unit (unit, version, parent, site, archived) VALUES ('desk', 1, '', '', FALSE)`)
			return err
		}))
		fn(t, d)
	}, letter.Migrations(), roster.Migrations())
}

// do runs fn in a transaction that says nothing to anybody.
func do(ctx context.Context, d *db.DB, fn func(ctx context.Context, s letter.Store) error) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return fn(ctx, letter.New(tx, func(context.Context, *db.Tx, ...model.Fact) error { return nil }))
	})
}

func take(ctx context.Context, d *db.DB, sent domain.Original) (taken domain.Letter, err error) {
	err = do(ctx, d, func(ctx context.Context, s letter.Store) error {
		taken, err = domain.Take(ctx, s, model.Everything(), noon, intake(sent))
		return err
	})
	return taken, err
}

func intake(sent domain.Original) domain.Intake {
	return domain.Intake{Unit: "desk", Channel: 1, Received: model.DayOf(noon), Original: sent}
}

func TestALetterThatComesEightTimesAtOnceIsOne(t *testing.T) {
	withUnit(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		taken, failed := make([]domain.Letter, 8), make([]error, 8)
		for n := range taken {
			all.Go(func() {
				taken[n], failed[n] = take(t.Context(), d, domain.Original{Text: "Thank you", Source: "crm", ID: "7"})
			})
		}
		all.Wait()
		for n := range taken {
			require.NoError(t, failed[n])
			require.Equal(t, taken[0].ID, taken[n].ID)
		}
		_, err := take(t.Context(), d, domain.Original{Text: "Thank you!", Source: "crm", ID: "7"})
		require.ErrorIs(t, err, domain.ErrIDReused)
	})
}

func TestWhatIsDueIsPurgedOnceByWhoeverComesFirst(t *testing.T) {
	withUnit(t, func(t *testing.T, d *db.DB) {
		const letters = 120
		require.NoError(t, do(t.Context(), d, func(ctx context.Context, s letter.Store) error {
			for n := range letters {
				if _, err := domain.Take(ctx, s, model.Everything(), noon, intake(domain.Original{Text: fmt.Sprint("Thank you, ", n)})); err != nil {
					return err
				}
			}
			return nil
		}))
		later := noon.AddDate(0, 0, 30)
		due := func() []string {
			found, err := letter.NewReader(d.Read()).PurgeDue(t.Context(), later, letters)
			require.NoError(t, err)
			return found
		}
		require.Len(t, due(), letters)
		var all sync.WaitGroup
		failed := make([]error, 4)
		for n := range failed {
			all.Go(func() {
				failed[n] = do(t.Context(), d, func(ctx context.Context, s letter.Store) error {
					_, err := domain.PurgeDue(ctx, s, later)
					return err
				})
			})
		}
		all.Wait()
		for _, err := range failed {
			require.NoError(t, err)
		}
		for len(due()) > 0 { // four at once may have met on the same hundred
			require.NoError(t, do(t.Context(), d, func(ctx context.Context, s letter.Store) error {
				_, err := domain.PurgeDue(ctx, s, later)
				return err
			}))
		}
		var kept, versions int
		require.NoError(t, d.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM letter_original`).Scan(&kept))
		require.NoError(t, d.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM letter WHERE version = 2 AND state = 5`).Scan(&versions))
		require.Equal(t, []int{0, letters}, []int{kept, versions})
	})
}

func TestSpansSayNothingOfTheCustomer(t *testing.T) {
	withUnit(t, func(t *testing.T, d *db.DB) {
		seen := tracetest.NewInMemoryExporter()
		ctx, root := sdk.NewTracerProvider(sdk.WithSyncer(seen)).Tracer("test").Start(t.Context(), "root")
		sent := domain.Original{Text: "I am Qiong Bellweather", Names: []string{"Qiong Bellweather"}, Reference: "case-55102", Source: "crm", ID: "90417-x"}
		taken, err := take(ctx, d, sent)
		require.NoError(t, err)
		require.ErrorIs(t, do(ctx, d, func(ctx context.Context, s letter.Store) error {
			_, err := domain.Retype(ctx, s, model.Everything(), noon, model.Actor{Subject: "keys/1"}, taken.ID, "Thanks, says Qiong Bellweather of case-55102")
			return err
		}), domain.ErrNotRedacted)
		require.NoError(t, do(ctx, d, func(ctx context.Context, s letter.Store) error {
			_, err := domain.Decline(ctx, s, model.Everything(), noon, taken.ID, 6)
			return err
		}))
		root.End()
		said := fmt.Sprintf("%+v", seen.GetSpans())
		require.Contains(t, said, "INSERT letter_original")
		require.Contains(t, said, "DELETE letter_original")
		for _, text := range []string{"Bellweather", "55102", "90417"} {
			require.NotContains(t, said, text)
		}
	})
}
