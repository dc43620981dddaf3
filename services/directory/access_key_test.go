package directory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

var admins = &directoryv1.KeyGrant{Role: optionv1.Role_ROLE_ADMIN}

func TestASecretIsShownOnce(t *testing.T) {
	inHouse(t, func(h *house) {
		req := &directoryv1.CreateKeyRequest{
			Key: &directoryv1.Key{DisplayName: "payroll"}, RequestId: uuid.NewString(),
			Grants: []*directoryv1.KeyGrant{{Role: optionv1.Role_ROLE_SYSTEM}, {Role: optionv1.Role_ROLE_SYSTEM}},
		}
		made, err := h.systems.CreateKey(h.admin, req)
		require.NoError(h, err)
		require.Len(h, made.GetBindings(), 1, "the same grant twice is one binding")
		require.Equal(h, made.GetKey().GetName(), made.GetBindings()[0].GetSubject())
		secrets := []string{made.GetSecret()}

		_, err = h.systems.CreateKey(h.admin, req)
		requireRefused(h, err, "SECRET_ALREADY_SHOWN")
		rotate := &directoryv1.RotateKeyRequest{Name: made.GetKey().GetName(), RequestId: uuid.NewString()}
		rotated, err := h.systems.RotateKey(h.admin, rotate)
		require.NoError(h, err)
		secrets = append(secrets, rotated.GetSecret())
		_, err = h.systems.RotateKey(h.admin, rotate)
		requireRefused(h, err, "SECRET_ALREADY_SHOWN")

		h.keyToken(rotated.GetSecret())
		_, err = h.exchangeKey(rotated.GetSecret() + "A")
		requireRefused(h, err, "CREDENTIAL_REFUSED")

		person := h.person(h.unit(""), "acme", "A-77", employed)
		invitation := h.invitation(person)
		response, err := h.exchangeInvitation(invitation)
		require.NoError(h, err)
		const pin = "480215"
		_, err = h.tokens.SetPin(h.As(response.GetAccessToken()), &directoryv1.SetPinRequest{Pin: pin, RequestId: uuid.NewString()})
		require.NoError(h, err)
		secrets = append(secrets, invitation, pin, response.GetAccessToken())

		got, err := h.systems.GetKey(h.admin, &directoryv1.GetKeyRequest{Name: made.GetKey().GetName()})
		require.NoError(h, err)
		require.Len(h, got.GetSecrets(), 1)
		require.True(h, strings.HasPrefix(rotated.GetSecret(), got.GetSecrets()[0].GetPrefix()))
		require.Less(h, len(got.GetSecrets()[0].GetPrefix()), 12)

		kept := dump(h)
		require.Contains(h, kept, fingerprint(rotated.GetSecret()), "the dump shows what is kept")
		for _, secret := range secrets {
			require.NotContains(h, kept, secret)
			require.NotContains(h, h.Logs.String(), secret)
		}
		// There are few PINs: no plain hash of one, nor of a request that holds one, may be kept either.
		require.NotContains(h, kept, fingerprint(pin))
		require.NotContains(h, kept, fingerprint("\x0a\x06"+pin))
	})
}

// dump is every value of every table, bytes in hexadecimal.
func dump(h *house) string {
	h.Helper()
	query := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if h.DB.Engine() == db.Postgres {
		query = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
	}
	var text strings.Builder
	for _, table := range rows(h, query) {
		for _, row := range rows(h, "SELECT * FROM "+table) {
			text.WriteString(table + " " + row + "\n")
		}
	}
	return text.String()
}

func rows(h *house, query string) (found []string) {
	h.Helper()
	rows, err := h.DB.Read().QueryContext(h.Context(), query)
	require.NoError(h, err)
	defer func() { require.NoError(h, rows.Close()) }()
	columns, err := rows.Columns()
	require.NoError(h, err)
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(h, rows.Scan(into...))
		var row []string
		for _, value := range values {
			if bytes, ok := value.([]byte); ok {
				row = append(row, string(bytes), fmt.Sprintf("%x", bytes))
			} else {
				row = append(row, fmt.Sprint(value))
			}
		}
		found = append(found, strings.Join(row, " "))
	}
	require.NoError(h, rows.Err())
	return found
}

