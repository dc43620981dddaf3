// Package limit keeps one caller from taking everybody's share: a bucket of calls for each.
//
// It counts twice. Before anybody is verified, by address and by the tokens that were good before, so that a flood costs next to nothing;
// and by who was verified, so that another token is not another share. What a token only claims counts for nothing: it could empty the
// bucket of somebody else.
package limit

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"github.com/hearth-culture/hearth/internal/rpc/origin"
)

// Limits bound what a server takes. Zero values of PerSecond mean no limit of the rate.
type Limits struct {
	// PerSecond is the steady number of calls of one caller in a second.
	PerSecond float64
	// Burst is the number of calls that a caller who was quiet may make at once.
	Burst int
	// MaxBytes is the size of the largest message; 4 MiB when 0.
	MaxBytes int
}

// callers bounds the memory: whoever was quiet for longest is forgotten, and starts with a full bucket.
const callers = 1 << 16

type caller [sha256.Size]byte

// Limiter counts the calls of each caller. It is safe for concurrent use; a nil Limiter allows everything.
type Limiter struct {
	limits Limits
	now    func() time.Time

	mu      sync.Mutex
	buckets *lru.LRU[caller, *rate.Limiter]
}

// New makes a Limiter, nil where the limits set no rate.
func New(limits Limits) *Limiter {
	if limits.PerSecond <= 0 {
		return nil
	}
	buckets, err := lru.NewLRU[caller, *rate.Limiter](callers, nil)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return &Limiter{limits: limits, now: time.Now, buckets: buckets}
}

// Allow takes one call from the caller's bucket, or says how long to wait. A caller is a token that was judged good before; any other, and
// a call without one, is the address from which it came. So made-up tokens are no shares. The context that it gives back is for Judged.
func (l *Limiter) Allow(ctx context.Context, token string, from netip.Addr) (judging context.Context, wait time.Duration, ok bool) {
	if l == nil {
		return ctx, 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if token == "" {
		wait, ok = l.take(ofAddress(from))
		return ctx, wait, ok
	}
	key := ofToken(token)
	if l.buckets.Contains(key) {
		wait, ok = l.take(key)
		return ctx, wait, ok
	}
	if wait, ok = l.take(ofAddress(from)); ok {
		ctx = context.WithValue(ctx, newcomerKey{}, newcomer{l, key})
	}
	return ctx, wait, ok
}

// newcomer is a token that had no bucket when its call was let in.
type newcomer struct {
	limiter *Limiter
	key     caller
}

type newcomerKey struct{}

// Judged gives the token of a call that Allow let in a bucket of its own, from which this call is taken. To be told of each token that
// turned out to be good, by the context that Allow gave back or one that was made from it.
func Judged(ctx context.Context) {
	found, ok := ctx.Value(newcomerKey{}).(newcomer)
	if !ok {
		return
	}
	l := found.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.buckets.Contains(found.key) {
		l.take(found.key)
	}
}

// AllowSubject takes one call from the bucket of a caller who was verified, or says how long to wait. All tokens of a subject, such as
// "people/{person}", draw from one bucket, that of Allow not among them.
func (l *Limiter) AllowSubject(subject string) (wait time.Duration, ok bool) {
	if l == nil {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.take(sha256.Sum256([]byte("subject\x00" + subject)))
}

func (l *Limiter) take(key caller) (time.Duration, bool) {
	bucket, ok := l.buckets.Get(key)
	if !ok {
		bucket = rate.NewLimiter(rate.Limit(l.limits.PerSecond), max(1, l.limits.Burst))
		l.buckets.Add(key, bucket)
	}
	now := l.now()
	wait := bucket.ReserveN(now, 1)
	if delay := wait.DelayFrom(now); delay > 0 {
		wait.CancelAt(now) // a refused call costs nothing
		return delay, false
	}
	return 0, true
}

func ofToken(token string) caller { return sha256.Sum256([]byte("token\x00" + token)) }

func ofAddress(from netip.Addr) caller {
	return sha256.Sum256([]byte("address\x00" + origin.Network(from)))
}
