package letter

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
)

// mine is a letter that thanks the scope's person and that they may read; any other does not exist to them.
func mine(ctx context.Context, s Store, scope model.Scope, id string) (Letter, int, error) {
	l, err := s.LetterToChange(ctx, id)
	if err != nil {
		return Letter{}, 0, err
	}
	at := l.Thanks(scope.Self)
	if scope.Self == "" || at < 0 || !l.Readable() {
		return Letter{}, 0, model.ErrNotFound
	}
	return l, at, nil
}

// Respond keeps what the scope's person says to the publication. Whoever agrees to less than before takes a publication back.
func Respond(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, answer Answer) (Letter, error) {
	l, at, err := mine(ctx, s, scope, id)
	if err != nil {
		return Letter{}, err
	}
	less := answer > l.People[at].Answer
	l.People[at].Answer, l.People[at].AnswerTime = answer, now
	if l.State == Published && less {
		return l.takeBack(ctx, s, now)
	}
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}

// Dispute takes the scope's person out of those whom a letter thanks. Whoever handles it says whom it thanks instead.
func Dispute(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) error {
	l, at, err := mine(ctx, s, scope, id)
	if err != nil {
		return err
	}
	l.People = slices.Delete(l.People, at, at+1)
	if len(l.People) > 0 {
		l.Employer = l.commonEmployer()
	}
	if l.State == Published {
		_, err = l.takeBack(ctx, s, now)
		return err
	}
	l.Touch(now)
	return s.SaveLetter(ctx, l)
}

// Reads is what a scope reads of what is published at that time.
func Reads(ctx context.Context, r Reader, scope model.Scope, now time.Time) (Audience, error) {
	audience := Audience{Scope: scope}
	if scope.Self == "" {
		return audience, nil
	}
	place, err := r.Workplace(ctx, scope.Self, now)
	if errors.Is(err, model.ErrNotFound) {
		return audience, nil // who works nowhere reads what their roles reach
	}
	if err != nil {
		return Audience{}, err
	}
	above, err := r.Above(ctx, place.Unit)
	if err != nil || len(above) == 0 {
		return audience, err
	}
	audience.Root, audience.Employer = above[len(above)-1], place.Employer
	return audience, nil
}

// Erase leaves nothing that leads to a person. What a letter says of somebody it may say in words, so the text of each letter that thanks
// them goes, with what the customer sent; whoever else it thanks loses it, too.
func Erase(ctx context.Context, s Store, now time.Time, person, pseudonym string) error {
	letters, err := s.About(ctx, person)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l, err = s.LetterToChange(ctx, l.ID); err != nil {
			return err
		}
		published := l.State == Published
		if at := l.Thanks(person); at >= 0 {
			l.People = slices.Delete(l.People, at, at+1)
		}
		l.Text, l.RetypedBy, l.ApprovedBy = "", "", ""
		state := Expired
		if l.State == Declined {
			state = Declined
		}
		if l, err = l.end(ctx, s, now, state, l.Declined); err != nil {
			return err
		}
		if err := recognition.ForgetLetter(ctx, s, l.ID); err != nil {
			return err
		}
		if published {
			if err := s.Record(ctx, Changed{l}); err != nil {
				return err
			}
		}
	}
	return s.RenameHandler(ctx, model.Name("people", person), model.Name("people", pseudonym))
}

// Kept is what is kept about a person: the letters that thank them, and the ids of those that they retyped or approved.
type Kept struct {
	Thanking []Letter
	Handled  []string
}

// PersonData is what is kept about a person.
func PersonData(ctx context.Context, r Reader, person string) (Kept, error) {
	thanking, err := r.About(ctx, person)
	if err != nil {
		return Kept{}, err
	}
	handled, err := r.HandledBy(ctx, model.Name("people", person))
	return Kept{thanking, handled}, err
}