func TestARotatedKeyOverlaps(t *testing.T) {
	inHouse(t, func(h *house) {
		name, first := h.key(admins)
		rotate := func(overlap time.Duration) string {
			rotated, err := h.systems.RotateKey(h.admin, &directoryv1.RotateKeyRequest{Name: name, OverlapSeconds: int32(overlap.Seconds())})
			require.NoError(h, err)
			require.LessOrEqual(h, len(rotated.GetKey().GetSecrets()), 2)
			return rotated.GetSecret()
		}
		works := func(secret string, want bool) {
			h.Helper()
			_, err := h.exchangeKey(secret)
			if want {
				require.NoError(h, err)
			} else {
				requireRefused(h, err, "CREDENTIAL_REFUSED")
			}
		}
		second := rotate(time.Minute)
		works(first, true)
		works(second, true)
		h.Clock.Advance(time.Minute)
		works(first, false)
		works(second, true)

		third := rotate(time.Hour)
		fourth := rotate(time.Hour)
		works(second, false)
		works(third, true)
		works(fourth, true)
		fifth := rotate(0)
		for _, old := range []string{first, second, third, fourth} {
			works(old, false)
		}
		works(fifth, true)
	})
}

func TestAKeyEnds(t *testing.T) {
	inHouse(t, func(h *house) {
		made, err := h.systems.CreateKey(h.admin, &directoryv1.CreateKeyRequest{
			Key:    &directoryv1.Key{DisplayName: "QA", ExpireTime: timestamppb.New(h.Clock.Now().Add(time.Minute))},
			Grants: []*directoryv1.KeyGrant{{Role: optionv1.Role_ROLE_SYSTEM}},
		})
		require.NoError(h, err)
		token := h.keyToken(made.GetSecret())
		h.Clock.Advance(time.Minute)
		_, err = h.exchangeKey(made.GetSecret())
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		_, err = h.tokens.RefreshToken(h.As(token), &directoryv1.RefreshTokenRequest{})
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		_, err = h.systems.RotateKey(h.admin, &directoryv1.RotateKeyRequest{Name: made.GetKey().GetName()})
		requireRefused(h, err, "INVALID_FIELD")
		_, err = h.systems.CreateKey(h.admin, &directoryv1.CreateKeyRequest{
			Key: &directoryv1.Key{DisplayName: "QA", ExpireTime: timestamppb.New(h.Clock.Now())}, Grants: []*directoryv1.KeyGrant{admins},
		})
		requireRefused(h, err, "INVALID_FIELD")

		name, secret := h.key(&directoryv1.KeyGrant{Role: optionv1.Role_ROLE_SYSTEM})
		token = h.keyToken(secret)
		revoked, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: name})
		require.NoError(h, err)
		require.Empty(h, revoked.GetSecrets())
		again, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: name})
		require.NoError(h, err)
		require.Equal(h, revoked.GetRevokeTime().AsTime(), again.GetRevokeTime().AsTime())
		_, err = h.exchangeKey(secret)
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		_, err = h.tokens.RefreshToken(h.As(token), &directoryv1.RefreshTokenRequest{})
		requireRefused(h, err, "CREDENTIAL_REFUSED")
		_, err = h.systems.RotateKey(h.admin, &directoryv1.RotateKeyRequest{Name: name})
		requireRefused(h, err, "KEY_REVOKED")
		for _, missing := range []string{model.Name("keys", uuid.NewString()), serviceKey(h)} {
			_, err = h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: missing})
			requireRefused(h, err, "NOT_FOUND")
			_, err = h.systems.RotateKey(h.admin, &directoryv1.RotateKeyRequest{Name: missing})
			requireRefused(h, err, "NOT_FOUND")
			_, err = h.systems.GetKey(h.admin, &directoryv1.GetKeyRequest{Name: missing})
			requireRefused(h, err, "NOT_FOUND")
		}
	})
}

// serviceKey is the name of a key that belongs to a service.
func serviceKey(h *house) string {
	h.Helper()
	return model.Name("keys", rows(h, "SELECT id FROM api_key WHERE kind = 'service' ORDER BY id LIMIT 1")[0])
}

func TestKeysAreListedInPages(t *testing.T) {
	inHouse(t, func(h *house) {
		want := []string{}
		for range 5 {
			name, _ := h.key(admins)
			want = append([]string{name}, want...)
		}
		var got []string
		for token, more := "", true; more; more = token != "" {
			page, err := h.systems.ListKeys(h.admin, &directoryv1.ListKeysRequest{PageSize: 2, PageToken: token})
			require.NoError(h, err)
			for _, key := range page.GetKeys() {
				require.Len(h, key.GetSecrets(), 1)
				got = append(got, key.GetName())
			}
			token = page.GetNextPageToken()
		}
		require.Len(h, got, 6, "the administrator's own too, the services' not")
		require.Equal(h, want, got[:5])
		_, err := h.systems.ListKeys(h.admin, &directoryv1.ListKeysRequest{PageToken: "x"})
		requireRefused(h, err, "PAGE_TOKEN_INVALID")
		_, err = h.systems.ListKeys(h.holder(optionv1.Role_ROLE_ADMIN, h.unit(""), ""), &directoryv1.ListKeysRequest{})
		requireRefused(h, err, "PERMISSION_DENIED")
	})
}

