package directory_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
	"github.com/hearth-culture/hearth/services/directory/internal/store/access"
)

// wayIn is what the session's token says of how the person was let in.
func (h *house) wayIn(session *directoryv1.ExchangeTokenResponse, err error) string {
	h.Helper()
	require.NoError(h, err)
	return h.wayOf(session.GetAccessToken())
}

func (h *house) wayOf(token string) string {
	h.Helper()
	verifier := identity.NewVerifier(func(ctx context.Context) ([]byte, error) {
		published, err := h.tokens.GetJwks(ctx, &directoryv1.GetJwksRequest{})
		return []byte(published.GetJwks()), err
	}, h.Clock.Now)
	actor, err := verifier.Authenticate(h.Context(), token)
	require.NoError(h, err)
	return actor.WayIn
}

// What belongs to one invitation: its session, the PIN that is set there, the PIN that is set in a session of that PIN, and all refreshes.
func TestAnInvitationIsOneWayIn(t *testing.T) {
	inHouse(t, func(h *house) {
		team := h.unit("")
		person, other := h.person(team, "acme", "A1", employed), h.person(team, "acme", "A2", employed)
		refreshed := func(session *directoryv1.ExchangeTokenResponse) string {
			return h.wayIn(h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{}))
		}
		session, err := h.exchangeInvitation(h.invitation(person))
		first := h.wayIn(session, err)
		require.NotEmpty(h, first)
		require.Equal(h, first, refreshed(session))
		for _, pin := range []string{"918273", "480215"} {
			_, err := h.tokens.SetPin(h.As(session.GetAccessToken()), &directoryv1.SetPinRequest{Pin: pin})
			require.NoError(h, err)
			session, err = h.exchangePIN(h.Context(), "acme", "A1", pin)
			require.Equal(h, first, h.wayIn(session, err))
			require.Equal(h, first, refreshed(session))
		}
		second := h.wayIn(h.exchangeInvitation(h.invitation(person)))
		require.NotEmpty(h, second)
		require.NotEqual(h, first, second)
		h.withPIN(person, "918273")
		third := h.wayIn(h.exchangePIN(h.Context(), "acme", "A1", "918273"))
		require.NotContains(h, []string{"", first, second}, third)
		require.NotContains(h, []string{"", first, second, third}, h.wayIn(h.exchangeInvitation(h.invitation(other))))

		_, secret := h.key(admins)
		require.Empty(h, h.wayOf(h.keyToken(secret)))
		require.Empty(h, h.wayOf(h.fileToken("service-survey.key")))
	})
}

// A token lives on for minutes when the invitation or the PIN behind it was replaced. It must not bring back the way in that was ended.
func TestAnEndedSessionSetsNoPIN(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "A1", employed)
		byInvitation, err := h.exchangeInvitation(h.invitation(person))
		require.NoError(h, err)
		_, err = h.tokens.SetPin(h.As(byInvitation.GetAccessToken()), &directoryv1.SetPinRequest{Pin: "918273"})
		require.NoError(h, err)
		byPIN, err := h.exchangePIN(h.Context(), "acme", "A1", "918273")
		require.NoError(h, err)
		h.invitation(person)
		for _, ended := range []*directoryv1.ExchangeTokenResponse{byInvitation, byPIN} {
			_, err = h.tokens.SetPin(h.As(ended.GetAccessToken()), &directoryv1.SetPinRequest{Pin: "480215"})
			requireRefused(h, err, "CREDENTIAL_REFUSED")
		}
		for _, pin := range []string{"918273", "480215"} {
			_, err = h.exchangePIN(h.Context(), "acme", "A1", pin)
			requireRefused(h, err, "CREDENTIAL_REFUSED")
		}
	})
}

// Whichever of the two comes first, no PIN of the earlier way in is left.
func TestAnInvitationAndAPINAtTheSameTime(t *testing.T) {
	inHouse(t, func(h *house) {
		team, now := h.unit(""), h.Clock.Now()
		admin := model.Actor{Bindings: []model.Binding{{Role: model.RoleAdmin}}}
		invite := func(person, secret string) (made login.Invitation, err error) {
			err = h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
				made, err = login.Invite(ctx, access.New(tx), admin, model.Everything(), now,
					login.Invitation{Person: person, Hash: []byte(person + secret), ExpireTime: now.Add(time.Hour)})
				return err
			})
			return made, err
		}
		for n := range 30 {
			person := model.ID(h.person(team, "acme", fmt.Sprint("A", n), employed))
			first, err := invite(person, "first")
			require.NoError(h, err)
			caller := model.Actor{Subject: model.Name("people", person), Credential: model.Name("invitations", first.ID), WayIn: first.ID}
			var both sync.WaitGroup
			var setting, inviting error
			both.Go(func() {
				setting = h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
					return login.SetPIN(ctx, access.New(tx), caller, now, "hash")
				})
			})
			both.Go(func() { _, inviting = invite(person, "second") })
			both.Wait()
			require.NoError(h, inviting)
			if setting != nil {
				require.ErrorIs(h, setting, login.ErrRefused)
			}
			_, err = access.NewReader(h.DB.Read()).PINOf(h.Context(), person)
			require.ErrorIs(h, err, model.ErrNotFound)
		}
	})
}
