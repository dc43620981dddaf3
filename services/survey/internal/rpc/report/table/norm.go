package table

import (
	"iter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Norm is a figure from elsewhere beside that of a cell.
type Norm struct {
	Group

	// Kind is "item" or "construct".
	Kind string `parquet:"kind,dict"`
	ID   string `parquet:"id,dict"`
	Text string `parquet:"text,dict"`
	// Statistic is "MEAN", "FAVOURABLE", "INDEX" or "SCORE". Here is the cell's, nil where it is not shown; Elsewhere the norm's.
	Statistic string   `parquet:"statistic,dict"`
	Here      *float64 `parquet:"here,optional"`
	Elsewhere float64  `parquet:"elsewhere"`
	// N is how many people the norm is of, nil where its source does not say.
	N          *int64 `parquet:"n,optional"`
	Population string `parquet:"population,dict"`
	Source     string `parquet:"source,dict"`
	Licence    string `parquet:"licence,dict"`
	Date       string `parquet:"date,dict"`
}

func norms(r released.Release) iter.Seq2[Norm, error] {
	return cellwise(r, func(form released.Form, cell *surveyv1.Cell) (all []Norm, _ error) {
		for _, one := range relation.Norms(r, form, cell) {
			row := Norm{
				Group: group(r, cell), ID: one.GetOf(), Statistic: short(one.GetStatistic(), "NORM_STATISTIC_"), Here: one.Here, Elsewhere: one.GetValue(),
				Population: r.Text(one.GetPopulation()), Source: one.GetSource(), Licence: one.GetLicence(), Date: one.GetDate(),
			}
			if row.Kind, row.Text = form.Of(row.ID); one.GetN() > 0 {
				row.N = new(one.GetN())
			}
			all = append(all, row)
		}
		return all, nil
	})
}
