// Package identity knows who is calling: signed tokens and the keys that verify them, secrets, PINs and key files.
//
// A token is a JWT, signed with Ed25519, that lasts minutes. The directory signs it in exchange for a credential; every
// service verifies it for itself.
package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/hearth-culture/hearth/internal/model"
)

const (
	issuer   = "hearth"
	audience = "hearth"
	// tokenType keeps other JWTs that the same key may have signed from passing as a token (RFC 8725, 3.11).
	tokenType = "at+jwt"

	// maxToken is the longest token that is looked at, in bytes: fifty bindings take about six thousand.
	maxToken = 16 << 10
	// MaxBindings is how many bindings a token can carry.
	MaxBindings = 50
	// skew is how far the clock of the signer may be ahead.
	skew = 30 * time.Second
)

// Claims is what a token says.
type Claims struct {
	// Subject is "people/{person}", "keys/{key}" or "services/{service}".
	Subject  string
	Bindings []model.Binding
	IssuedAt time.Time
	// ExpiresAt is the first instant at which the token no longer holds.
	ExpiresAt time.Time
	// AuthTime is when a credential was last shown; a refresh keeps it.
	AuthTime time.Time
	// Credential names the secret or session behind the token.
	Credential string
	// WayIn is the opaque id of how a person was let in; "" for keys and services. A refresh keeps it.
	WayIn string
	// ID tells the token from all others.
	ID string
}

// Actor is the caller whom the claims name.
func (c Claims) Actor() model.Actor {
	return model.Actor{Subject: c.Subject, Bindings: c.Bindings, Credential: c.Credential, WayIn: c.WayIn, AuthTime: c.AuthTime}
}

// payload is the claims as they stand in a token. Instants are whole seconds.
type payload struct {
	jwt.Claims
	AuthTime   *jwt.NumericDate `json:"auth_time"`
	Credential string           `json:"crd,omitempty"`
	WayIn      string           `json:"way,omitempty"`
	Bindings   []model.Binding  `json:"bnd,omitempty"`
}

func payloadOf(c Claims) payload {
	return payload{
		Claims: jwt.Claims{
			Issuer: issuer, Audience: jwt.Audience{audience}, Subject: c.Subject, ID: c.ID,
			IssuedAt: jwt.NewNumericDate(c.IssuedAt), Expiry: jwt.NewNumericDate(c.ExpiresAt),
		},
		AuthTime: jwt.NewNumericDate(c.AuthTime), Credential: c.Credential, WayIn: c.WayIn, Bindings: c.Bindings,
	}
}

// claims checks all that does not depend on the time of day and returns what the token says.
func (p payload) claims() (Claims, error) {
	if p.Issuer != issuer || len(p.Audience) != 1 || p.Audience[0] != audience {
		return Claims{}, errors.New("issued by or for somebody else")
	}
	if p.IssuedAt == nil || p.Expiry == nil || p.AuthTime == nil {
		return Claims{}, errors.New("without its times")
	}
	c := Claims{
		Subject: p.Subject, Bindings: p.Bindings, Credential: p.Credential, WayIn: p.WayIn, ID: p.ID,
		IssuedAt: p.IssuedAt.Time().UTC(), ExpiresAt: p.Expiry.Time().UTC(), AuthTime: p.AuthTime.Time().UTC(),
	}
	return c, c.check()
}

var subject = regexp.MustCompile(`^((people|keys)/[0-9a-f-]{36}|services/[a-z][a-z0-9-]{0,39})$`)

// check refuses claims that no signer of Hearth's makes.
func (c Claims) check() error {
	match := subject.FindStringSubmatch(c.Subject)
	switch {
	case match == nil:
		return fmt.Errorf("subject %q is nobody", c.Subject)
	case len(c.Bindings) > MaxBindings:
		return fmt.Errorf("%d bindings, at most %d fit a token", len(c.Bindings), MaxBindings)
	case !c.ExpiresAt.After(c.IssuedAt):
		return errors.New("expires before it is issued")
	}
	// A service acts for itself alone: it never carries the rights of a person.
	isService := match[2] == ""
	for _, binding := range c.Bindings {
		if isService && binding.Role != model.RoleSystem {
			return fmt.Errorf("%s has role %d", c.Subject, binding.Role)
		}
	}
	return nil
}

// valid looks at the times. A token expires on the second, and may come from a clock that is a little ahead.
func (c Claims) valid(now time.Time) error {
	switch {
	case !now.Before(c.ExpiresAt):
		return errors.New("expired")
	case c.IssuedAt.After(now.Add(skew)):
		return errors.New("not yet valid")
	}
	return nil
}

func parsePayload(text []byte) (Claims, error) {
	var p payload
	if err := json.Unmarshal(text, &p); err != nil {
		return Claims{}, err
	}
	return p.claims()
}
