package bootstrap_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"

	"github.com/hearth-culture/hearth/services/directory/internal/bootstrap"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
	"github.com/hearth-culture/hearth/services/directory/internal/store/schema"
)

// site is a folder of key files and a database.
type site struct {
	*testing.T
	db     *db.DB
	folder string
	now    time.Time
}

var services = []string{"directory", "survey"}

func each(t *testing.T, fn func(s *site)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		fn(&site{T: t, db: d, folder: filepath.Join(t.TempDir(), "keys"), now: testkit.NewClock().Now()})
	}, schema.Migrations(), access.Migrations())
}

// run starts once more, a minute later.
func (s *site) run() error {
	s.now = s.now.Add(time.Minute)
	return bootstrap.Run(s.Context(), s.db, s.folder, services, s.now, testkit.Log(s))
}

func (s *site) path(file string) string { return filepath.Join(s.folder, file) }

func (s *site) secret(file string) string {
	s.Helper()
	secret, err := identity.ReadKeyFile(s.path(file))
	require.NoError(s, err)
	return secret
}

// opens is who the secret logs in now; "" for nobody.
func (s *site) opens(secret string) string {
	s.Helper()
	actor, err := login.WithKey(s.Context(), access.NewReader(s.db.Read()), identity.HashSecret(secret), s.now)
	if err != nil {
		require.ErrorIs(s, err, login.ErrRefused)
		return ""
	}
	if actor.Subject[:5] == "keys/" {
		require.Equal(s, []model.Binding{{Role: model.RoleAdmin}}, actor.Bindings)
		return "admin"
	}
	require.Equal(s, []model.Binding{{Role: model.RoleSystem}}, actor.Bindings)
	return actor.Subject
}

// requireWorking holds every file to a secret that works.
func (s *site) requireWorking() {
	s.Helper()
	for file, who := range map[string]string{
		"admin.key": "admin", "service-directory.key": "services/directory", "service-survey.key": "services/survey",
	} {
		require.Equal(s, who, s.opens(s.secret(file)), file)
		info, err := os.Stat(s.path(file))
		require.NoError(s, err)
		require.Equal(s, os.FileMode(0o600), info.Mode().Perm(), file)
	}
}

func TestTheFirstStartLaysAndTheNextLeaves(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		s.requireWorking()
		before := map[string]string{}
		for _, file := range []string{"admin.key", "service-directory.key", "service-survey.key"} {
			before[file] = s.secret(file)
		}
		for range 3 {
			require.NoError(s, s.run())
		}
		s.requireWorking()
		for file, secret := range before {
			require.Equal(s, secret, s.secret(file))
		}
		keys, err := access.NewReader(s.db.Read()).SigningKeys(s.Context(), s.now)
		require.NoError(s, err)
		require.Len(s, keys, 1)
	})
}

// TestAFirstStartThatBreaksOffIsMendedByTheNext, whichever step fails.
func TestAFirstStartThatBreaksOffIsMendedByTheNext(t *testing.T) {
	for stage := range 12 {
		each(t, func(s *site) {
			steps := 0
			s.db.SetFault(func(db.Stage) error {
				if steps++; steps > stage {
					return os.ErrDeadlineExceeded
				}
				return nil
			})
			err := s.run()
			s.db.SetFault(nil)
			require.ErrorIs(s, err, os.ErrDeadlineExceeded)
			require.NoError(s, s.run())
			s.requireWorking()
		})
	}
}

func TestTwoStartsAtTheSameTimeAgree(t *testing.T) {
	each(t, func(s *site) {
		results := make(chan error, 4)
		for range cap(results) {
			go func() { results <- bootstrap.Run(s.Context(), s.db, s.folder, services, s.now, testkit.Log(s)) }()
		}
		for range cap(results) {
			require.NoError(s, <-results)
		}
		s.requireWorking()
	})
}

func TestALostServiceFileIsReplaced(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		lost := s.secret("service-survey.key")
		require.NoError(s, os.Remove(s.path("service-survey.key")))
		require.NoError(s, s.run())
		s.requireWorking()
		require.Empty(s, s.opens(lost))

		// The file comes back from a backup: its secret has been ended, and does not come back.
		require.NoError(s, identity.ReplaceKeyFile(s.path("service-survey.key"), lost))
		require.NoError(s, s.run())
		s.requireWorking()
		require.Empty(s, s.opens(lost))
	})
}

