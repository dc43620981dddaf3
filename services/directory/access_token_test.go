package directory_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"

	"github.com/hearth-culture/hearth/services/directory/internal/signing"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

func TestTokensThatAreNoneOfOurs(t *testing.T) {
	inHouse(t, func(h *house) {
		_, secret := h.key(admins)
		good := h.keyToken(secret)
		_, stranger, err := ed25519.GenerateKey(nil)
		require.NoError(h, err)
		now := h.Clock.Now()
		forge := func(kid string, change func(*identity.Claims)) string {
			signer, err := identity.NewSigner(kid, stranger)
			require.NoError(h, err)
			claims := identity.Claims{
				Subject: h.caller(h.admin).GetSubject(), Bindings: []model.Binding{{Role: model.RoleAdmin}},
				IssuedAt: now, AuthTime: now, ExpiresAt: now.Add(time.Hour), Credential: "secrets/1", ID: uuid.NewString(),
			}
			change(&claims)
			token, err := signer.Sign(claims)
			require.NoError(h, err)
			return token
		}
		published := keyIDs(h)
		require.Len(h, published, 1)
		for name, token := range map[string]string{
			"none": "", "rubbish": "rubbish", "a secret": secret, "cut off": good[:len(good)-2], "changed": "A" + good[1:],
			"of another installation": forge(uuid.NewString(), func(*identity.Claims) {}),
			"under our key id":        forge(published[0], func(*identity.Claims) {}),
			"as a service": forge(published[0], func(c *identity.Claims) {
				c.Subject, c.Bindings = "services/survey", []model.Binding{{Role: model.RoleSystem}}
			}),
		} {
			for method, call := range calls(h) {
				require.Equal(h, "UNAUTHENTICATED", calltest.Reason(call(h.As(token))), "%s: %s", method, name)
			}
		}
		require.Equal(h, "UNAUTHENTICATED", calltest.Reason(calls(h)["list"](h.Context())))
		require.Equal(h, "UNAUTHENTICATED", calltest.Reason(calls(h)["list"](calltest.As(h.As(good), good))), "with two of them nobody can say whose call it is")
		require.NoError(h, calls(h)["list"](h.As(good)))
		h.Clock.Advance(signing.Lifetime)
		for method, call := range calls(h) {
			require.Equal(h, "UNAUTHENTICATED", calltest.Reason(call(h.As(good))), "%s: expired", method)
		}
	})
}

// calls are some that need a token.
func calls(h *house) map[string]func(ctx context.Context) error {
	return map[string]func(ctx context.Context) error{
		"caller": func(ctx context.Context) error {
			_, err := h.tokens.GetCaller(ctx, &directoryv1.GetCallerRequest{})
			return err
		},
		"refresh": func(ctx context.Context) error {
			_, err := h.tokens.RefreshToken(ctx, &directoryv1.RefreshTokenRequest{})
			return err
		},
		"list": func(ctx context.Context) error {
			_, err := h.systems.ListKeys(ctx, &directoryv1.ListKeysRequest{})
			return err
		},
		"create": func(ctx context.Context) error {
			_, err := h.systems.CreateKey(ctx, &directoryv1.CreateKeyRequest{Key: &directoryv1.Key{DisplayName: "x"}, Grants: []*directoryv1.KeyGrant{admins}})
			return err
		},
	}
}

func keyIDs(h *house) (ids []string) {
	h.Helper()
	response, err := h.tokens.GetJwks(h.Context(), &directoryv1.GetJwksRequest{})
	require.NoError(h, err)
	var set struct {
		Keys []struct{ Kid, Kty, Crv, Alg, D string }
	}
	require.NoError(h, json.Unmarshal([]byte(response.GetJwks()), &set))
	for _, key := range set.Keys {
		require.Equal(h, [...]string{"OKP", "Ed25519", "EdDSA", ""}, [...]string{key.Kty, key.Crv, key.Alg, key.D})
		ids = append(ids, key.Kid)
	}
	return ids
}

