package rounds

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// tenureMarks are after how many days people are peers of those who are longer here.
var tenureMarks = []model.Day{90, 365}

// StartScoring ends the nominations and freezes who works where, and who cannot win.
func StartScoring(ctx context.Context, s award.Store, scope model.Scope, now time.Time, id string) (award.Round, error) {
	return step(ctx, s, scope, now, id, award.Nominating, func(round *award.Round) error {
		if ready, err := s.HoldRoster(ctx); err != nil {
			return err
		} else if !ready {
			return model.ErrUnavailable
		}
		rows, err := frozen(ctx, s, now, round)
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

// frozen is a row for each who works in the round's unit now; of whom rests, the round notes why.
func frozen(ctx context.Context, s award.Store, now time.Time, round *award.Round) ([]award.Row, error) {
	var employers []string
	if round.Employer != "" {
		employers = []string{round.Employer}
	}
	places, err := s.Workplaces(ctx, now, []string{round.Unit}, employers)
	if err != nil {
		return nil, err
	}
	since, err := s.EmployedSince(ctx, now, []string{round.Unit}, employers)
	if err != nil {
		return nil, err
	}
	var won map[string]award.Past
	if day, rests := round.RestsSince(); rests {
		if won, err = s.WonSince(ctx, round.Scheme, day); err != nil {
			return nil, err
		}
	}
	rows := make([]award.Row, len(places))
	for i, place := range places {
		rows[i] = rowOf(*round, place)
		began, employed := since[place.Person] // not so who has left between the two questions
		before, lately := won[place.Person]
		switch {
		case !employed || began > round.EligibleSince():
			rows[i].Barred = award.TooShort
		case lately:
			rows[i].Barred = award.Rests
			round.Rests = append(round.Rests, record.Rest{Label: rows[i].Label, Round: model.Name("awardRounds", before.Round), Ended: before.End.String()})
		case round.Judges(place.Person):
			rows[i].Barred = award.Judges
		}
		for _, days := range tenureMarks {
			if employed && began <= round.Start-days {
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
