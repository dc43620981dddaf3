package badge

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Collection is that of the names of awards.
const Collection = "badgeAwards"

// Award is that somebody holds a badge, or did. All ids are bare.
type Award struct {
	model.Header
	Badge string
	// DisplayName and Picture are the badge's.
	DisplayName model.Text
	Picture     string
	// Person holds it; "" where the team of the unit does. Unit and Employer are those of the day on which it was earned.
	Person, Unit, Employer string
	Level                  int
	// Story is what was said when it was given by hand, Giver the subject who gave it.
	Story, Giver string
	Revoked      bool
	// Reason is why it was taken back, RevokedBy the subject who did.
	Reason, RevokedBy string
	// Hidden: the person hides what they hold.
	Hidden bool
}

// Holder is the id of who holds it.
func (a Award) Holder() string {
	if a.Person != "" {
		return a.Person
	}
	return a.Unit
}

// Changed says that somebody holds a badge, or that nobody may say so any more.
type Changed struct {
	Award Award
	Shown bool
}

// Happened marks the fact.
func (Changed) Happened() {}

// Awards reads who holds what.
type Awards interface {
	Award(ctx context.Context, id string) (Award, error)
	// Shown lists what a viewer sees: nothing that is revoked or hidden, one more than a page.
	Shown(ctx context.Context, viewer Viewer, list model.List) ([]Award, error)
	// All lists what was earned within the scope, one more than a page.
	All(ctx context.Context, scope model.Scope, list model.List) ([]Award, error)
	// Of lists what a person holds, alone and with teams, one more than a page.
	Of(ctx context.Context, person string, list model.List) ([]Award, error)
	// Handled lists what a subject gave by hand or took back, one more than a page.
	Handled(ctx context.Context, subject string, list model.List) ([]Award, error)
	Hides(ctx context.Context, person string) (bool, error)
	// Counts are how far a person has come alone, by badge.
	Counts(ctx context.Context, person string) ([]Count, error)
}

// Viewer is who reads: how far they reach, for whom they work today, "" for nobody, and in which enterprise: its highest unit.
type Viewer struct {
	Scope          model.Scope
	Employer, Root string
}

// Count is how many facts were counted for a person within an employment.
type Count struct {
	Badge string
	Count int64
	// Began is the first day of the employment.
	Began model.Day
}

// Shown lists what the scope's person sees of others' badges, one more than a page.
func Shown(ctx context.Context, r Reader, scope model.Scope, now time.Time, list model.List) ([]Award, error) {
	viewer := Viewer{Scope: scope}
	if scope.Self != "" {
		place, err := r.Workplace(ctx, scope.Self, now)
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return nil, err
		}
		path, err := r.Above(ctx, place.Unit)
		if err != nil {
			return nil, err
		}
		if len(path) > 0 {
			viewer.Employer, viewer.Root = place.Employer, path[len(path)-1]
		}
	}
	return r.Shown(ctx, viewer, list)
}

// Gift is a badge that somebody is to be given: a person or a unit. By is the subject who gives it.
type Gift struct{ Badge, Person, Unit, Story, By string }

// Give gives a badge by hand, or gives back one that was revoked. The scope must hold who gets it.
func Give(ctx context.Context, s Store, scope model.Scope, now time.Time, g Gift) (Award, error) {
	if err := said("story", g.Story, 1000); err != nil {
		return Award{}, err
	}
	if (g.Person == "") == (g.Unit == "") {
		return Award{}, model.InvalidField("person", model.Say("or a unit is to be named, and not both", "须填写个人或团队，二者选其一"))
	}
	if err := s.Alone(ctx); err != nil {
		return Award{}, err
	}
	b, who, err := receive(ctx, s, scope, now, g)
	if err != nil {
		return Award{}, err
	}
	if err := others(ctx, s, now, who); err != nil {
		return Award{}, err
	}
	if b.Archived {
		return Award{}, model.ErrArchived
	}
	held, err := s.Held(ctx, b.ID, who.Holder())
	switch {
	case errors.Is(err, model.ErrNotFound) && b.By != ByHand:
		return Award{}, ErrNotByHand
	case errors.Is(err, model.ErrNotFound):
		who.Story, who.Giver = strings.TrimSpace(g.Story), g.By
		return bestow(ctx, s, now, b, who, 1)
	case err != nil:
		return Award{}, err
	case !held.Revoked:
		return Award{}, model.ErrAlreadyExists
	}
	held.Revoked, held.Reason, held.RevokedBy = false, "", ""
	held.Story, held.Giver = strings.TrimSpace(g.Story), g.By
	held.Touch(now)
	if err := s.SetAward(ctx, held); err != nil {
		return Award{}, err
	}
	return held, settle(ctx, s, now, b, held)
}

