package relation

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Change is one construct or item in a wave and the one before. All figures are nil where it is hidden.
type Change struct {
	ID                string
	Construct, Hidden bool
	// Before and Now are favourable shares.
	Before, Now                         *float64
	BeforeMean, NowMean, MeanDifference *float64
	Share                               *surveyv1.ShareTest
	Mean                                *surveyv1.MeanTest
}

// Verdict is what may be said: by the favourable share, and by the mean where there is no test of a share.
func (c Change) Verdict() surveyv1.Verdict {
	if c.Share != nil {
		return c.Share.GetVerdict()
	}
	return c.Mean.GetVerdict()
}

// Changes are those of a comparison with the wave before: of constructs, then of items.
func Changes(of *surveyv1.CellComparison) (all []Change) {
	for _, one := range of.GetConstructs() {
		change := Change{ID: one.GetConstruct(), Construct: true, Hidden: one.GetHidden()}
		if !change.Hidden {
			change.Before, change.Now, change.Share, change.Mean = one.GetSecond().Favourable, one.GetFirst().Favourable, one.GetFavourable(), one.GetMean()
			change.BeforeMean, change.NowMean, change.MeanDifference = one.GetSecond().Mean, one.GetFirst().Mean, one.Difference
		}
		all = append(all, change)
	}
	for _, one := range of.GetItems() {
		change := Change{ID: one.GetItem(), Hidden: one.GetHidden()}
		if !change.Hidden {
			change.Before, change.Now, change.Share, change.Mean = rate(one.GetSecond()), rate(one.GetFirst()), one.GetFavourable(), one.GetMean()
			change.BeforeMean, change.NowMean, change.MeanDifference = one.GetSecond().Mean, one.GetFirst().Mean, one.Difference
		}
		all = append(all, change)
	}
	return all
}

// LeftOut are the ids that were not compared. The wave before may have asked what this one does not: that is no part of this release.
func LeftOut(form released.Form, of *surveyv1.CellComparison) (ids []string) {
	for _, id := range of.GetLeftOut() {
		if form.Asked(id) {
			ids = append(ids, id)
		}
	}
	return ids
}
