package access

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Administration is what says who administers the installation.
type Administration interface {
	Organisation
	Bindings
}

// Lasting are the subjects who administer the whole installation with no end in sight: what will run out does not count, since nobody is
// there to ask on the day it does.
func Lasting(ctx context.Context, from interface {
	Organisation
	Administrators(ctx context.Context) ([]string, error)
}, now time.Time) ([]string, error) {
	subjects, err := from.Administrators(ctx)
	if err != nil {
		return nil, err
	}
	var lasting []string
	for _, subject := range subjects {
		id, isPerson := strings.CutPrefix(subject, "people/")
		if !isPerson {
			lasting = append(lasting, subject)
			continue
		}
		person, err := from.Person(ctx, id, now)
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return nil, err
		}
		if err == nil && person.Lasting {
			lasting = append(lasting, subject)
		}
	}
	return lasting, nil
}

// Spares says whether somebody administers the installation besides people, by bare id, who go. Where nobody does in any case, there is
// nothing left to lose.
func Spares(lasting, going []string) bool {
	return len(lasting) == 0 || slices.ContainsFunc(lasting, func(subject string) bool {
		id, isPerson := strings.CutPrefix(subject, "people/")
		return !isPerson || !slices.Contains(going, id)
	})
}

// Spare refuses that people go of whom one is the last administrator. Bindings and keys stay as they are until the transaction ends.
func Spare(ctx context.Context, store Administration, now time.Time, going []string) error {
	if len(going) == 0 {
		return nil
	}
	if err := store.Lock(ctx); err != nil {
		return err
	}
	lasting, err := Lasting(ctx, store, now)
	if err == nil && !Spares(lasting, going) {
		err = ErrLastAdmin
	}
	return err
}

// keepAdmin refuses a change after which nobody would administer the installation with no end in sight.
func keepAdmin(ctx context.Context, store Store, now time.Time) error {
	lasting, err := Lasting(ctx, store, now)
	if err == nil && len(lasting) == 0 {
		err = ErrLastAdmin
	}
	return err
}
