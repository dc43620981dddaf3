package report_test

import (
	"fmt"
	"slices"
	"testing"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/releasetest"
)

// counted counts what is written.
type counted int64

func (c *counted) Write(text []byte) (int, error) {
	*c += counted(len(text))
	return len(text), nil
}

const units = 5000

// large is a release of 5,000 units, each as a whole and by two levels, 40 items in ten factors. Cells are made as they are asked for.
func large() released.Release {
	r := releasetest.Of("zh-CN")
	form := releasetest.Instrument()
	form.Items, form.Constructs, form.LinearIndexes, form.Outcome = nil, nil, nil, ""
	r.History, r.Norms = nil, nil
	size := slices.Repeat([]int64{1}, units) // how many units each is, with all below it
	for unit := units - 1; unit > 0; unit-- {
		size[(unit-1)/10] += size[unit]
	}
	for factor := range 10 {
		construct := &surveyv1.Construct{Id: fmt.Sprintf("f%d", factor), DisplayName: releasetest.Text("Factor", "维度")}
		for item := range 4 {
			id := fmt.Sprintf("q%d_%d", factor, item)
			form.Items = append(form.Items, releasetest.Rating(id, "I am heard by those who lead", "带班的人会听取我的意见"))
			construct.Items = append(construct.Items, &surveyv1.ConstructItem{Item: id})
		}
		form.Constructs = append(form.Constructs, construct)
	}
	r.Instrument = form
	cell := func(unit, parent int, level string) *surveyv1.Cell {
		above := ""
		if unit > 0 {
			above = fmt.Sprintf("units/%036d", parent)
		}
		name := &typev1.LocalizedText{Texts: map[string]string{"zh-CN": fmt.Sprintf("热线第 %d 组", unit)}}
		made := releasetest.Cell(fmt.Sprintf("units/%036d", unit), above, name, 45*size[unit], []int64{2 * size[unit], 3 * size[unit], 5 * size[unit], 12 * size[unit], int64(unit%17) + 8*(size[unit]-1)})
		heard, factor := made.GetItems()[0], made.GetConstructs()[0]
		made.Items, made.Constructs, made.Indexes = nil, nil, nil
		for _, construct := range form.GetConstructs() {
			for _, item := range construct.GetItems() {
				made.Items = append(made.Items, &surveyv1.ItemFigures{
					Item: item.GetItem(), Counts: heard.GetCounts(), N: heard.GetN(), Mean: heard.Mean, Sd: heard.Sd, Index: heard.Index,
					Favourable: heard.GetFavourable(), Unfavourable: heard.GetUnfavourable(),
				})
			}
			made.Constructs = append(made.Constructs, &surveyv1.ConstructFigures{
				Construct: construct.GetId(), Items: 4, Mean: factor.Mean, Favourable: factor.Favourable, Unfavourable: factor.Unfavourable, RWg: factor.RWg,
			})
		}
		if level != "" {
			releasetest.Level(made, level)
		}
		return made
	}
	r.Cells = func(yield func(*surveyv1.Cell, error) bool) {
		var visit func(unit int) bool
		visit = func(unit int) bool {
			for _, level := range []string{"", "早班", "晚班"} {
				if !yield(cell(unit, (unit-1)/10, level), nil) {
					return false
				}
			}
			for below := 10*unit + 1; below <= 10*unit+10 && below < units; below++ {
				if !visit(below) {
					return false
				}
			}
			return true
		}
		visit(0)
	}
	return r
}

func BenchmarkFiveThousandUnits(b *testing.B) {
	r := large()
	for value, name := range surveyv1.ExportFormat_name {
		if value == 0 {
			continue
		}
		format, err := report.In(surveyv1.ExportFormat(value), surveyv1.ExportTable_EXPORT_TABLE_FIGURES)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var written counted
			for b.Loop() {
				written = 0
				if err := format.Write(&written, r); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(written)/1e6, "MB/file")
		})
	}
}
