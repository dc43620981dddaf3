// Package gate is what every call passes before it reaches a handler, and every answer on its way back, in the same way for
// unary calls and streams, over the network and within the process.
//
// On the way in: a default deadline, the limit of the rate, who is calling, the limit of theirs, what they may do, the size and the
// constraints of the message.
// On the way out: panics and errors become statuses.
package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/limit"
	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// DefaultDeadline ends unary calls whose caller set no deadline. Streams have none: an import takes as long as its file.
const DefaultDeadline = 30 * time.Second

// Authenticator says who stands behind a token.
type Authenticator interface {
	// Authenticate answers a *model.Fault only when it could not decide; any other error refuses the token.
	Authenticate(ctx context.Context, token string) (model.Actor, error)
}

// Gate guards a server. Its fields are set before the first call.
type Gate struct {
	Auth Authenticator
	Log  *slog.Logger
	// Floods counts calls before anybody is verified, by token and address; nil where somebody before this server does.
	Floods *limit.Limiter
	// Callers counts the calls of who was verified. Hearth's own services are not held back: what they do is what was asked of them.
	Callers *limit.Limiter
	// Proxies are believed about where calls come from.
	Proxies origin.Proxies
	// MaxBytes is the size of the largest message taken; 0 where a Codec has counted the bytes as they came.
	MaxBytes int
	// Serves tells the methods that run behind this gate. Calls to others pass to the server's handler for unknown methods,
	// unchanged: who runs them decides.
	Serves func(fullMethod string) bool
}

// Unary is the interceptor of unary calls.
func (g *Gate) Unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (resp any, err error) {
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, DefaultDeadline)
		defer cancel()
	}
	defer func() { err = g.leave(ctx, info.FullMethod, recover(), err) }()
	if ctx, err = g.enter(ctx, info.FullMethod); err != nil {
		return nil, err
	}
	if err := g.check(req); err != nil {
		return nil, err
	}
	return handler(ctx, req)
}

// Stream is the interceptor of streams.
func (g *Gate) Stream(srv any, from grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) (err error) {
	ctx := from.Context()
	defer func() { err = g.leave(ctx, info.FullMethod, recover(), err) }()
	inside, err := g.enter(ctx, info.FullMethod)
	if err != nil {
		return err
	}
	if err := handler(srv, &stream{ServerStream: from, ctx: inside, gate: g}); err != nil {
		return err
	}
	// Of a call that was passed on, the answer says that the token is good.
	limit.Judged(inside)
	return nil
}

// stream checks each message as it is received.
type stream struct {
	grpc.ServerStream
	ctx  context.Context
	gate *Gate
}

func (s *stream) Context() context.Context { return s.ctx }

func (s *stream) RecvMsg(message any) error {
	if err := s.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	return s.gate.check(message)
}

// enter says who is calling and how far the call may reach.
func (g *Gate) enter(ctx context.Context, fullMethod string) (context.Context, error) {
	if Infrastructure(fullMethod) {
		return ctx, nil
	}
	served := g.Serves(fullMethod)
	method, ok := permit.Lookup(fullMethod)
	if g.Floods != nil || !served || ok && method.Permission.GetNeedsAddress() {
		ctx = origin.With(ctx, g.origin(ctx))
	}
	token, tokens := bearer(ctx)
	if !ok || method.Permission.GetOpen() {
		token = "" // nobody will say whether it is worth anything, so that a made-up one would be another share
	}
	ctx, wait, allowed := g.Floods.Allow(ctx, token, origin.From(ctx))
	if !allowed {
		return ctx, tooMany(wait)
	}
	if !served {
		return ctx, nil
	}
	switch {
	case !ok:
		return ctx, model.ErrPermissionDenied
	case method.Permission.GetOpen():
		// A token is not even looked at: an open method never learns who calls.
		return ctx, nil
	case tokens != 1 || token == "":
		return ctx, model.ErrUnauthenticated
	}
	actor, err := g.authenticate(ctx, token)
	if err != nil {
		return ctx, err
	}
	limit.Judged(ctx)
	if !actor.IsService() {
		if wait, ok := g.Callers.AllowSubject(actor.Subject); !ok {
			return ctx, tooMany(wait)
		}
	}
	scope := model.ScopeOf(actor, method.Rules)
	if only := method.Permission.GetOnlyService(); scope.Empty() || only != "" && actor.Subject != model.ServiceActor(only).Subject {
		return ctx, model.ErrPermissionDenied
	}
	return model.WithScope(model.WithActor(ctx, actor), scope), nil
}

func tooMany(wait time.Duration) error {
	return model.ErrRateLimited.With(refusal.RetryAfter, wait.String())
}

func (g *Gate) authenticate(ctx context.Context, token string) (model.Actor, error) {
	actor, err := g.Auth.Authenticate(ctx, token)
	if err == nil {
		return actor, nil
	}
	if _, undecided := errors.AsType[*model.Fault](err); undecided || ctx.Err() != nil {
		return model.Actor{}, err
	}
	g.Log.DebugContext(ctx, "a token was refused", "error", err)
	return model.Actor{}, model.ErrUnauthenticated
}

// check holds the message to its size and to the constraints of the contract.
func (g *Gate) check(message any) error {
	checked, ok := message.(proto.Message)
	if !ok {
		return nil // the raw frame of a call that is forwarded
	}
	if err := unread(checked); err != nil {
		return err
	}
	if g.MaxBytes > 0 && proto.Size(checked) > g.MaxBytes {
		return refusal.ErrTooLarge
	}
	return validate(checked)
}

// leave makes the status of a panic or an error.
func (g *Gate) leave(ctx context.Context, fullMethod string, panicked any, err error) error {
	if panicked != nil {
		err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
	}
	if err == nil {
		return nil
	}
	locale := refusal.Locale(ctx)
	seen, defect := refusal.Status(err, locale)
	if defect && panicked == nil && ctx.Err() != nil {
		// What is cut off in the middle fails in many ways; they all mean the same.
		seen, defect = refusal.Status(ctx.Err(), locale)
	}
	if !defect {
		return seen.Err()
	}
	g.Log.ErrorContext(ctx, "a call failed", "method", strings.TrimPrefix(fullMethod, "/"), "error", err)
	return traced(ctx, seen).Err()
}

// traced adds the trace id to a defect's status, by which the log entry can be found.
func traced(ctx context.Context, seen *status.Status) *status.Status {
	span := trace.SpanContextFromContext(ctx)
	if !span.HasTraceID() {
		return seen
	}
	return refusal.WithMeta(seen, "trace_id", span.TraceID().String())
}

// Infrastructure tells gRPC's own services, health and reflection, which are open to everybody.
func Infrastructure(fullMethod string) bool {
	return strings.HasPrefix(fullMethod, "/grpc.health.v1.") || strings.HasPrefix(fullMethod, "/grpc.reflection.")
}
