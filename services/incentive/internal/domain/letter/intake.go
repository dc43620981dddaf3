package letter

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// retained is for how long what was sent is kept where whoever sent it says nothing, and mostRetained for how long at the most.
const (
	retained     = 30
	mostRetained = 90
)

// Intake is a letter as it comes in.
type Intake struct {
	Unit, Employer string
	Channel        Channel
	Received       model.Day
	Language       string
	Original       Original
	// RetainDays is after how many days what was sent is purged; 0 for the usual.
	RetainDays int
	People     []string
}

func (i Intake) check(now time.Time) error {
	if i.RetainDays < 0 || i.RetainDays > mostRetained {
		return model.InvalidField("retain_days", model.Say("is not 0 to %d", "须为 0 至 %d", mostRetained))
	}
	return errors.Join(notAhead("received_date", i.Received, now), text.Language("language", i.Language),
		text.Line("employer", i.Employer, 64), i.Original.check())
}

// Take takes a letter in. The same letter under the same external name is the one that is there, whatever became of it.
func Take(ctx context.Context, s Store, scope model.Scope, now time.Time, in Intake) (Letter, error) {
	if err := staff.MayOwn(ctx, s, scope, in.Unit, in.Employer); err != nil {
		return Letter{}, err
	}
	if err := in.check(now); err != nil {
		return Letter{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Letter{}, err
	}
	days := in.RetainDays
	if days == 0 {
		days = retained
	}
	l := Letter{
		Header: model.NewHeader(id.String(), now), Unit: in.Unit, Employer: in.Employer, Channel: in.Channel, Received: in.Received,
		Language: in.Language, State: Open, Customer: Asked{Consent: NotAsked, Day: model.NoDay}, PurgeTime: now.AddDate(0, 0, days),
		External: in.Original.external(in.Unit), Check: in.Original.mark(in.Channel, in.Received, in.Language),
	}
	if err := l.match(ctx, s, scope, now, in.People); err != nil {
		return Letter{}, err
	}
	added, err := s.AddLetter(ctx, l)
	if err != nil {
		return Letter{}, err
	}
	if added {
		return l, s.KeepOriginal(ctx, l.ID, in.Original)
	}
	before, err := s.LetterOf(ctx, l.External)
	switch {
	case err != nil:
		return Letter{}, err
	case before.Check != l.Check:
		return Letter{}, ErrIDReused
	}
	return within(ctx, s, scope, before)
}

// Match says whom a letter thanks. Whoever agreed to its publication stays, and so does what they answered.
func Match(ctx context.Context, s Store, scope model.Scope, now time.Time, id string, people []string) (Letter, error) {
	l, err := reach(ctx, s, scope, id)
	if err == nil {
		err = l.changeable()
	}
	if err != nil {
		return Letter{}, err
	}
	for _, t := range l.People {
		if t.Answer.agrees() && !slices.Contains(people, t.Person) {
			return Letter{}, ErrAgreed
		}
	}
	if err := l.match(ctx, s, scope, now, people); err != nil {
		return Letter{}, err
	}
	l.Touch(now)
	return l, s.SaveLetter(ctx, l)
}

// match puts these people in the place of those who are thanked. Whom the scope does not reach does not exist.
func (l *Letter) match(ctx context.Context, r Reader, scope model.Scope, now time.Time, people []string) error {
	matched := make([]Thanked, len(people))
	for i, person := range people {
		if at := l.Thanks(person); at >= 0 {
			matched[i] = l.People[at]
			continue
		}
		place, err := r.Workplace(ctx, person, now)
		if err != nil {
			return err
		}
		if err := staff.Within(ctx, r, scope, place.Unit, place.Employer); err != nil {
			return err
		}
		if err := staff.Stranger(ctx, person); err != nil {
			return err
		}
		matched[i] = Thanked{Person: person, Unit: place.Unit, Employer: place.Employer}
	}
	slices.SortFunc(matched, func(a, b Thanked) int { return strings.Compare(a.Person, b.Person) })
	if l.People = matched; len(matched) > 0 {
		l.Employer = l.commonEmployer()
	}
	return nil
}

// ReadOriginal reads what the customer sent.
func ReadOriginal(ctx context.Context, s Store, scope model.Scope, id string) (Original, error) {
	l, err := reach(ctx, s, scope, id)
	if err != nil {
		return Original{}, err
	}
	return s.Original(ctx, l.ID)
}
