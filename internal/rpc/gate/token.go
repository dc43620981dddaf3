package gate

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"
)

const scheme = "bearer "

// bearer is the token of the call, and how many authorization headers it has: with two of them nobody can say whose call it is.
func bearer(ctx context.Context) (token string, headers int) {
	values := metadata.ValueFromIncomingContext(ctx, "authorization")
	if len(values) != 1 {
		return "", len(values)
	}
	value := values[0]
	if len(value) < len(scheme) || !strings.EqualFold(value[:len(scheme)], scheme) {
		return "", 1
	}
	return strings.TrimSpace(value[len(scheme):]), 1
}
