package relation

import (
	"iter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// StandingMessages are the standings of a release as the contract has them.
func StandingMessages(r released.Release) iter.Seq2[*surveyv1.CellStanding, error] {
	return func(yield func(*surveyv1.CellStanding, error) bool) {
		form := r.Form()
		found, err := StandingsOf(r)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, one := range found.All {
			made := &surveyv1.CellStanding{
				Cell: keyOf(one.Cell), Above: keyOf(one.Above), Of: &surveyv1.CellStanding_Item{Item: one.ID}, Rate: one.Rate, RestRate: one.Rest,
				Favourable: figure.ShareTest(one.Favourable),
			}
			if kind, _ := form.Of(one.ID); kind == "construct" {
				made.Of = &surveyv1.CellStanding_Construct{Construct: one.ID}
			}
			if !yield(made, nil) {
				return
			}
		}
	}
}

// HistoryMessages are the histories of those cells of a release that have one, as the contract has them.
func HistoryMessages(r released.Release) iter.Seq2[*surveyv1.CellHistory, error] {
	return func(yield func(*surveyv1.CellHistory, error) bool) {
		for cell, err := range r.Cells {
			if err != nil {
				yield(nil, err)
				return
			}
			past, err := r.Past(cell)
			if err != nil {
				yield(nil, err)
				return
			}
			if past != nil && !yield(&surveyv1.CellHistory{Cell: keyOf(cell), Change: past.Change, Trends: past.Trends}, nil) {
				return
			}
		}
	}
}

func keyOf(cell *surveyv1.Cell) *surveyv1.CellKey {
	return &surveyv1.CellKey{Unit: cell.GetUnit(), Attribute: cell.GetAttribute(), Level: cell.GetLevel()}
}
