package letter

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Audience is what a scope reads of what is published: what its areas hold, and what thanks somebody of an employer in an enterprise, the
// highest unit of a tree. Without a Root, of no enterprise.
type Audience struct {
	Scope          model.Scope
	Root, Employer string
}

// Reader reads what is kept. What does not exist is model.ErrNotFound.
type Reader interface {
	staff.Reader
	Letter(ctx context.Context, id string) (Letter, error)
	// Letters lists those within the scope, one more than a page.
	Letters(ctx context.Context, scope model.Scope, list model.List) ([]Letter, error)
	// Thanking lists the letters that thank a person and that they may read, one more than a page.
	Thanking(ctx context.Context, person string, list model.List) ([]Letter, error)
	// Published lists what an audience reads, one more than a page.
	Published(ctx context.Context, audience Audience, list model.List) ([]Letter, error)
	// About are all letters that thank a person, and HandledBy the ids of those that a subject retyped or approved.
	About(ctx context.Context, person string) ([]Letter, error)
	HandledBy(ctx context.Context, subject string) ([]string, error)
	// PurgeDue are the letters whose time has come and of which what was sent is still kept, at most so many.
	PurgeDue(ctx context.Context, now time.Time, most int) ([]string, error)
}

// Store changes what is kept, within one transaction.
type Store interface {
	Reader
	recognition.Entries
	// LetterToChange is Letter, and keeps others from changing it until the transaction ends.
	LetterToChange(ctx context.Context, id string) (Letter, error)
	// LetterOf is the letter with this digest of an external name.
	LetterOf(ctx context.Context, external []byte) (Letter, error)
	// AddLetter says whether it was added: not where another has its external name.
	AddLetter(ctx context.Context, l Letter) (added bool, err error)
	SaveLetter(ctx context.Context, l Letter) error
	// KeepOriginal keeps what was sent; Original reads it, ErrPurged where it is gone; Purge leaves nothing of it.
	KeepOriginal(ctx context.Context, letter string, o Original) error
	Original(ctx context.Context, letter string) (Original, error)
	Purge(ctx context.Context, letter string) error
	// RenameHandler gives who retyped and approved another name.
	RenameHandler(ctx context.Context, subject, pseudonym string) error
	// Record hands on what happened, in the same transaction.
	Record(ctx context.Context, facts ...model.Fact) error
}

// reach is a letter to be changed that lies within the scope.
func reach(ctx context.Context, s Store, scope model.Scope, id string) (Letter, error) {
	l, err := s.LetterToChange(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	return within(ctx, s, scope, l)
}

// Get is a letter that lies within the scope.
func Get(ctx context.Context, r Reader, scope model.Scope, id string) (Letter, error) {
	l, err := r.Letter(ctx, id)
	if err != nil {
		return Letter{}, err
	}
	return within(ctx, r, scope, l)
}

func within(ctx context.Context, r Reader, scope model.Scope, l Letter) (Letter, error) {
	if err := staff.Within(ctx, r, scope, l.Unit, l.Employer); err != nil {
		return Letter{}, err
	}
	return l, nil
}
