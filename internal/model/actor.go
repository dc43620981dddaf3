package model

import (
	"context"
	"strings"
	"time"
)

// Role is what somebody may be for a part of the organisation. The numbers are those of hearth.option.v1.Role.
type Role int32

// The roles.
const (
	RoleEmployee     Role = 1
	RoleTeamLead     Role = 2
	RoleManager      Role = 3
	RoleCultureAdmin Role = 4
	RoleAnalyst      Role = 5
	RoleWorksCouncil Role = 6
	RoleSystem       Role = 7
	RoleAdmin        Role = 8
)

// Binding is one role over one part of the organisation. An empty Unit is the whole installation, an empty Employer all employers.
type Binding struct {
	Role     Role   `json:"role"`
	Unit     string `json:"unit,omitempty"`
	Employer string `json:"employer,omitempty"`
}

// Actor is who is calling.
type Actor struct {
	// Subject is "people/{person}", "keys/{key}" or "services/{service}".
	Subject  string
	Bindings []Binding
	// Credential names the secret or session that the token came from, so that a refresh can ask whether it still holds.
	Credential string
	// WayIn is the opaque id of the invitation by which a person was once let in. A PIN that was set there, and every refresh, keep it;
	// another invitation is another way in. It is "" for keys and services. What somebody said in confidence is shown to the way in by
	// which it was said, and not to whoever else can log in as them.
	WayIn string
	// AuthTime is when that credential was shown; a refresh keeps it.
	AuthTime time.Time
}

// Person is the bare id of the calling person, or "" for keys and services.
func (a Actor) Person() string {
	if id, ok := strings.CutPrefix(a.Subject, "people/"); ok {
		return id
	}
	return ""
}

// IsService says that a part of Hearth calls for itself.
func (a Actor) IsService() bool { return strings.HasPrefix(a.Subject, "services/") }

// ServiceActor is a service acting for itself, as event handlers and background work do.
func ServiceActor(service string) Actor {
	return Actor{Subject: "services/" + service, Bindings: []Binding{{Role: RoleSystem}}}
}

type actorKey struct{}

// WithActor puts the caller into the context.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom is the caller, if there is one.
func ActorFrom(ctx context.Context) (Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(Actor)
	return actor, ok
}

// SubjectFrom is the subject of the caller, by which records name who did something, or "" where nobody calls.
func SubjectFrom(ctx context.Context) string {
	actor, _ := ActorFrom(ctx)
	return actor.Subject
}
