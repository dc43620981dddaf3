package letter

import (
	"context"
	"errors"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Publish shows the approved text to all who may read it, and purges what the customer sent, in one transaction.
func Publish(ctx context.Context, s Store, scope model.Scope, now time.Time, id, etag string) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	switch {
	case err != nil || l.State == Published:
		return l, err
	case l.ended():
		return Letter{}, ErrEnded
	case l.State != Approved:
		return Letter{}, ErrNotApproved
	case len(l.People) == 0:
		return Letter{}, ErrNotMatched
	case l.stranger(ctx) != nil:
		return Letter{}, staff.ErrSelf
	case l.Customer.Consent != Given:
		return Letter{}, ErrNotAgreed.With("missing", "customer")
	}
	if err := l.CheckCurrent(etag); err != nil {
		return Letter{}, err
	}
	for _, t := range l.People {
		if !t.Answer.agrees() {
			return Letter{}, ErrNotAgreed.With("missing", "people")
		}
	}
	// Without what was sent, what it was known by cannot be looked for any more; the approval did.
	original, err := s.Original(ctx, id)
	if err != nil && !errors.Is(err, ErrPurged) {
		return Letter{}, err
	}
	if err := redacted(l.Text, original); err != nil {
		return Letter{}, err
	}
	l.State, l.PublishedTime = Published, now
	if err := l.purge(ctx, s, now); err != nil {
		return Letter{}, err
	}
	l.Touch(now)
	if err := s.SaveLetter(ctx, l); err != nil {
		return Letter{}, err
	}
	if err := l.show(ctx, s, now); err != nil {
		return Letter{}, err
	}
	return l, s.Record(ctx, Changed{l})
}

// show puts a letter into the feed of those who work with whom it thanks.
func (l Letter) show(ctx context.Context, s Store, now time.Time) error {
	receivers := make([]recognition.Receiver, len(l.People))
	for i, t := range l.People {
		receivers[i] = recognition.Receiver{Person: t.Person, Unit: t.Unit, Employer: t.Employer, Unnamed: t.Answer != Named}
		place, err := s.Workplace(ctx, t.Person, now)
		if errors.Is(err, model.ErrNotFound) {
			continue // who has left was thanked where they were matched
		}
		if err != nil {
			return err
		}
		receivers[i].Unit, receivers[i].Employer = place.Unit, place.Employer
	}
	return recognition.ShowLetter(ctx, s, now, l.ID, l.Text, receivers)
}

// Withdraw takes a publication back.
func Withdraw(ctx context.Context, s Store, scope model.Scope, now time.Time, id string) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	switch {
	case err != nil:
		return Letter{}, err
	case l.State == Approved && !l.PurgedTime.IsZero():
		return l, nil
	case l.State != Published:
		return Letter{}, ErrNotPublished
	}
	return l.takeBack(ctx, s, now)
}

// takeBack makes a published letter an approved one.
func (l Letter) takeBack(ctx context.Context, s Store, now time.Time) (Letter, error) {
	l.State, l.PublishedTime = Approved, time.Time{}
	l.Touch(now)
	if err := s.SaveLetter(ctx, l); err != nil {
		return Letter{}, err
	}
	if err := recognition.WithdrawLetter(ctx, s, now, l.ID); err != nil {
		return Letter{}, err
	}
	return l, s.Record(ctx, Changed{l})
}

// Decline ends a letter and purges what the customer sent. A text that was not approved goes, too.
func Decline(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, why Reason) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	switch {
	case err != nil || l.State == Declined:
		return l, err
	case l.State == Expired:
		return Letter{}, ErrEnded
	case l.State == Published:
		return Letter{}, ErrPublished
	}
	return l.end(ctx, s, now, Declined, why)
}

// end ends a letter.
func (l Letter) end(ctx context.Context, s Store, now time.Time, state State, why Reason) (Letter, error) {
	if !l.Readable() {
		l.Text, l.RetypedBy = "", ""
	}
	l.State, l.Declined, l.PublishedTime = state, why, time.Time{}
	if err := l.purge(ctx, s, now); err != nil {
		return Letter{}, err
	}
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}

// purge leaves nothing of what the customer sent.
func (l *Letter) purge(ctx context.Context, s Store, now time.Time) error {
	if !l.PurgedTime.IsZero() {
		return nil
	}
	l.PurgedTime = now
	return s.Purge(ctx, l.ID)
}

// PurgeDue purges what was kept for as long as it may be, some letters at a time, and says how many. Of whom no text was approved by then
// ends: nobody could compare one any more.
func PurgeDue(ctx context.Context, s Store, now time.Time) (int, error) {
	const most = 100
	due, err := s.PurgeDue(ctx, now, most)
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		l, err := s.LetterToChange(ctx, id)
		switch {
		case err != nil:
			return 0, err
		case !l.PurgedTime.IsZero():
			continue // by another process, meanwhile
		case l.State == Open:
			_, err = l.end(ctx, s, now, Expired, 0)
		default:
			if err = l.purge(ctx, s, now); err == nil {
				l.Touch(now)
				err = s.SaveLetter(ctx, l)
			}
		}
		if err != nil {
			return 0, err
		}
	}
	return len(due), nil
}