func TestKeysLeaveAuditEntries(t *testing.T) {
	inHouse(t, func(h *house) {
		name, _ := h.key(admins)
		person := h.person(h.unit(""), "acme", "1", employed)
		h.invitation(person)
		entries, err := directoryv1.NewAuditServiceClient(h.Conn).ListAuditEntries(h.admin, &typev1.ListAuditEntriesRequest{})
		require.NoError(h, err)
		require.Len(h, entries.GetAuditEntries(), 2)
		require.Equal(h, person, entries.GetAuditEntries()[0].GetResource())
		require.Equal(h, name, entries.GetAuditEntries()[1].GetResource())
	})
}

func TestSomebodyCanAlwaysAdminister(t *testing.T) {
	inHouse(t, func(h *house) {
		own := h.caller(h.admin).GetSubject()
		revoke := func() error {
			_, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: own})
			return err
		}
		unbind := func() error {
			listed, err := h.bindings.ListBindings(h.admin, &directoryv1.ListBindingsRequest{Filter: fmt.Sprintf("subject = %q", own)})
			require.NoError(h, err)
			require.Len(h, listed.GetBindings(), 1)
			_, err = h.bindings.DeleteBinding(h.admin, &directoryv1.DeleteBindingRequest{Name: listed.GetBindings()[0].GetName()})
			return err
		}
		stays := func(because string) {
			h.Helper()
			require.Equal(h, "LAST_ADMIN", calltest.Reason(revoke()), because)
			require.Equal(h, "LAST_ADMIN", calltest.Reason(unbind()), because)
		}
		stays("there is no other")

		unit := h.unit("")
		h.key(&directoryv1.KeyGrant{Role: optionv1.Role_ROLE_ADMIN, Unit: unit}, &directoryv1.KeyGrant{Role: optionv1.Role_ROLE_ADMIN, Employer: "acme"})
		stays("the others have less")

		revoked, _ := h.key(admins)
		_, err := h.systems.RevokeKey(h.admin, &directoryv1.RevokeKeyRequest{Name: revoked})
		require.NoError(h, err)
		stays("the other key is revoked")

		_, err = h.systems.CreateKey(h.admin, &directoryv1.CreateKeyRequest{Grants: []*directoryv1.KeyGrant{admins},
			Key: &directoryv1.Key{DisplayName: "short", ExpireTime: timestamppb.New(h.Clock.Now().Add(time.Minute))}})
		require.NoError(h, err)
		other, _ := h.key(&directoryv1.KeyGrant{Role: optionv1.Role_ROLE_ANALYST})
		_, err = h.bindings.CreateBinding(h.admin, &directoryv1.CreateBindingRequest{Binding: &directoryv1.Binding{
			Subject: other, Role: optionv1.Role_ROLE_ADMIN, ExpireTime: timestamppb.New(h.Clock.Now().Add(time.Minute))}})
		require.NoError(h, err)
		stays("the other key, and the other binding, will expire")
		h.Clock.Advance(time.Minute)
		stays("the other key, and the other binding, have expired")

		person := h.person(unit, "acme", "7", employed)
		h.bind(person, optionv1.Role_ROLE_ADMIN, "", "")
		stays("the other has no way to log in")
		h.withPIN(person, "480215")
		h.Exec("UPDATE placement SET to_day = from_day WHERE person = $1", model.ID(person))
		stays("the other has left")
		h.Exec("UPDATE placement SET to_day = $1 WHERE person = $2", int64(model.DayOf(h.Clock.Now()))+30, model.ID(person))
		stays("the other is to leave")
		h.Exec("UPDATE placement SET to_day = 2147483647 WHERE person = $1", model.ID(person))
		require.NoError(h, revoke())

		_, err = h.tokens.CreateInvitation(h.admin, &directoryv1.CreateInvitationRequest{Name: person})
		requireRefused(h, err, "LAST_ADMIN")
		_, err = h.exchangePIN(h.Context(), "acme", "7", "480215")
		require.NoError(h, err, "the PIN stays")
		second := h.person(unit, "acme", "8", employed)
		h.bind(second, optionv1.Role_ROLE_ADMIN, "", "")
		h.withPIN(second, "715283")
		h.Exec("UPDATE placement SET to_day = 2147483647 WHERE person = $1", model.ID(second))
		h.invitation(person)
	})
}

func TestATextThatNoDatabaseKeeps(t *testing.T) {
	inHouse(t, func(h *house) {
		_, err := h.systems.CreateKey(h.admin, &directoryv1.CreateKeyRequest{Key: &directoryv1.Key{DisplayName: "a\x00b"}, Grants: []*directoryv1.KeyGrant{admins}})
		requireRefused(h, err, "INVALID_FIELD")
	})
}
