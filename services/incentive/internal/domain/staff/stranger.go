package staff

import (
	"context"
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// ErrSelf refuses who would decide something of their own.
var ErrSelf = model.NewFault("SELF_NOT_ALLOWED")

// Stranger refuses a caller who is one of those, bare ids, whom a decision gives something or whom it is about: somebody else is to decide.
// Keys and Hearth itself are nobody.
func Stranger(ctx context.Context, people ...string) error {
	actor, _ := model.ActorFrom(ctx)
	if me := actor.Person(); me != "" && slices.Contains(people, me) {
		return ErrSelf
	}
	return nil
}
