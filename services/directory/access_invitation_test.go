package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// Who makes a link may do no less than the person. Were the person given more while the link, or a session by it, is still good, it
// would be a way up.
func TestAnInvitationGivesNothingThatCameLater(t *testing.T) {
	inHouse(t, func(h *house) {
		team := h.unit("")
		person := h.person(team, "acme", "A1", employed)
		h.bind(person, optionv1.Role_ROLE_TEAM_LEAD, team, "")
		h.Clock.Advance(time.Minute)
		secret := h.invitation(person)
		h.Clock.Advance(time.Minute)
		h.bind(person, optionv1.Role_ROLE_ADMIN, "", "")
		roles := func(response *directoryv1.ExchangeTokenResponse, err error) (roles []optionv1.Role) {
			require.NoError(h, err)
			for _, binding := range response.GetCaller().GetBindings() {
				roles = append(roles, binding.GetRole())
			}
			return roles
		}
		session, err := h.exchangeInvitation(secret)
		require.Equal(h, []optionv1.Role{optionv1.Role_ROLE_TEAM_LEAD}, roles(session, err))
		refreshed, err := h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{})
		require.Equal(h, []optionv1.Role{optionv1.Role_ROLE_TEAM_LEAD}, roles(refreshed, err))
		require.Empty(h, h.caller(h.As(session.GetAccessToken())).GetBindings()[1:])
		require.Len(h, roles(h.exchangeInvitation(h.invitation(person))), 2, "a new link, made by who may")
	})
}

// Whoever made an earlier link could have used it and set a PIN. The next link ends that way in.
func TestANewInvitationTakesThePINAway(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "A1", employed)
		h.withPIN(person, "918273")
		session, err := h.exchangePIN(h.Context(), "acme", "A1", "918273")
		require.NoError(h, err)
		h.invitation(person)
		_, err = h.exchangePIN(h.Context(), "acme", "A1", "918273")
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		_, err = h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{})
		requireRefused(h, err, "CREDENTIAL_REFUSED")
	})
}
