package award

import (
	"context"
	"errors"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/award"
	usecase "github.com/hearth-culture/hearth/services/incentive/internal/domain/award/rounds"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// BatchImportAwardFigures brings figures of people, row by row.
func (s *roundCalls) BatchImportAwardFigures(
	ctx context.Context, req *incentivev1.BatchImportAwardFiguresRequest,
) (*incentivev1.BatchImportAwardFiguresResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*incentivev1.BatchImportAwardFiguresResponse, error) {
		refused, err := usecase.Import(ctx, store, model.ScopeFrom(ctx), model.ID(req.GetName()), measured(req.GetRows()))
		if err != nil {
			return nil, err
		}
		answer := &incentivev1.BatchImportAwardFiguresResponse{Rows: int64(len(refused))}
		for i, err := range refused {
			if err == nil {
				answer.Imported++
				continue
			}
			fault, ok := errors.AsType[*model.Fault](err)
			if !ok {
				return nil, err
			}
			row := &incentivev1.RefusedAwardFigures{Row: int64(i + 1), Reason: fault.Reason}
			if len(fault.Violations) > 0 {
				row.Field = fault.Violations[0].Field
			}
			answer.Refusals = append(answer.Refusals, row)
		}
		return answer, nil
	})
}

func measured(rows []*incentivev1.AwardFigures) []usecase.Measured {
	all := make([]usecase.Measured, len(rows))
	for i, row := range rows {
		all[i] = usecase.Measured{Person: model.ID(row.GetPerson()), Contacts: row.GetContacts(), Figures: map[string]score.Figure{}}
		if !strings.HasPrefix(row.GetPerson(), "people/") {
			all[i].Err = model.ErrNotFound
		}
		for _, f := range row.GetFigures() {
			figure := score.Figure{Hits: f.GetHits(), Of: f.GetOf()}
			if f.GetValue() != "" {
				var err error
				if figure.Value, err = score.ParseDecimal(f.GetValue()); err != nil {
					all[i].Err = model.InvalidField("figures."+f.GetMetric(), model.Say("is no decimal number such as 4.37", "不是形如 4.37 的小数"))
				}
			}
			if _, twice := all[i].Figures[f.GetMetric()]; twice {
				all[i].Err = model.InvalidField("figures."+f.GetMetric(), model.Say("stands there twice", "重复出现"))
			}
			all[i].Figures[f.GetMetric()] = figure
		}
	}
	return all
}
