package identity

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Token is a signed token as its bearer holds it.
type Token struct {
	Text    string
	Expires time.Time
}

const (
	exchangeTimeout = 10 * time.Second
	exchangePause   = time.Second
)

// TokenSource returns a function that gives a token which still holds. It calls exchange for the first one and again when four fifths of
// a token's life are over, once for all who wait, at most once a second after a failure. While a renewal fails or takes its time, the old token goes on to its end.
func TokenSource(exchange func(ctx context.Context) (Token, error)) func(ctx context.Context) (string, error) {
	source := &source{exchange: exchange}
	return source.token
}

type source struct {
	exchange func(ctx context.Context) (Token, error)
	flight   singleflight.Group

	mu    sync.Mutex
	held  Token
	renew time.Time // when to ask for the next
	err   error     // of the last exchange, until renew
}

func (s *source) token(ctx context.Context) (string, error) {
	text, due, err := s.look()
	if !due {
		return text, err
	}
	renewing := s.flight.DoChan("", s.renewal)
	if text != "" {
		return text, nil
	}
	select {
	case result := <-renewing:
		if result.Err != nil {
			return "", result.Err
		}
		return result.Val.(string), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// look returns the held token if it holds, else why there is none, and whether it is time to renew.
func (s *source) look() (text string, due bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Before(s.held.Expires) {
		text = s.held.Text
	} else {
		err = s.err
	}
	return text, !now.Before(s.renew), err
}

func (s *source) renewal() (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), exchangeTimeout)
	defer cancel()
	began := time.Now()
	token, err := s.exchange(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
	if err != nil {
		s.renew = time.Now().Add(exchangePause)
		return "", err
	}
	s.held = token
	s.renew = began.Add(token.Expires.Sub(began) * 4 / 5)
	return token.Text, nil
}
