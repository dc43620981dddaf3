package access_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/testkit"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/schema"
)

var noon = testkit.NewClock().Now()

func each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	testkit.EachEngine(t, fn, schema.Migrations(), access.Migrations())
}

func change(t *testing.T, d *db.DB, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	require.NoError(t, d.Tx(t.Context(), fn))
}

// TestALogInTakesTheSameWork whether the number is known or not: one comparison with one hash.
func TestALogInTakesTheSameWork(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		change(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, number := range []string{"with", "without"} {
				_, err := tx.ExecContext(ctx, `INSERT INTO person (id, version, display_name, employer, number, language, create_time, update_time)
					VALUES ($1, 1, 'Li Na', 'acme', $1, 'zh-CN', 0, 0)`, number)
				if err != nil {
					return err
				}
			}
			return access.New(tx).PutPIN(ctx, login.PIN{ID: "1", Person: "with", Hash: "their own", CreateTime: noon})
		})
		for number, want := range map[string]string{"with": "their own", "without": identity.NoPIN, "unknown": identity.NoPIN} {
			for _, right := range []bool{true, false} {
				var compared []string
				_, err := login.WithPIN(t.Context(), access.NewReader(d.Read()), login.Account{Employer: "acme", Number: number}, noon, identity.NoPIN,
					func(hash string) (bool, error) {
						compared = append(compared, hash)
						return right, nil
					})
				require.ErrorIs(t, err, login.ErrRefused, "nobody of them works here")
				require.Equal(t, []string{want}, compared, number)
			}
		}
	})
}

func TestTheLimitsAgree(t *testing.T) {
	require.Equal(t, identity.MaxBindings, domain.MaxBindings)
}

func TestPruneForgetsWhatIsOver(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ago := func(age time.Duration) time.Time { return noon.Add(-age) }
		change(t, d, func(ctx context.Context, tx *db.Tx) error {
			store := access.New(tx)
			for name, last := range map[string]time.Time{"old": ago(25 * time.Hour), "new": ago(time.Hour)} {
				if _, err := store.Attempts(ctx, name); err != nil {
					return err
				}
				if err := store.PutAttempts(ctx, name, login.Attempts{Count: 3, Last: last}); err != nil {
					return err
				}
			}
			for person, end := range map[string]time.Time{"long over": ago(25 * time.Hour), "just over": ago(23 * time.Hour), "in use": ago(-time.Hour), "used": ago(25 * time.Hour)} {
				err := store.PutInvitation(ctx, login.Invitation{ID: person, Person: person, Hash: []byte(person), CreateTime: ago(99 * time.Hour), ExpireTime: end})
				if err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, "UPDATE invitation SET use_time = $1 WHERE person = 'used'", db.Micros(ago(time.Hour))); err != nil {
				return err
			}
			for i, made := range []time.Time{ago(50 * time.Hour), ago(25 * time.Hour)} {
				id := strconv.Itoa(i + 1)
				if err := store.ReplaceSigningKey(ctx, access.SigningKey{ID: id, Seed: []byte(id), CreateTime: made}); err != nil {
					return err
				}
			}
			return store.ReplaceSigningKey(ctx, access.SigningKey{ID: "3", Seed: []byte("3"), CreateTime: ago(time.Hour)})
		})
		require.NoError(t, access.Prune(t.Context(), d, noon))
		for query, want := range map[string]int{
			"SELECT count(*) FROM login_attempt":                         1,
			"SELECT count(*) FROM invitation":                            3,
			"SELECT count(*) FROM invitation WHERE person = 'long over'": 0,
			"SELECT count(*) FROM signing_key":                           2,
			"SELECT count(*) FROM signing_key WHERE id = '1'":            0,
			"SELECT count(*) FROM signing_key WHERE retire_time IS NULL": 1,
		} {
			var got int
			require.NoError(t, d.Read().QueryRowContext(t.Context(), query).Scan(&got))
			require.Equal(t, want, got, query)
		}
	})
}