// TestATokenIsRenewedWhileItsCredentialHolds, to the end of twelve hours after the log-in.
func TestATokenIsRenewedWhileItsCredentialHolds(t *testing.T) {
	type session struct {
		token string
		err   error
	}
	refresh := func(h *house, token string) session {
		response, err := h.tokens.RefreshToken(h.As(token), &directoryv1.RefreshTokenRequest{})
		return session{response.GetAccessToken(), err}
	}
	inHouse(t, func(h *house) {
		unit := h.unit("")
		person := h.person(unit, "acme", "A1", employed)
		h.withPIN(person, pin)
		_, secret := h.key(admins)
		byPIN, err := h.exchangePIN(h.Context(), "acme", "A1", pin)
		require.NoError(h, err)
		other := h.person(unit, "acme", "A2", employed)
		byInvitation, err := h.exchangeInvitation(h.invitation(other))
		require.NoError(h, err)
		tokens := map[string]string{
			"key": h.keyToken(secret), "service": h.fileToken("service-survey.key"),
			"PIN": byPIN.GetAccessToken(), "invitation": byInvitation.GetAccessToken(),
		}
		begin := h.Clock.Now()
		for h.Clock.Now().Add(9 * time.Minute).Before(begin.Add(12 * time.Hour)) {
			h.Clock.Advance(9 * time.Minute)
			for name, token := range tokens {
				next := refresh(h, token)
				require.NoError(h, next.err, "%s after %v", name, h.Clock.Now().Sub(begin))
				tokens[name] = next.token
			}
		}
		h.Clock.Advance(9 * time.Minute)
		for name, token := range tokens {
			require.Equal(h, "CREDENTIAL_REFUSED", calltest.Reason(refresh(h, token).err), name)
		}
	})
	inHouse(t, func(h *house) {
		unit := h.unit("")
		person := h.person(unit, "acme", "A1", employed)
		h.withPIN(person, pin)
		login := func() string {
			session, err := h.exchangePIN(h.Context(), "acme", "A1", pin)
			require.NoError(h, err)
			return session.GetAccessToken()
		}
		token := login()
		binding := h.bind(person, optionv1.Role_ROLE_MANAGER, unit, "")
		require.Empty(h, h.caller(h.As(token)).GetBindings())
		fresh := refresh(h, token)
		require.NoError(h, fresh.err)
		require.Len(h, h.caller(h.As(fresh.token)).GetBindings(), 1, "bindings are read anew")
		_, err := h.bindings.DeleteBinding(h.admin, &directoryv1.DeleteBindingRequest{Name: binding.GetName()})
		require.NoError(h, err)
		fresh = refresh(h, fresh.token)
		require.NoError(h, fresh.err)
		require.Empty(h, h.caller(h.As(fresh.token)).GetBindings())

		h.withPIN(person, "918273")
		require.Equal(h, "CREDENTIAL_REFUSED", calltest.Reason(refresh(h, token).err), "another PIN was set")
		h.withPIN(person, pin)
		token = login()
		h.Exec("UPDATE placement SET to_day = from_day WHERE person = $1", model.ID(person))
		require.Equal(h, "CREDENTIAL_REFUSED", calltest.Reason(refresh(h, token).err), "left")
	})
}

func TestAServiceActsForItself(t *testing.T) {
	inHouse(t, func(h *house) {
		caller := h.caller(h.As(h.fileToken("service-survey.key")))
		require.Equal(h, "services/survey", caller.GetSubject())
		require.Len(h, caller.GetBindings(), 1)
		require.Equal(h, optionv1.Role_ROLE_SYSTEM, caller.GetBindings()[0].GetRole())
		require.Empty(h, caller.GetBindings()[0].GetUnit())
		_, err := h.systems.ListKeys(h.As(h.fileToken("service-survey.key")), &directoryv1.ListKeysRequest{})
		requireRefused(h, err, "PERMISSION_DENIED")
	})
}

func TestSigningKeysRotate(t *testing.T) {
	inHouse(t, func(h *house) {
		_, secret := h.key(admins)
		before := h.keyToken(secret)
		old := keyIDs(h)[0]
		rotate := func() { require.NoError(h, signing.Rotate(h.Context(), h.DB, h.Clock.Now())) }
		rotate()
		require.Len(h, keyIDs(h), 2)
		require.Equal(h, old, keyIDs(h)[1])
		soon := h.keyToken(secret)
		require.NoError(h, calls(h)["list"](h.As(soon)))
		h.Clock.Advance(10 * time.Second)
		later := h.keyToken(secret)
		for _, token := range []string{before, soon, later} {
			require.NoError(h, calls(h)["list"](h.As(token)))
		}
		// The last token of the old key has its full life.
		h.Clock.Advance(signing.Lifetime - 11*time.Second)
		require.NoError(h, calls(h)["list"](h.As(soon)))
		require.Len(h, keyIDs(h), 2)
		h.Clock.Advance(2 * time.Minute)
		require.Len(h, keyIDs(h), 1)
		require.NotEqual(h, old, keyIDs(h)[0])
		require.NoError(h, calls(h)["list"](h.As(h.keyToken(secret))))
	})
}

// TestAnErasedPersonLeavesNoCredentials holds the function that the erasure calls.
func TestAnErasedPersonLeavesNoCredentials(t *testing.T) {
	inHouse(t, func(h *house) {
		unit := h.unit("")
		person, other := h.person(unit, "acme", "A1", employed), h.person(unit, "acme", "A2", employed)
		for _, one := range []string{person, other} {
			h.bind(one, optionv1.Role_ROLE_MANAGER, unit, "")
			h.withPIN(one, pin)
		}
		require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
			return access.New(tx).EraseCredentials(ctx, model.ID(person))
		}))
		for _, table := range []string{"binding WHERE subject", "pin WHERE 'people/' || person", "invitation WHERE 'people/' || person"} {
			require.Equal(h, []string{"0"}, rows(h, "SELECT count(*) FROM "+table+" = '"+person+"'"), table)
			require.Equal(h, []string{"1"}, rows(h, "SELECT count(*) FROM "+table+" = '"+other+"'"), table)
		}
	})
}
