package rounds

import (
	"context"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/staff"
)

// Measured are the figures of one person. Err is what was wrong with them before anybody looked whose they are.
type Measured struct {
	Person   string
	Contacts int64
	Figures  map[string]score.Figure
	Err      error
}

// Import takes figures of a round, each person's or none of it, in the place of what was brought before. It says of each why it was refused.
func Import(ctx context.Context, s award.Store, scope model.Scope, id string, measured []Measured) ([]error, error) {
	round, err := ToChange(ctx, s, scope, id)
	if err == nil {
		err = round.Must(award.Scoring)
	}
	if err != nil {
		return nil, err
	}
	rows, refused, err := Replace(ctx, s, round, measured)
	if err != nil {
		return nil, err
	}
	return refused, s.SaveRows(ctx, rows)
}

// Replace lays figures over the rows of a round, and returns those that changed.
func Replace(ctx context.Context, r award.Reader, round award.Round, measured []Measured) (changed []award.Row, refused []error, err error) {
	rows, err := r.Rows(ctx, round.ID)
	if err != nil {
		return nil, nil, err
	}
	byPerson := make(map[string]award.Row, len(rows))
	for _, row := range rows {
		byPerson[row.Person] = row
	}
	times := map[string]int{}
	for _, m := range measured {
		times[m.Person]++
	}
	refused = make([]error, len(measured))
	for i, m := range measured {
		row, ok := byPerson[m.Person]
		switch {
		case m.Err != nil:
			refused[i] = m.Err
		case !ok:
			refused[i] = model.ErrNotFound
		case times[m.Person] > 1:
			refused[i] = award.ErrRowTwice
		case staff.Stranger(ctx, m.Person) != nil:
			refused[i] = staff.ErrSelf
		default:
			refused[i] = round.Fits(m.Contacts, m.Figures)
		}
		if refused[i] == nil {
			row.Brought, row.Contacts, row.Figures = true, m.Contacts, m.Figures
			changed = append(changed, row)
		}
	}
	return changed, refused, nil
}