// others refuses a caller who is to get a badge, or who alone is the team.
func others(ctx context.Context, s Store, now time.Time, who Award) error {
	if who.Person != "" {
		return staff.Stranger(ctx, who.Person)
	}
	return staff.Others(ctx, s, now, who.Unit, who.Employer)
}

// receive is the badge and who is to get it. Whom the scope does not reach, and for whom the badge is not, is model.ErrNotFound.
func receive(ctx context.Context, s Store, scope model.Scope, now time.Time, g Gift) (Badge, Award, error) {
	place := staff.Place{Unit: g.Unit}
	if g.Person != "" {
		var err error
		if place, err = s.Workplace(ctx, g.Person, now); err != nil {
			return Badge{}, Award{}, err
		}
	}
	b, err := s.Badge(ctx, g.Badge)
	if err != nil {
		return Badge{}, Award{}, err
	}
	who := Award{Person: g.Person, Unit: place.Unit, Employer: place.Employer}
	if g.Person == "" {
		who.Employer = b.Employer
	}
	if err := staff.MayOwn(ctx, s, scope, who.Unit, who.Employer); err != nil {
		return Badge{}, Award{}, err
	}
	path, err := s.Above(ctx, who.Unit)
	if err != nil {
		return Badge{}, Award{}, err
	}
	if !slices.Contains(path, b.Unit) || b.Employer != "" && b.Employer != who.Employer || (b.For == OfPerson) != (g.Person != "") {
		return Badge{}, Award{}, model.ErrNotFound
	}
	if g.Person != "" {
		if allowed, err := s.Individual(ctx, place.Site); err != nil {
			return Badge{}, Award{}, err
		} else if !allowed {
			return Badge{}, Award{}, ErrIndividualOff
		}
	}
	return b, who, nil
}

// Revocation takes a badge back. By is the subject who does.
type Revocation struct{ ID, Reason, By string }

// Revoke takes a badge back. The scope must hold where it was earned.
func Revoke(ctx context.Context, s Store, scope model.Scope, now time.Time, r Revocation) (Award, error) {
	if err := said("reason", r.Reason, 500); err != nil {
		return Award{}, err
	}
	if err := s.Alone(ctx); err != nil {
		return Award{}, err
	}
	a, err := s.Award(ctx, r.ID)
	if err == nil {
		err = staff.Within(ctx, s, scope, a.Unit, a.Employer)
	}
	if err != nil {
		return Award{}, err
	}
	if a.Revoked {
		return a, nil
	}
	a.Revoked, a.Reason, a.RevokedBy = true, strings.TrimSpace(r.Reason), r.By
	a.Touch(now)
	if err := s.SetAward(ctx, a); err != nil {
		return Award{}, err
	}
	if a.Hidden {
		return a, nil // nobody was told of it, or it was taken back when it was hidden
	}
	return a, s.Record(ctx, Changed{a, false})
}

// Hide hides what a person holds alone from colleagues, or shows it again.
func Hide(ctx context.Context, s Store, now time.Time, person string, hidden bool) error {
	if err := s.Alone(ctx); err != nil {
		return err
	}
	was, err := s.Hides(ctx, person)
	if err != nil || was == hidden {
		return err
	}
	if err := s.SetHidden(ctx, person, hidden); err != nil {
		return err
	}
	held, err := s.Of(ctx, person, model.List{Order: []model.Order{{Field: "create_time"}}, Size: mostHeld})
	if err != nil {
		return err
	}
	for _, a := range held {
		if a.Person != person || a.Revoked {
			continue
		}
		a.Touch(now)
		if err := s.SetAward(ctx, a); err != nil {
			return err
		}
		if err := s.Record(ctx, Changed{a, !hidden}); err != nil {
			return err
		}
	}
	return nil
}

// mostHeld is of how many badges a change of what is hidden is told.
const mostHeld = 10000

// said refuses what is no text of two characters or more.
func said(field, value string, most int) error {
	if err := text.Lines(field, value, most); err != nil {
		return err
	}
	if utf8.RuneCountInString(strings.TrimSpace(value)) < 2 {
		return model.InvalidField(field, model.Missing)
	}
	return nil
}
