package forward

import (
	"context"

	"google.golang.org/grpc/metadata"

	"github.com/hearth-culture/hearth/internal/rpc/origin"
	"github.com/hearth-culture/hearth/internal/rpc/permit"
)

const addressKey = "x-forwarded-for"

// Address is the metadata that tells a method where its caller is, for the methods whose permission asks for it and for no other. The
// context knows: see package origin.
func Address(ctx context.Context, fullMethod string) metadata.MD {
	method, ok := permit.Lookup(fullMethod)
	from := origin.From(ctx)
	if !ok || !method.Permission.GetNeedsAddress() || !from.IsValid() {
		return nil
	}
	return metadata.Pairs(addressKey, from.String())
}
