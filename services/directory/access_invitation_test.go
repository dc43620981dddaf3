package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/model"
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
		session, err := h.exchangeInvitation(secret)
		require.NoError(h, err)
		only := func(session *directoryv1.ExchangeTokenResponse, err error) {
			h.Helper()
			require.NoError(h, err)
			h.requireLeadAlone(session)
		}
		h.requireLeadAlone(session)
		only(h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{}))
		// Nor does a PIN that is set in such a session, or in a session by that PIN.
		for _, pin := range []string{"918273", "480215"} {
			h.Clock.Advance(time.Minute)
			_, err := h.tokens.SetPin(h.As(session.GetAccessToken()), &directoryv1.SetPinRequest{Pin: pin})
			require.NoError(h, err)
			session, err = h.exchangePIN(h.Context(), "acme", "A1", pin)
			only(session, err)
			only(h.tokens.RefreshToken(h.As(session.GetAccessToken()), &directoryv1.RefreshTokenRequest{}))
		}
		token := h.As(session.GetAccessToken())
		session, err = h.exchangeInvitation(h.invitation(person))
		require.NoError(h, err)
		require.Len(h, session.GetCaller().GetBindings(), 2, "a new link, made by who may")
		require.Empty(h, session.GetCaller().GetWithheldBindings())
		require.Empty(h, h.caller(token).GetWithheldBindings(), "nothing waits for a session that is over")
	})
}

// requireLeadAlone expects a session of a lead whose role as an administrator waits for a fresh link, and that each answer says so.
func (h *house) requireLeadAlone(session *directoryv1.ExchangeTokenResponse) {
	h.Helper()
	roles := func(bindings []*directoryv1.Binding) (roles []optionv1.Role) {
		for _, binding := range bindings {
			roles = append(roles, binding.GetRole())
		}
		return roles
	}
	for _, caller := range []*directoryv1.Caller{session.GetCaller(), h.caller(h.As(session.GetAccessToken()))} {
		require.Equal(h, []optionv1.Role{optionv1.Role_ROLE_TEAM_LEAD}, roles(caller.GetBindings()))
		require.Equal(h, []optionv1.Role{optionv1.Role_ROLE_ADMIN}, roles(caller.GetWithheldBindings()))
	}
}

// Were a person counted whose PIN does not carry the role yet, the last key could go and nobody would be left.
func TestAPINCountsForAnAdministratorOnceItCarriesTheRole(t *testing.T) {
	inHouse(t, func(h *house) {
		person := h.person(h.unit(""), "acme", "A1", employed)
		h.Exec("UPDATE placement SET to_day = 2147483647 WHERE person = $1", model.ID(person))
		h.withPIN(person, "918273")
		h.Clock.Advance(time.Minute)
		h.bind(person, optionv1.Role_ROLE_ADMIN, "", "")
		revoke := func() error {
			_, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: h.caller(h.admin).GetSubject()})
			return err
		}
		requireRefused(h, revoke(), "LAST_ADMIN")
		h.withPIN(person, "480215")
		require.NoError(h, revoke())
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
