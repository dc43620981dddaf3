package identity

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	keysLife = 5 * time.Minute
	// keysPause is the least time between two fetches, so that tokens with made-up key ids cannot hammer the source. A signer must
	// publish a new key for at least as long before it signs with it.
	keysPause    = time.Second
	fetchTimeout = 5 * time.Second
)

// keyring keeps the published keys.
type keyring struct {
	fetch  func(ctx context.Context) ([]byte, error)
	clock  model.Clock
	flight singleflight.Group

	mu      sync.Mutex
	keys    map[string]ed25519.PublicKey
	fetched time.Time // when keys was had
	tried   time.Time // when the source was last asked
	err     error     // what it last answered
}

func newKeyring(fetch func(ctx context.Context) ([]byte, error), clock model.Clock) *keyring {
	return &keyring{fetch: fetch, clock: clock}
}

var errUnknownKey = errors.New("signed with an unknown key")

// key returns the key of that id. It waits for the source only when it lacks the key.
func (r *keyring) key(ctx context.Context, kid string) (ed25519.PublicKey, error) {
	key, due := r.look(kid)
	if due {
		fetching := r.flight.DoChan("", r.refresh)
		if key == nil {
			select {
			case <-fetching:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			key, _ = r.look(kid)
		}
	}
	if key != nil {
		return key, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return nil, errors.Join(errKeys, r.err)
	}
	return nil, errUnknownKey
}

// look returns the key as far as it is known, and whether the source should be asked.
func (r *keyring) look(kid string) (ed25519.PublicKey, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := r.keys[kid]
	now := r.clock()
	wanted := key == nil || now.Sub(r.fetched) >= keysLife
	return key, wanted && (r.tried.IsZero() || now.Sub(r.tried) >= keysPause)
}

// refresh asks the source. It runs for all who wait, so that the end of one call does not end it for the others.
func (r *keyring) refresh() (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	began := r.clock()
	text, err := r.fetch(ctx)
	var keys map[string]ed25519.PublicKey
	if err == nil {
		keys, err = parseJWKS(text)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tried, r.err = began, err
	if err == nil {
		r.keys, r.fetched = keys, began
	}
	return nil, nil
}
