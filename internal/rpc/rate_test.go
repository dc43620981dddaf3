package rpc_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// issuer signs tokens as the directory does.
type issuer struct {
	t      *testing.T
	signer *identity.Signer
}

func newIssuer(t *testing.T) issuer {
	_, key, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	signer, err := identity.NewSigner("k1", key)
	require.NoError(t, err)
	return issuer{t, signer}
}

func (i issuer) verifier() *identity.Verifier {
	return identity.NewVerifier(func(context.Context) ([]byte, error) { return identity.JWKS(i.signer.Public()) }, time.Now)
}

// token is a new one at each call, as a refresh gives it.
func (i issuer) token(subject string) string {
	role := model.RoleAdmin
	if subject == "services/survey" {
		role = model.RoleSystem
	}
	token, err := i.signer.Sign(identity.Claims{
		Subject: subject, Bindings: []model.Binding{{Role: role}}, ID: uuid.NewString(),
		IssuedAt: time.Now().Add(-time.Second), ExpiresAt: time.Now().Add(time.Hour), AuthTime: time.Now().Add(-time.Second),
	})
	require.NoError(i.t, err)
	return token
}

const burst = 6

// limited is a server with a rate, that answers everybody.
func limited(t *testing.T, auth rpc.Authenticator, edge bool) (*rpc.Server, *peer) {
	p := newPeer()
	p.get = func(context.Context, *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
		return &directoryv1.Unit{}, nil
	}
	server := rpc.New(rpc.Options{Auth: auth, Log: testkit.Log(t), Limits: limit.Limits{PerSecond: 0.001, Burst: burst}, Edge: edge})
	p.register(server)
	return server, p
}

func TestANewTokenIsNotANewShare(t *testing.T) {
	for _, edge := range []bool{true, false} {
		t.Run(fmt.Sprintf("edge %t", edge), func(t *testing.T) {
			signed := newIssuer(t)
			server, p := limited(t, signed.verifier(), edge)
			p.conn = calltest.Dial(t, server)
			over := map[string]grpc.ClientConnInterface{"network": p.conn, "in-process": server.Channel()}
			anna, bert := "people/"+uuid.NewString(), "people/"+uuid.NewString()
			for range burst / 2 {
				for name, conn := range over {
					p.conn = conn
					_, err := p.getUnit(calltest.As(t.Context(), signed.token(anna)))
					require.NoError(t, err, name)
				}
			}
			for name, conn := range over {
				p.conn = conn
				_, err := p.getUnit(calltest.As(t.Context(), signed.token(anna)))
				require.Equal(t, codes.ResourceExhausted, status.Code(err), name)
				require.Equal(t, "RATE_LIMITED", calltest.Reason(err), name)
				require.Greater(t, detail[*errdetails.RetryInfo](t, err).GetRetryDelay().AsDuration(), time.Minute)
				_, err = p.getUnit(calltest.As(t.Context(), signed.token(bert)))
				require.NoError(t, err, "another caller is not meant")
			}
			p.conn = server.Channel()
			for range 3 * burst {
				_, err := p.getUnit(calltest.As(t.Context(), signed.token("services/survey")))
				require.NoError(t, err, "Hearth does not hold itself back")
			}
		})
	}
}

// TestNobodyEmptiesTheBucketOfAnother by tokens that claim to be theirs.
func TestNobodyEmptiesTheBucketOfAnother(t *testing.T) {
	signed, forger := newIssuer(t), newIssuer(t)
	server, p := limited(t, signed.verifier(), false)
	p.conn = calltest.Dial(t, server)
	anna := "people/" + uuid.NewString()
	for range 3 * burst {
		_, err := p.getUnit(calltest.As(t.Context(), forger.token(anna)))
		require.Equal(t, "UNAUTHENTICATED", calltest.Reason(err))
	}
	for range burst {
		_, err := p.getUnit(calltest.As(t.Context(), signed.token(anna)))
		require.NoError(t, err)
	}
}

func TestTheEdgeStopsFloodsBeforeItVerifiesAnybody(t *testing.T) {
	var asked atomic.Int32
	server, p := limited(t, counted{who, &asked}, true)
	p.conn = calltest.Dial(t, server)
	for range burst + 1 {
		_, _ = p.getUnit(calltest.As(t.Context(), "admin"))
	}
	require.EqualValues(t, burst, asked.Load(), "one token too often")
	_, err := p.getUnit(calltest.As(t.Context(), "manager"))
	require.NoError(t, err, "another caller is not meant")
	asked.Store(0)
	var refused []string
	for range burst { // forged tokens are all taken from the address
		_, err := p.getUnit(calltest.As(t.Context(), "forged"))
		refused = append(refused, calltest.Reason(err))
	}
	require.Equal(t, []string{"UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED", "RATE_LIMITED"}, refused)
	require.EqualValues(t, 4, asked.Load())
	_, err = healthv1.NewHealthClient(p.conn).Check(t.Context(), &healthv1.HealthCheckRequest{})
	require.NoError(t, err, "health is not limited")
}

// TestATokenIsNoShareWhereNobodyLooksAtIt: open methods are counted by address alone.
func TestATokenIsNoShareWhereNobodyLooksAtIt(t *testing.T) {
	server, p := limited(t, who, true)
	p.conn = calltest.Dial(t, server)
	for i := range burst + 1 {
		err := p.conn.Invoke(calltest.As(t.Context(), fmt.Sprint("made-up ", i/2)), directoryv1.TokenService_GetJwks_FullMethodName,
			&directoryv1.GetJwksRequest{}, &directoryv1.GetJwksResponse{})
		require.Equal(t, i == burst, calltest.Reason(err) == "RATE_LIMITED", i)
	}
}

// counted counts how often a token is looked at.
type counted struct {
	rpc.Authenticator
	times *atomic.Int32
}

func (c counted) Authenticate(ctx context.Context, token string) (model.Actor, error) {
	c.times.Add(1)
	return c.Authenticator.Authenticate(ctx, token)
}
