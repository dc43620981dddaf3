package rounds

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// tenureMarks are after how many days people are peers of those who are longer here.
var tenureMarks = []int{90, 365}

// StartScoring ends the nominations and freezes who works where, and who cannot win.
func StartScoring(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	return step(ctx, s, scope, now, id, award.Nominating, func(round *award.Round) error {
		if ready, err := s.HoldRoster(ctx); err != nil {
			return err
		} else if !ready {
			return model.ErrUnavailable
		}
		rows, err := frozen(ctx, s, now, *round)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(rows, func(row award.Row) bool { return row.Barred == "" }) {
			return award.ErrNobodyEligible
		}
		round.State = award.Scoring
		return s.AddRows(ctx, rows)
	})
}

// frozen is a row for each who works in the round's unit now.
func frozen(ctx context.Context, s award.Store, now time.Time, round award.Round) ([]award.Row, error) {
	var employers []string
	if round.Employer != "" {
		employers = []string{round.Employer}
	}
	places, err := s.Workplaces(ctx, now, []string{round.Unit}, employers)
	if err != nil {
		return nil, err
	}
	long, err := worked(ctx, s, round.EligibleSince())
	if err != nil {
		return nil, err
	}
	var won map[string]bool
	if since, rests := round.RestsSince(); rests {
		if won, err = s.WonSince(ctx, round.Scheme, since); err != nil {
			return nil, err
		}
	}
	marks := make([]map[string]bool, len(tenureMarks))
	for i, days := range tenureMarks {
		if marks[i], err = worked(ctx, s, round.Start-model.Day(days)); err != nil {
			return nil, err
		}
	}
	rows := make([]award.Row, len(places))
	for i, place := range places {
		rows[i] = rowOf(round, place)
		switch {
		case !long[place.Person]:
			rows[i].Barred = award.TooShort
		case won[place.Person]:
			rows[i].Barred = award.Rests
		case round.Judges(place.Person):
			rows[i].Barred = award.Judges
		}
		for _, mark := range marks {
			if mark[place.Person] {
				rows[i].Tenure++
			}
		}
	}
	return rows, nil
}

func rowOf(round award.Round, place staff.Place) award.Row {
	return award.Row{
		Round: round.ID, Person: place.Person, Label: strings.ToLower(rand.Text()), Salt: award.NewSalt(),
		Unit: place.Unit, Site: place.Site, Employer: place.Employer, Manager: place.Manager, Shift: place.Shift, Channel: place.Channel,
	}
}

// worked are all who were at work on a day.
func worked(ctx context.Context, s award.Store, day model.Day) (map[string]bool, error) {
	places, err := s.Workplaces(ctx, award.Noon(day), nil, nil)
	at := make(map[string]bool, len(places))
	for _, place := range places {
		at[place.Person] = true
	}
	return at, err
}
