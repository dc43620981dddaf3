package login

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Doors is where attempts are kept.
type Doors interface {
	// Attempts reads those at a door and keeps others away from it until the transaction ends.
	Attempts(ctx context.Context, door string) (Attempts, error)
	PutAttempts(ctx context.Context, door string, attempts Attempts) error
}

// Account is who wants to log in by number and PIN, and from where.
type Account struct {
	Employer string
	Number   string
	// Address is the caller's network address; empty where it is not known.
	Address string
}

func (a Account) door() string {
	// The length keeps "ab"+"c" and "a"+"bc" apart.
	return "account " + strconv.Itoa(len(a.Employer)) + " " + a.Employer + a.Number
}

func (a Account) street() string { return "address " + a.Address }

// Knock counts the attempt against the account and the address, or refuses it because too many have failed.
func Knock(ctx context.Context, doors Doors, who Account, now time.Time) error {
	if err := knock(ctx, doors, account, who.door(), now); err != nil {
		return err
	}
	if who.Address == "" {
		return nil
	}
	return knock(ctx, doors, address, who.street(), now)
}

func knock(ctx context.Context, doors Doors, kind door, name string, now time.Time) error {
	seen, err := doors.Attempts(ctx, name)
	if err != nil {
		return err
	}
	counted, wait := kind.knock(seen, now)
	if wait > 0 {
		return model.ErrRateLimited.With("retry_after", strconv.Itoa(int(math.Ceil(wait.Seconds())))+"s")
	}
	return doors.PutAttempts(ctx, name, counted)
}

// Welcome forgets the attempts of an account that got in at last, also at the address, where they were honest mistakes.
func Welcome(ctx context.Context, doors Doors, who Account) error {
	own, err := doors.Attempts(ctx, who.door())
	if err != nil {
		return err
	}
	if err := doors.PutAttempts(ctx, who.door(), Attempts{}); err != nil || who.Address == "" {
		return err
	}
	shared, err := doors.Attempts(ctx, who.street())
	if err != nil {
		return err
	}
	shared.Count = max(0, shared.Count-own.Count)
	return doors.PutAttempts(ctx, who.street(), shared)
}
