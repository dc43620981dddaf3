package access

import (
	"cmp"
	"context"
	"time"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/resource"

	"github.com/hearth-culture/hearth/services/directory/internal/domain/login"
)

type tokens struct {
	directoryv1.UnimplementedTokenServiceServer
	read   login.Checking
	work   request.Work[login.Store]
	issuer login.Issuer
}

// ExchangeToken turns a credential into a token.
func (s *tokens) ExchangeToken(ctx context.Context, req *directoryv1.ExchangeTokenRequest) (*directoryv1.ExchangeTokenResponse, error) {
	session, err := s.login(ctx, req)
	if err != nil {
		return nil, err
	}
	return s.issue(ctx, session)
}

func (s *tokens) login(ctx context.Context, req *directoryv1.ExchangeTokenRequest) (login.Session, error) {
	switch credential := req.GetCredential().(type) {
	case *directoryv1.ExchangeTokenRequest_ApiKey:
		if !identity.WellFormedSecret(identity.KindKey, credential.ApiKey) {
			return login.Session{}, login.ErrRefused
		}
		return login.WithKey(ctx, s.read, identity.HashSecret(credential.ApiKey), s.work.Clock())
	case *directoryv1.ExchangeTokenRequest_Invitation:
		if !identity.WellFormedSecret(identity.KindInvitation, credential.Invitation) {
			return login.Session{}, login.ErrRefused
		}
		return s.withInvitation(ctx, identity.HashSecret(credential.Invitation))
	case *directoryv1.ExchangeTokenRequest_NumberAndPin:
		given := credential.NumberAndPin
		who := login.Account{Employer: given.GetEmployer(), Number: given.GetNumber(), Address: origin.Network(origin.From(ctx))}
		return s.withPIN(ctx, who, given.GetPin())
	}
	return login.Session{}, login.ErrRefused
}

func (s *tokens) withInvitation(ctx context.Context, hash []byte) (session login.Session, err error) {
	err = s.change(ctx, func(ctx context.Context, store login.Store) error {
		session, err = login.WithInvitation(ctx, store, hash, s.work.Clock())
		return err
	})
	return session, err
}

// withPIN counts the attempt in a transaction of its own: it stays counted when the log-in fails, or breaks off.
func (s *tokens) withPIN(ctx context.Context, who login.Account, pin string) (login.Session, error) {
	err := s.change(ctx, func(ctx context.Context, store login.Store) error {
		return login.Knock(ctx, store, who, s.work.Clock())
	})
	if err != nil {
		return login.Session{}, err
	}
	session, err := login.WithPIN(ctx, s.read, who, s.work.Clock(), identity.NoPIN, func(hash string) (bool, error) {
		return identity.VerifyPIN(ctx, pin, hash)
	})
	if err != nil {
		return login.Session{}, err
	}
	return session, s.change(ctx, func(ctx context.Context, store login.Store) error {
		return login.Welcome(ctx, store, who)
	})
}

// RefreshToken gives a new token for one that is still good.
func (s *tokens) RefreshToken(ctx context.Context, _ *directoryv1.RefreshTokenRequest) (*directoryv1.ExchangeTokenResponse, error) {
	actor, _ := model.ActorFrom(ctx)
	fresh, err := login.Refresh(ctx, s.read, actor, s.work.Clock())
	if err != nil {
		return nil, err
	}
	return s.issue(ctx, fresh)
}

// GetCaller says who is calling.
func (s *tokens) GetCaller(ctx context.Context, _ *directoryv1.GetCallerRequest) (*directoryv1.Caller, error) {
	actor, _ := model.ActorFrom(ctx)
	withheld, err := login.Withheld(ctx, s.read, actor, s.work.Clock())
	if err != nil {
		return nil, err
	}
	return callerProto(login.Session{Actor: actor, Withheld: withheld}), nil
}

// GetJwks publishes the keys that verify tokens.
func (s *tokens) GetJwks(ctx context.Context, _ *directoryv1.GetJwksRequest) (*directoryv1.GetJwksResponse, error) {
	jwks, err := s.issuer.JWKS(ctx)
	if err != nil {
		return nil, err
	}
	return &directoryv1.GetJwksResponse{Jwks: string(jwks)}, nil
}

// CreateInvitation makes a link by which a person logs in once.
func (s *tokens) CreateInvitation(ctx context.Context, req *directoryv1.CreateInvitationRequest) (*directoryv1.CreateInvitationResponse, error) {
	caller, _ := model.ActorFrom(ctx)
	return request.Do(ctx, s.work, req, func(ctx context.Context, store login.Store) (*directoryv1.CreateInvitationResponse, error) {
		now := s.work.Clock()
		lifetime := time.Duration(cmp.Or(req.GetLifetimeHours(), defaultInvitationHours)) * time.Hour
		secret, _, hash := identity.NewSecret(identity.KindInvitation)
		invitation, err := login.Invite(ctx, store, caller, model.ScopeFrom(ctx), now, login.Invitation{
			Person: model.ID(req.GetName()), Hash: hash, ExpireTime: now.Add(lifetime),
		})
		if err != nil {
			return nil, err
		}
		return &directoryv1.CreateInvitationResponse{Secret: secret, ExpireTime: resource.Timestamp(invitation.ExpireTime)}, nil
	})
}

const defaultInvitationHours = 72

// SetPin sets the caller's own PIN. It is hashed before the transaction, which others would have to wait for.
func (s *tokens) SetPin(ctx context.Context, req *directoryv1.SetPinRequest) (*directoryv1.SetPinResponse, error) {
	caller, _ := model.ActorFrom(ctx)
	_, number, err := s.read.NumberOf(ctx, caller.Person())
	if err != nil {
		return nil, err
	}
	if identity.WeakPIN(req.GetPin(), number) {
		return nil, login.ErrPINTooSimple
	}
	hash, err := identity.HashPIN(ctx, req.GetPin())
	if err != nil {
		return nil, err
	}
	return request.Do(ctx, s.work, req, func(ctx context.Context, store login.Store) (*directoryv1.SetPinResponse, error) {
		return &directoryv1.SetPinResponse{}, login.SetPIN(ctx, store, caller, s.work.Clock(), hash)
	})
}

func (s *tokens) issue(ctx context.Context, session login.Session) (*directoryv1.ExchangeTokenResponse, error) {
	token, expires, err := s.issuer.Issue(ctx, session.Actor)
	if err != nil {
		return nil, err
	}
	return &directoryv1.ExchangeTokenResponse{AccessToken: token, ExpireTime: resource.Timestamp(expires), Caller: callerProto(session)}, nil
}

func (s *tokens) change(ctx context.Context, fn func(ctx context.Context, store login.Store) error) error {
	return s.work.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return fn(ctx, s.work.Bind(tx)) })
}

func callerProto(session login.Session) *directoryv1.Caller {
	caller := &directoryv1.Caller{Subject: session.Subject}
	for _, binding := range session.Bindings {
		caller.Bindings = append(caller.Bindings, roleProto(session.Subject, binding))
	}
	for _, binding := range session.Withheld {
		caller.WithheldBindings = append(caller.WithheldBindings, roleProto(session.Subject, binding))
	}
	return caller
}