func TestAFileThatTheDatabaseDoesNotKnowIsTakenOver(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		old := s.secret("service-survey.key")
		laid, _, _ := identity.NewSecret(identity.KindKey)
		require.NoError(s, identity.ReplaceKeyFile(s.path("service-survey.key"), laid))
		require.NoError(s, s.run())
		s.requireWorking()
		require.Equal(s, laid, s.secret("service-survey.key"))
		require.Empty(s, s.opens(old))
	})
	// Laid out before the first start, as after a crash between the file and the database.
	each(t, func(s *site) {
		require.NoError(s, os.MkdirAll(s.folder, 0o700))
		laid, _, _ := identity.NewSecret(identity.KindKey)
		require.NoError(s, identity.WriteKeyFile(s.path("admin.key"), laid))
		require.NoError(s, s.run())
		s.requireWorking()
		require.Equal(s, laid, s.secret("admin.key"))
	})
}

func TestFilesThatAreWrongAreNamed(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(s *site)
		want  string
	}{
		"open to others": {func(s *site) { require.NoError(s, os.Chmod(s.path("service-survey.key"), 0o644)) }, "chmod 600"},
		"not a secret": {func(s *site) {
			require.NoError(s, os.WriteFile(s.path("service-survey.key"), []byte("letmein\n"), 0o600))
		}, "does not hold"},
		"another service's": {func(s *site) {
			require.NoError(s, identity.ReplaceKeyFile(s.path("service-survey.key"), s.secret("service-directory.key")))
		}, "another key, directory"},
		"the administrator's": {func(s *site) {
			require.NoError(s, identity.ReplaceKeyFile(s.path("service-survey.key"), s.secret("admin.key")))
		}, "another key, admin.key"},
		"an empty file": {func(s *site) { require.NoError(s, os.Truncate(s.path("service-survey.key"), 0)) }, "does not hold"},
		"a folder in its place": {func(s *site) {
			require.NoError(s, os.Remove(s.path("service-survey.key")))
			require.NoError(s, os.Mkdir(s.path("service-survey.key"), 0o700))
		}, "not a file"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(s *site) {
				require.NoError(s, s.run())
				test.spoil(s)
				require.ErrorContains(s, s.run(), test.want)
			})
		})
	}
}

func TestTheAdministratorsKeyIsResetOnRequestAlone(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		first := s.secret("admin.key")
		// It was moved to a safer place.
		require.NoError(s, os.Remove(s.path("admin.key")))
		require.NoError(s, s.run())
		require.NoFileExists(s, s.path("admin.key"))
		require.Equal(s, "admin", s.opens(first))

		require.NoError(s, bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now))
		s.requireWorking()
		require.Empty(s, s.opens(first))
		second := s.secret("admin.key")
		require.NoError(s, bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now))
		s.requireWorking()
		require.Empty(s, s.opens(second))
	})
}

func TestARevokedAdministratorDoesNotComeBackByItself(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		first := s.secret("admin.key")
		s.change(func(ctx context.Context, store access.Store) error {
			key, err := store.KeyWithHash(ctx, identity.HashSecret(first))
			require.NoError(s, err)
			return store.RevokeKey(ctx, key.ID, s.now)
		})
		require.NoError(s, s.run())
		require.Empty(s, s.opens(first))
		require.NoError(s, bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now))
		s.requireWorking()
		require.Empty(s, s.opens(first))
	})
}

func TestAResetGivesTheRoleBack(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		first := s.secret("admin.key")
		s.change(func(ctx context.Context, store access.Store) error {
			key, err := store.KeyWithHash(ctx, identity.HashSecret(first))
			require.NoError(s, err)
			bindings, err := store.BindingsOf(ctx, key.Subject(), s.now)
			require.NoError(s, err)
			return store.DeleteBinding(ctx, bindings[0].ID)
		})
		require.NoError(s, bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now))
		s.requireWorking()
		require.Empty(s, s.opens(first))
	})
}

// TestAResetThatBreaksOffLeavesAWayIn: whichever step fails, the file that is there holds a secret that works.
func TestAResetThatBreaksOffLeavesAWayIn(t *testing.T) {
	each(t, func(s *site) {
		require.NoError(s, s.run())
		crash := os.ErrDeadlineExceeded
		for stage := range 6 {
			steps := 0
			s.db.SetFault(func(db.Stage) error {
				if steps++; steps > stage {
					return crash
				}
				return nil
			})
			err := bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now)
			s.db.SetFault(nil)
			require.ErrorIs(s, err, crash, "step %d", stage)
			s.requireWorking()
		}
		require.NoError(s, bootstrap.ResetAdmin(s.Context(), s.db, s.folder, s.now))
		s.requireWorking()
		key, err := access.NewReader(s.db.Read()).KeyOf(s.Context(), domain.AdminKey, "admin.key")
		require.NoError(s, err)
		require.Len(s, key.Open(s.now), 1, "what the broken ones left behind has ended")
	})
}

func (s *site) change(fn func(ctx context.Context, store access.Store) error) {
	s.Helper()
	require.NoError(s, s.db.Tx(s.Context(), func(ctx context.Context, tx *db.Tx) error { return fn(ctx, access.New(tx)) }))
}
