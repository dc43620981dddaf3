package identity_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

const person = "people/01939f3c-5b7a-7d3e-8f00-0123456789ab"

// noon is when the tests take place that hold the clock.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func heldClock() time.Time { return noon }

func newKey(t testing.TB) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return key
}

func newSigner(t testing.TB, kid string) *identity.Signer {
	signer, err := identity.NewSigner(kid, newKey(t))
	require.NoError(t, err)
	return signer
}

func sign(t testing.TB, signer *identity.Signer, c identity.Claims) string {
	token, err := signer.Sign(c)
	require.NoError(t, err)
	return token
}

// claimsAt is what a person's fresh token says.
func claimsAt(now time.Time) identity.Claims {
	return identity.Claims{
		Subject:  person,
		Bindings: []model.Binding{{Role: model.RoleManager, Unit: "u1", Employer: "acme"}},
		IssuedAt: now, ExpiresAt: now.Add(10 * time.Minute), AuthTime: now.Add(-time.Hour), Credential: "invitations/7", ID: "1",
	}
}

// source publishes keys, as the directory does, and can fail.
type source struct {
	mu      sync.Mutex
	keys    []identity.PublicKey
	err     error
	fetches int
	hold    chan struct{} // fetches wait for it to close, when there is one
}

func publish(signers ...*identity.Signer) *source {
	s := &source{}
	s.set(nil, signers...)
	return s
}

func (s *source) set(err error, signers ...*identity.Signer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err, s.keys = err, nil
	for _, signer := range signers {
		s.keys = append(s.keys, signer.Public())
	}
}

func (s *source) fetch(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	s.fetches++
	hold, keys, err := s.hold, s.keys, s.err
	s.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if err != nil {
		return nil, err
	}
	return identity.JWKS(keys...)
}

func (s *source) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetches
}

var errDown = errors.New("down")
