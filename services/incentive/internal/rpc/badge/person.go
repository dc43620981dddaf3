package badge

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/badge"
)

// badgeData is what is kept of a person's badges, in the document that they get of it.
type badgeData struct {
	Held   []heldData  `json:"held"`
	Counts []countData `json:"counts"`
	Hidden bool        `json:"hidden"`
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

type countData struct {
	Badge    string `json:"badge"`
	Count    int64  `json:"count"`
	Employed string `json:"employedSince"`
}

// PersonData reads the newest thousand badges that a person holds, and how far they have come to others.
func PersonData(read domain.Reader) func(ctx context.Context, person string) (any, error) {
	return func(ctx context.Context, person string) (any, error) {
		const newest = 1000
		held, err := read.Of(ctx, person, model.List{Order: []model.Order{{Field: "create_time", Desc: true}}, Size: newest})
		if err != nil {
			return nil, err
		}
		document := badgeData{Held: []heldData{}, Counts: []countData{}}
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
		document.Hidden, err = read.Hides(ctx, person)
		return document, err
	}
}
