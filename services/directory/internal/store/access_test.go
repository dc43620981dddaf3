package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

func TestAccess(t *testing.T) {
	contract(t, map[string]func(*testing.T, rig){
		"bindings": bindings, "keys": keys, "invitations": invitations, "attempts": attempts, "rollback": accessUndone, "parallel": accessTogether,
		"paging": accessPaged,
	})
}

func bound(id, subject string, role model.Role) domain.Binding {
	return domain.Binding{ID: id, Subject: subject, Binding: model.Binding{Role: role}, CreateTime: at}
}

func (r rig) bind(t *testing.T, all ...domain.Binding) {
	t.Helper()
	r.write(t, func(ctx context.Context, s stores) error {
		for _, each := range all {
			if err := s.access.AddBinding(ctx, each); err != nil {
				return err
			}
		}
		return nil
	})
}

func bindings(t *testing.T, r rig) {
	full := bound("b", "people/p", model.RoleManager)
	full.Unit, full.Employer, full.ExpireTime = "u", "Acme", at.Add(time.Microsecond)
	r.bind(t, full, bound("a", "people/p", model.RoleAnalyst), bound("c", "people/P", model.RoleAdmin))
	read := access.NewReader(r.Read())
	kept, err := read.Binding(t.Context(), "b")
	require.NoError(t, err)
	same(t, full, kept)
	_, err = read.Binding(t.Context(), "B")
	require.ErrorIs(t, err, model.ErrNotFound)
	for now, want := range map[time.Time]int{at: 2, at.Add(time.Microsecond): 1} {
		of, err := read.BindingsOf(t.Context(), "people/p", now)
		require.NoError(t, err)
		require.Len(t, of, want, "it ends at the microsecond")
		require.Equal(t, "a", of[0].ID)
	}
	r.write(t, func(ctx context.Context, s stores) error { return s.access.DeleteBinding(ctx, "b") })
	_, err = read.Binding(t.Context(), "b")
	require.ErrorIs(t, err, model.ErrNotFound)
}

func keys(t *testing.T, r rig) {
	key := domain.Key{ID: "k", Kind: domain.SystemKey, DisplayName: "HRIS 人事", CreateTime: at, ExpireTime: at.Add(time.Hour)}
	secret := domain.Secret{ID: "s", Prefix: "hk_", Hash: []byte{0, 255, 'a'}, CreateTime: at, ExpireTime: at.Add(time.Microsecond)}
	r.write(t, func(ctx context.Context, s stores) error {
		return errors.Join(s.access.AddKey(ctx, key), s.access.AddSecret(ctx, "k", secret))
	})
	key.Secrets = []domain.Secret{secret}
	read := access.NewReader(r.Read())
	kept, err := read.Key(t.Context(), "k")
	require.NoError(t, err)
	same(t, key, kept)
	_, id, err := read.KeyByHash(t.Context(), secret.Hash, at)
	require.NoError(t, err)
	require.Equal(t, "s", id)
	for hash, now := range map[string]time.Time{string(secret.Hash): at.Add(time.Microsecond), string([]byte{0, 255, 'A'}): at} {
		_, _, err = read.KeyByHash(t.Context(), []byte(hash), now)
		require.ErrorIs(t, err, model.ErrNotFound)
	}
	again := secret
	again.ID = "s2"
	require.Equal(t, "key_secret(hash)", db.Duplicate(r.try(t.Context(), func(ctx context.Context, s stores) error { return s.access.AddSecret(ctx, "k", again) })))
	service := func(id string) error {
		return r.try(t.Context(), func(ctx context.Context, s stores) error {
			return s.access.AddKey(ctx, domain.Key{ID: id, Kind: domain.ServiceKey, DisplayName: "survey", CreateTime: at})
		})
	}
	require.NoError(t, service("v1"))
	require.Equal(t, "api_key(display_name)", db.Duplicate(service("v2")), "a service has one key")
}

