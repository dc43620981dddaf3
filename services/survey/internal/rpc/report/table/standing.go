package table

import (
	"iter"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/relation"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// Standing is a favourable share of a unit beside that of what the unit above it holds besides.
type Standing struct {
	Group

	// Above is the unit above.
	Above     string `parquet:"above,dict"`
	AboveCode string `parquet:"above_code,dict"`
	AboveName string `parquet:"above_name,dict"`
	// Kind is "item" or "construct".
	Kind string  `parquet:"kind,dict"`
	ID   string  `parquet:"id,dict"`
	Text string  `parquet:"text,dict"`
	Here float64 `parquet:"here"`
	Rest float64 `parquet:"rest"`

	Test
}

// Test is a difference of two shares.
type Test struct {
	Difference float64 `parquet:"difference"`
	Low        float64 `parquet:"difference_low"`
	High       float64 `parquet:"difference_high"`
	// Method is "POOLED_Z" or "FISHER".
	Method string  `parquet:"method,dict"`
	P      float64 `parquet:"p"`
	Q      float64 `parquet:"q"`
	// Tests is for how many tests Q is adjusted.
	Tests int64 `parquet:"tests"`
	// Verdict is "HIGHER", "LOWER", "CLOSE" or "TOO_FEW".
	Verdict string `parquet:"verdict,dict"`
}

func shareTest(of *surveyv1.ShareTest, tests int) Test {
	return Test{
		of.GetDifference(), of.GetLow(), of.GetHigh(), short(of.GetMethod(), "SHARE_METHOD_"), of.GetP(), of.GetQ(), int64(tests),
		short(of.GetVerdict(), "VERDICT_"),
	}
}

func standings(r released.Release) iter.Seq2[Standing, error] {
	return func(yield func(Standing, error) bool) {
		form := r.Form()
		found, err := relation.StandingsOf(r)
		if err != nil {
			yield(Standing{}, err)
			return
		}
		for _, one := range found.All {
			row := Standing{
				Group: group(r, one.Cell), Above: one.Above.GetUnit(), AboveCode: one.Above.GetUnitCode(), AboveName: r.Text(one.Above.GetUnitName()),
				ID: one.ID, Here: one.Rate, Rest: one.Rest, Test: shareTest(figure.ShareTest(one.Favourable), len(found.All)),
			}
			if row.Kind, row.Text = form.Of(one.ID); !yield(row, nil) {
				return
			}
		}
	}
}
