package table

import (
	"iter"
	"time"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Change is an item or a construct of a cell, less the same of the wave before. What there is no figure of is nil, and all figures where one of the
// waves hides them.
type Change struct {
	Group

	// Since is the day on which the wave before closed, and Before its release.
	Since          string `parquet:"since,dict"`
	Before         string `parquet:"before,dict"`
	BeforeEligible int64  `parquet:"before_eligible"`
	BeforeSheets   int64  `parquet:"before_sheets"`
	// Kind is "item" or "construct".
	Kind string `parquet:"kind,dict"`
	ID   string `parquet:"id,dict"`
	Text string `parquet:"text,dict"`
	// Compared: it was asked alike in both waves, and has an order.
	Compared bool `parquet:"compared"`
	Hidden   bool `parquet:"hidden"`
	// Favourable shares.
	FavourableBefore     *float64 `parquet:"favourable_before,optional"`
	Favourable           *float64 `parquet:"favourable,optional"`
	FavourableDifference *float64 `parquet:"favourable_difference,optional"`
	FavourableLow        *float64 `parquet:"favourable_difference_low,optional"`
	FavourableHigh       *float64 `parquet:"favourable_difference_high,optional"`
	FavourableMethod     string   `parquet:"favourable_method,dict"`
	FavourableP          *float64 `parquet:"favourable_p,optional"`
	FavourableQ          *float64 `parquet:"favourable_q,optional"`
	FavourableVerdict    string   `parquet:"favourable_verdict,dict"`
	// Means.
	MeanBefore     *float64 `parquet:"mean_before,optional"`
	Mean           *float64 `parquet:"mean,optional"`
	MeanDifference *float64 `parquet:"mean_difference,optional"`
	MeanLow        *float64 `parquet:"mean_difference_low,optional"`
	MeanHigh       *float64 `parquet:"mean_difference_high,optional"`
	MeanP          *float64 `parquet:"mean_p,optional"`
	MeanQ          *float64 `parquet:"mean_q,optional"`
	HedgesG        *float64 `parquet:"hedges_g,optional"`
	MeanVerdict    string   `parquet:"mean_verdict,dict"`
	// Tests is for how many tests each Q is adjusted: those of the cell.
	Tests int64 `parquet:"tests"`
	// Verdict is the report's: that of the favourable share, or of the mean where no share is tested. All are "HIGHER", "LOWER", "CLOSE" or
	// "TOO_FEW"; "" where there is no test.
	Verdict string `parquet:"verdict,dict"`
}

func changes(r released.Release) iter.Seq2[Change, error] {
	return cellwise(r, func(form released.Form, cell *surveyv1.Cell) (all []Change, _ error) {
		past, err := r.Past(cell)
		if past == nil {
			return nil, err
		}
		before := past.Change.GetSecond()
		head := Change{
			Group: group(r, cell), Since: past.Since.Format(time.DateOnly), Before: before.GetRelease(), BeforeEligible: before.GetCell().GetEligible(),
			BeforeSheets: before.GetCell().GetSheets(), Tests: int64(past.Change.GetTests()),
		}
		for _, one := range relation.Changes(past.Change) {
			row := head
			row.ID, row.Compared = one.ID, true
			row.Kind, row.Text = form.Of(one.ID)
			row.fill(one)
			all = append(all, row)
		}
		for _, id := range relation.LeftOut(form, past.Change) {
			row := head
			row.ID = id
			row.Kind, row.Text = form.Of(id)
			all = append(all, row)
		}
		return all, nil
	})
}

func (c *Change) fill(one relation.Change) {
	c.Hidden, c.Verdict = one.Hidden, short(one.Verdict(), "VERDICT_")
	c.FavourableBefore, c.Favourable, c.MeanBefore, c.Mean, c.MeanDifference = one.Before, one.Now, one.BeforeMean, one.NowMean, one.MeanDifference
	if test := one.Share; test != nil {
		c.FavourableDifference, c.FavourableLow, c.FavourableHigh, c.FavourableP, c.FavourableQ = &test.Difference, &test.Low, &test.High, &test.P, &test.Q
		c.FavourableMethod, c.FavourableVerdict = short(test.GetMethod(), "SHARE_METHOD_"), short(test.GetVerdict(), "VERDICT_")
	}
	if test := one.Mean; test != nil {
		c.MeanLow, c.MeanHigh, c.MeanP, c.MeanQ, c.HedgesG = &test.Low, &test.High, &test.P, &test.Q, &test.HedgesG
		c.MeanVerdict = short(test.GetVerdict(), "VERDICT_")
	}
}
