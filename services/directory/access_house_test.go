package directory_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/housetest"

	"github.com/hearth-culture/hearth/services/directory"
)

// house is a directory that was bootstrapped, with its own tokens and everything between a caller and the database.
type house struct {
	*testing.T
	*housetest.House
	keys string

	bindings directoryv1.BindingServiceClient
	systems  directoryv1.KeyServiceClient
	tokens   directoryv1.TokenServiceClient
	// admin is a context for calls of the administrator.
	admin context.Context
}

// inHouse runs fn in a fresh house on each engine.
func inHouse(t *testing.T, fn func(h *house)) {
	module := directory.Module()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := &house{T: t, keys: filepath.Join(t.TempDir(), "keys")}
		jwks := func(ctx context.Context) ([]byte, error) {
			response, err := h.tokens.GetJwks(ctx, &directoryv1.GetJwksRequest{})
			return []byte(response.GetJwks()), err
		}
		// The bootstrap knows no other clock than the machine's.
		now := func() time.Time { return h.Clock.Now() }
		h.House = housetest.New(t, module, d, housetest.Options{Auth: identity.NewVerifier(jwks, now), Peers: []string{"survey"}})
		h.Clock.Set(time.Now())
		require.NoError(t, module.Bootstrap(t.Context(), d, app.Bootstrap{KeysDir: h.keys, Services: []string{"directory", "survey"}, Log: h.Logger}))
		h.bindings = directoryv1.NewBindingServiceClient(h.Conn)
		h.systems = directoryv1.NewKeyServiceClient(h.Conn)
		h.tokens = directoryv1.NewTokenServiceClient(h.Conn)
		h.admin = h.As(h.fileToken("admin.key"))
		fn(h)
	}, module.Migrations...)
}

// fileToken exchanges the secret of a key file.
func (h *house) fileToken(name string) string {
	h.Helper()
	secret, err := identity.ReadKeyFile(filepath.Join(h.keys, name))
	require.NoError(h, err)
	return h.keyToken(secret)
}

func (h *house) keyToken(secret string) string {
	h.Helper()
	response, err := h.exchangeKey(secret)
	require.NoError(h, err)
	return response.GetAccessToken()
}

func (h *house) exchangeKey(secret string) (*directoryv1.ExchangeTokenResponse, error) {
	return h.tokens.ExchangeToken(h.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_ApiKey{ApiKey: secret},
	})
}

func (h *house) exchangeInvitation(secret string) (*directoryv1.ExchangeTokenResponse, error) {
	return h.tokens.ExchangeToken(h.Context(), &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: secret},
	})
}

func (h *house) exchangePIN(ctx context.Context, employer, number, pin string) (*directoryv1.ExchangeTokenResponse, error) {
	return h.tokens.ExchangeToken(ctx, &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_NumberAndPin{
			NumberAndPin: &directoryv1.NumberAndPin{Employer: employer, Number: number, Pin: pin},
		},
	})
}

func (h *house) caller(ctx context.Context) *directoryv1.Caller {
	h.Helper()
	caller, err := h.tokens.GetCaller(ctx, &directoryv1.GetCallerRequest{})
	require.NoError(h, err)
	return caller
}

// key makes a key with grants and returns its name and its secret.
func (h *house) key(grants ...*directoryv1.KeyGrant) (name, secret string) {
	h.Helper()
	made, err := h.systems.CreateKey(h.admin, &directoryv1.CreateKeyRequest{Key: &directoryv1.Key{DisplayName: "HRIS"}, Grants: grants})
	require.NoError(h, err)
	return made.GetKey().GetName(), made.GetSecret()
}

// holder is a context for calls of a fresh key with one grant.
func (h *house) holder(role optionv1.Role, unit, employer string) context.Context {
	h.Helper()
	_, secret := h.key(&directoryv1.KeyGrant{Role: role, Unit: unit, Employer: employer})
	return h.As(h.keyToken(secret))
}

func (h *house) bind(subject string, role optionv1.Role, unit, employer string) *directoryv1.Binding {
	h.Helper()
	made, err := h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{
		Binding: &directoryv1.Binding{Subject: subject, Role: role, Unit: unit, Employer: employer},
	})
	require.NoError(h, err)
	return made
}

// invitation makes an invitation as the administrator and returns its secret.
func (h *house) invitation(person string) string {
	h.Helper()
	made, err := h.tokens.CreateInvitation(h.admin, &directoryv1.CreateInvitationRequest{Name: person})
	require.NoError(h, err)
	return made.GetSecret()
}

// login lets a person in by a fresh invitation.
func (h *house) login(person string) context.Context {
	h.Helper()
	response, err := h.exchangeInvitation(h.invitation(person))
	require.NoError(h, err)
	return h.As(response.GetAccessToken())
}

// withPIN gives a person a PIN.
func (h *house) withPIN(person, pin string) {
	h.Helper()
	_, err := h.tokens.SetPin(h.login(person), &directoryv1.SetPinRequest{Pin: pin})
	require.NoError(h, err)
}

// unit adds a unit below another, or a root.
func (h *house) unit(parent string) (name string) {
	h.Helper()
	id := uuid.NewString()
	h.Exec("INSERT INTO unit (id, version, parent, kind, display_name, create_time, update_time) VALUES ($1, 1, NULLIF($2, ''), 5, '{}', 0, 0)",
		id, model.ID(parent))
	return model.Name("units", id)
}

// stay is when a person works here, in days from today.
type stay struct{ from, to int }

var (
	employed = stay{-100, 100}
	left     = stay{-100, -2}
	expected = stay{3, 100}
)

// person adds somebody whose number is derived from their id, unless it is given.
func (h *house) person(unit, employer, number string, days stay) (name string) {
	h.Helper()
	id := uuid.NewString()
	today := int(model.DayOf(h.Clock.Now().UTC()))
	h.Exec(`INSERT INTO person (id, version, display_name, employer, number, language, create_time, update_time)
		VALUES ($1, 1, 'Li Na', $2, $3, 'zh-CN', 0, 0)`, id, employer, number)
	h.Exec(`INSERT INTO placement (person, from_day, to_day, hire_day, unit, secondary_units, manager, employer, legal_entity, position, shift, channel)
		VALUES ($1, $2, $3, $2, $4, '[]', '', $5, '', '', '', '')`, id, today+days.from, today+days.to, model.ID(unit), employer)
	return model.Name("people", id)
}

// retryAfter is how long an error asks to wait; 0 where it does not.
func retryAfter(err error) time.Duration {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration()
		}
	}
	return 0
}

// fingerprint is the SHA-256 by which a secret is kept, as it is printed.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
