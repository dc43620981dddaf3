package staff

import (
	"context"
	"errors"
	"slices"
	"time"

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

// Others refuses a caller who alone works in a unit and below it, for the employer where it is not "": what is decided for all of these people is
// decided for themselves.
func Others(ctx context.Context, r Reader, now time.Time, unit, employer string) error {
	actor, _ := model.ActorFrom(ctx)
	me := actor.Person()
	if me == "" {
		return nil
	}
	place, err := r.Workplace(ctx, me, now)
	if errors.Is(err, model.ErrNotFound) {
		return nil
	}
	if err != nil || employer != "" && employer != place.Employer {
		return err
	}
	var employers []string
	if employer != "" {
		employers = []string{employer}
	}
	path, err := r.Above(ctx, place.Unit)
	if err != nil || !slices.Contains(path, unit) {
		return err
	}
	places, err := r.Workplaces(ctx, now, []string{unit}, employers)
	if err == nil && len(places) == 1 {
		err = ErrSelf
	}
	return err
}
