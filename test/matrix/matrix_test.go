package matrix_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/wire"
)

// verdict is what a caller must hear, by the contract alone. It shares no code with what it judges.
func verdict(permission *optionv1.Permission, c caller) codes.Code {
	if permission.GetOpen() {
		return codes.OK
	}
	if c.bad {
		return codes.Unauthenticated
	}
	if only := permission.GetOnlyService(); only != "" && c.service != only {
		return codes.PermissionDenied
	}
	for _, rule := range permission.GetAllow() {
		if !slices.Contains(rule.GetRoles(), c.role) {
			continue
		}
		switch rule.GetScope() {
		case optionv1.ScopeKind_SCOPE_KIND_SELF:
			if c.person {
				return codes.OK
			}
		case optionv1.ScopeKind_SCOPE_KIND_SUBTREE:
			return codes.OK
		case optionv1.ScopeKind_SCOPE_KIND_INSTALLATION:
			if c.whole {
				return codes.OK
			}
		}
	}
	return codes.PermissionDenied
}

func permissionOf(method protoreflect.MethodDescriptor) *optionv1.Permission {
	return proto.GetExtension(method.Options(), optionv1.E_Permission).(*optionv1.Permission)
}

// One Hearth of each shape serves all: what is asked before the last changes nothing that others look at, and the last knows callers and
// verdicts alone.
func TestTheContractIsKept(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		w := newWorld(t, h)
		t.Run("beyond the reach", w.beyondTheReach)
		t.Run("lists", w.lists)
		t.Run("streams", w.everyStream)
		t.Run("a key asked for again", w.replayedKey)
		t.Run("methods", w.everyMethod)
	})
}

// Every method hears whom the contract allows and nobody else.
func (w *world) everyMethod(t *testing.T) {
	for turn, method := range methods() {
		permission := permissionOf(method)
		require.True(t, permission.GetOpen() || len(permission.GetAllow()) > 0, "%s has no permission", method.FullName())
		for _, protocol := range wire.All(w.Conn(), w.HTTP) {
			if method.IsStreamingClient() || !protocol.Has(method) {
				continue // What callers stream is tried by everyStream.
			}
			t.Run(name(method)+"/"+protocol.Name, func(t *testing.T) {
				for _, c := range callers(w.callers, permission, turn) {
					answer, err := protocol.Do(t.Context(), wire.Call{Method: method, Request: asking(method), Token: c.token})
					require.NoError(t, err, c.name)
					judge(t, verdict(permission, c), c, answer.Status)
				}
			})
		}
	}
}

// callers are all, or, where the race detector looks on, one of each verdict: what callers of one verdict pass through is the same code, and the
// tests without the detector try all of them. The turn has each be tried with some method.
func callers(all []caller, permission *optionv1.Permission, turn int) (tried []caller) {
	if !watched {
		return all
	}
	of := map[codes.Code][]caller{}
	for _, c := range all {
		want := verdict(permission, c)
		of[want] = append(of[want], c)
	}
	for _, want := range []codes.Code{codes.OK, codes.PermissionDenied, codes.Unauthenticated} {
		if like := of[want]; len(like) > 0 {
			tried = append(tried, like[turn%len(like)])
		}
	}
	return tried
}

func name(method protoreflect.MethodDescriptor) string {
	return strings.TrimPrefix(wire.FullMethod(method), "/hearth.")
}

// judge demands the verdict. Whoever passes may still be told that an empty request is wrong, or that nothing is there.
func judge(t *testing.T, want codes.Code, c caller, got *status.Status) {
	if want != codes.OK {
		require.Equal(t, want.String(), got.Code().String(), "%s: %s", c.name, got.Message())
		require.Equal(t, map[codes.Code]string{codes.PermissionDenied: "PERMISSION_DENIED", codes.Unauthenticated: "UNAUTHENTICATED"}[want], reason(got), c.name)
		return
	}
	passed := []codes.Code{codes.OK, codes.InvalidArgument, codes.NotFound}
	if got.Code() == codes.Unauthenticated {
		// A caller without a person or a session cannot refresh one: a refusal of the method, not of the gate.
		require.Equal(t, "CREDENTIAL_REFUSED", reason(got), c.name)
		return
	}
	require.Contains(t, passed, got.Code(), "%s: %s", c.name, got.Message())
}

func reason(refusal *status.Status) string {
	for _, detail := range refusal.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}