func invitations(t *testing.T, r rig) {
	put := func(id string) {
		r.write(t, func(ctx context.Context, s stores) error {
			return s.access.PutInvitation(ctx, login.Invitation{ID: id, Person: "p", Hash: []byte(id), CreateTime: at, ExpireTime: at.Add(time.Hour)})
		})
	}
	put("old")
	put("new")
	use := func(ctx context.Context, s stores, id string, now time.Time) error {
		_, err := s.access.UseInvitation(ctx, []byte(id), now)
		return err
	}
	for id, now := range map[string]time.Time{"old": at, "NEW": at, "new": at.Add(time.Hour)} {
		require.ErrorIs(t, r.try(t.Context(), func(ctx context.Context, s stores) error { return use(ctx, s, id, now) }), model.ErrNotFound, id)
	}
	failed := r.together(t, 8, func(ctx context.Context, s stores, _ int) error { return use(ctx, s, "new", at) })
	require.Len(t, failed, 7, "one of many takes it")
	for _, err := range failed {
		require.ErrorIs(t, err, model.ErrNotFound)
	}
}

// Attempts at one door are counted one after the other, the first ones among them.
func attempts(t *testing.T, r rig) {
	const times = 12
	require.Empty(t, r.together(t, times, func(ctx context.Context, s stores, _ int) error {
		seen, err := s.access.Attempts(ctx, "door")
		if err != nil {
			return err
		}
		return s.access.PutAttempts(ctx, "door", login.Attempts{Count: seen.Count + 1, Last: at})
	}))
	r.write(t, func(ctx context.Context, s stores) error {
		seen, err := s.access.Attempts(ctx, "door")
		same(t, login.Attempts{Count: times, Last: at}, seen)
		return err
	})
}

func accessUndone(t *testing.T, r rig) {
	r.bind(t, bound("a", "people/p", model.RoleAnalyst))
	r.undone(t, func(ctx context.Context, s stores) error {
		return errors.Join(s.access.DeleteBinding(ctx, "a"), s.access.AddBinding(ctx, bound("b", "people/p", model.RoleAdmin)),
			s.access.PutPIN(ctx, login.PIN{ID: "x", Person: "p", CreateTime: at}))
	})
	of, err := access.NewReader(r.Read()).BindingsOf(t.Context(), "people/p", at)
	require.NoError(t, err)
	same(t, []domain.Binding{bound("a", "people/p", model.RoleAnalyst)}, of)
	_, err = access.NewReader(r.Read()).PINOf(t.Context(), "p")
	require.ErrorIs(t, err, model.ErrNotFound)
}

// Whoever holds the lock reads what those before have written.
func accessTogether(t *testing.T, r rig) {
	require.Empty(t, r.together(t, 12, func(ctx context.Context, s stores, n int) error {
		if err := s.access.Lock(ctx); err != nil {
			return err
		}
		of, err := s.access.BindingsOf(ctx, "people/p", at)
		if err != nil || len(of) >= 5 {
			return err
		}
		return s.access.AddBinding(ctx, bound(fmt.Sprint(n), "people/p", model.RoleAnalyst))
	}))
	of, err := access.NewReader(r.Read()).BindingsOf(t.Context(), "people/p", at)
	require.NoError(t, err)
	require.Len(t, of, 5)
}

func accessPaged(t *testing.T, r rig) {
	r.bind(t, bound("d", "people/p", model.RoleAnalyst), bound("b", "people/p", model.RoleAnalyst), bound("f", "people/P", model.RoleAnalyst))
	read := access.NewReader(r.Read())
	list := model.List{Conditions: []model.Condition{{Field: "subject", Op: "=", Value: "people/p"}}}
	got := pages(t, list,
		func(l model.List) ([]domain.Binding, error) { return read.Bindings(t.Context(), model.Everything(), l) },
		func(b domain.Binding) []any { return []any{b.ID} }, func(b domain.Binding) string { return b.ID },
		func(page int) {
			if page == 0 {
				r.bind(t, bound("a", "people/p", model.RoleAnalyst), bound("c", "people/p", model.RoleAnalyst))
			}
		})
	require.Equal(t, []string{"b", "c", "d"}, got)
}
