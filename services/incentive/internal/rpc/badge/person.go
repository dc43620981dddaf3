package badge

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
)

// newest is how many of each kind the document of a person holds.
const newest = 1000

// badgeData is what is kept of a person's badges, in the document that they get of it.
type badgeData struct {
	Held   []heldData  `json:"held"`
	Counts []countData `json:"counts"`
	Hidden bool        `json:"hidden"`
	// Given and TakenBack are what they did by hand.
	Given     []handledData `json:"given"`
	TakenBack []handledData `json:"takenBack"`
}

type heldData struct {
	Badge       string     `json:"badge"`
	DisplayName model.Text `json:"displayName"`
	Level       int        `json:"level"`
	// Team is the unit that holds it; empty for one's own.
	Team    string    `json:"team,omitempty"`
	Story   string    `json:"story,omitempty"`
	Earned  time.Time `json:"earned"`
	Revoked bool      `json:"revoked,omitempty"`
	Reason  string    `json:"reason,omitempty"`
}

// handledData leaves out who holds it, and what others said and did: that is not this person's data.
type handledData struct {
	BadgeAward  string     `json:"badgeAward"`
	Badge       string     `json:"badge"`
	DisplayName model.Text `json:"displayName"`
	// Said is the story of what they gave, the reason of what they took back.
	Said   string    `json:"said,omitempty"`
	Earned time.Time `json:"earned"`
}

type countData struct {
	Badge    string `json:"badge"`
	Count    int64  `json:"count"`
	Employed string `json:"employedSince"`
}

// PersonData reads the newest thousand badges that a person holds, how far they have come to others, and the newest thousand that they gave or
// took back.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		list := model.List{Order: []model.Order{{Field: "create_time", Desc: true}}, Size: newest}
		held, err := read.Of(ctx, person, list)
		if err != nil {
			return nil, err
		}
		document := badgeData{Held: []heldData{}, Counts: []countData{}, Given: []handledData{}, TakenBack: []handledData{}}
		for _, a := range held[:min(len(held), newest)] {
			one := heldData{
				Badge: model.Name("badges", a.Badge), DisplayName: a.DisplayName, Level: a.Level, Story: a.Story, Earned: a.CreateTime,
				Revoked: a.Revoked, Reason: a.Reason,
			}
			if a.Person == "" {
				one.Team = model.Name("units", a.Unit)
			}
			document.Held = append(document.Held, one)
		}
		counts, err := read.Counts(ctx, person)
		if err != nil {
			return nil, err
		}
		for _, c := range counts {
			document.Counts = append(document.Counts, countData{model.Name("badges", c.Badge), c.Count, c.Began.String()})
		}
		handled, err := read.Handled(ctx, model.Name("people", person), list)
		if err != nil {
			return nil, err
		}
		document.handled(model.Name("people", person), handled[:min(len(handled), newest)])
		document.Hidden, err = read.Hides(ctx, person)
		return document, err
	}
}

// handled tells what a subject did with awards: they may have given one and taken it back.
func (d *badgeData) handled(subject string, awards []domain.Award) {
	for _, a := range awards {
		one := handledData{BadgeAward: model.Name(domain.Collection, a.ID), Badge: model.Name("badges", a.Badge), DisplayName: a.DisplayName, Earned: a.CreateTime}
		if a.Giver == subject {
			one.Said = a.Story
			d.Given = append(d.Given, one)
		}
		if a.RevokedBy == subject {
			one.Said = a.Reason
			d.TakenBack = append(d.TakenBack, one)
		}
	}
}
