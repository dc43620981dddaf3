package domain

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

// Contact is somebody who is in no directory, by the id that a system gave to their contact, and where they were served.
type Contact struct {
	Source, ID string
	// Place has no unit where the contact was brought before.
	Place Place
}

// Key is what a contact's sheet is kept under. It is no id of a person: those hold no colon.
func (c Contact) Key() string { return c.Source + ":" + c.ID }

// ContactOf is the contact of a key.
func ContactOf(key string) Contact {
	source, id, _ := strings.Cut(key, ":")
	return Contact{Source: source, ID: id}
}

const (
	mostID    = 128 // bytes
	mostLevel = 64  // characters
)

var (
	sourcePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,31}$`)
	// Plain digits pass, since tickets have numbers, too; only what can hardly be anything but a person's is refused.
	personalID = regexp.MustCompile(`@|^\s*\+[0-9 ().-]{6,}$|^\s*1[3-9][0-9]([ -]?[0-9]{4}){2}\s*$`)
)

func (c Contact) check() error {
	wrong := func(field, problem string) error {
		return ErrContactInvalid.With("item", "contact."+field).With("problem", problem)
	}
	switch {
	case c.Source == "" || c.ID == "":
		return wrong("id", "MISSING")
	case !sourcePattern.MatchString(c.Source), strings.ContainsFunc(c.ID, unicode.IsControl):
		return wrong("id", "MALFORMED")
	case len(c.ID) > mostID:
		return wrong("id", "TOO_LONG")
	case personalID.MatchString(c.ID):
		return wrong("id", "PERSONAL")
	}
	for _, attribute := range []Attribute{Shift, Employer, Site, Channel, Position} {
		level, field := c.Place.level(attribute), strings.ToLower(attribute.String())
		switch {
		case strings.ContainsFunc(level, unicode.IsControl):
			return wrong(field, "MALFORMED")
		case utf8.RuneCountInString(level) > mostLevel:
			return wrong(field, "TOO_LONG")
		}
	}
	return nil
}

// level is where the place is by an attribute.
func (p Place) level(a Attribute) string {
	return map[Attribute]string{Shift: p.Shift, Employer: p.Employer, Site: p.Site, Channel: p.Channel, Position: p.Position}[a]
}

// takesContact says whether the lists of the audience hold the place.
func (a Audience) takesContact(p Place) bool {
	for _, list := range append(a.Narrowing(), Narrowed{"employers", Employer, a.Employers}) {
		if len(list.Levels) > 0 && !slices.Contains(list.Levels, p.level(list.By)) {
			return false
		}
	}
	return true
}

// bring keeps the contacts of rows, and notes the refusals of those that cannot be.
func bring(ctx context.Context, s Store, survey Survey, packed Packed, refused []error) error {
	above, err := unitsOf(ctx, s, survey)
	if err != nil {
		return err
	}
	var blank []byte
	if survey.State == Open {
		if blank = packed.blank; len(blank) == 0 {
			asks, err := Compiled(ctx, s, survey)
			if err != nil {
				return err
			}
			blank = asks.Blank()
		}
	}
	var fresh []Placed
	var keys []string
	for i, contact := range packed.contacts {
		if refused[i] != nil {
			continue
		}
		keys = append(keys, contact.Key())
		_, asked := above[contact.Place.Unit]
		switch {
		case contact.Place.Unit == "":
		case !asked:
			refused[i] = ErrUnitNotAsked
		case !survey.Audience.takesContact(contact.Place):
			refused[i] = ErrNotAsked
		default:
			fresh = append(fresh, Placed{Person: contact.Key(), Place: contact.Place})
		}
	}
	// The order of the keys keeps two imports from waiting for each other.
	slices.SortFunc(fresh, func(a, b Placed) int { return strings.Compare(a.Person, b.Person) })
	if err := s.AddContacts(ctx, survey.ID, fresh, blank); err != nil {
		return err
	}
	places, err := s.ContactPlaces(ctx, survey.ID, keys)
	if err != nil {
		return err
	}
	for i, contact := range packed.contacts {
		if refused[i] != nil {
			continue
		}
		place, known := places[contact.Key()]
		switch {
		case !known:
			refused[i] = ErrNotAsked
		case contact.Place.Unit != "" && contact.Place != place:
			refused[i] = ErrContactElsewhere
		}
	}
	return nil
}

// unitsOf are the units of a survey that asks contacts, each with the one above it: as they are while it is a draft, then as they were
// at the opening.
func unitsOf(ctx context.Context, r Reader, survey Survey) (map[string]string, error) {
	if survey.State == Draft {
		return r.UnitsAbove(ctx, survey.Audience.Units)
	}
	tree, err := r.Tree(ctx, survey)
	return parentsIn(tree), err
}

// parentsIn are the units of a tree, each with the one above it.
func parentsIn(tree frozen.Tree) map[string]string {
	above := map[string]string{}
	for _, unit := range tree.Units {
		if unit.ID == "" {
			continue
		}
		above[unit.ID] = ""
		if unit.Parent >= 0 {
			above[unit.ID] = tree.Units[unit.Parent].ID
		}
	}
	return above
}

// openToContacts freezes all units of the audience: contacts come to any of them.
func openToContacts(ctx context.Context, s Store, now time.Time, survey Survey, asks instrument.Instrument) (Survey, error) {
	survey.Split.K = LeastPeople(survey.Split, asks)
	known, err := s.Groups(ctx, survey)
	if err != nil {
		return Survey{}, err
	}
	if _, err := freeze(ctx, s, survey, known); err != nil {
		return Survey{}, err
	}
	above, err := s.UnitsAbove(ctx, survey.Audience.Units)
	if err != nil {
		return Survey{}, err
	}
	var all []frozen.Group
	for unit := range above {
		all = append(all, frozen.Group{Unit: unit, Levels: make([]string, len(survey.Split.Attributes()))})
	}
	tree, err := grow(above, survey, all)
	if err != nil {
		return Survey{}, err
	}
	if err := s.KeepTree(ctx, survey.ID, tree); err != nil {
		return Survey{}, err
	}
	if survey.Eligible, err = s.BlankContacts(ctx, survey.ID, asks.Blank()); err != nil {
		return Survey{}, err
	}
	return opened(ctx, s, now, survey)
}

// settleContacts freezes who was asked, once no contact comes any more. Nothing keeps a survey from being closed: attributes on too many
// levels are dropped from it.
func settleContacts(ctx context.Context, s Store, survey *Survey) error {
	frame, err := s.Tree(ctx, *survey)
	if err != nil {
		return err
	}
	for {
		groups, err := s.Groups(ctx, *survey)
		if err != nil {
			return err
		}
		tree, err := grow(parentsIn(frame), *survey, groups)
		if err == nil {
			return s.ReplaceTree(ctx, survey.ID, tree)
		}
		many, is := errors.AsType[*model.Fault](err)
		if !is || !ErrTooManyLevels.Is(err) {
			return err
		}
		survey.Split = survey.Split.without(many.Meta["attribute"])
	}
}
