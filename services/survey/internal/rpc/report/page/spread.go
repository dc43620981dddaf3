package page

import (
	"cmp"
	"math"
	"slices"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/compare"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

// spread finds for each item the two units right below a group that are furthest apart.
type spread struct {
	form released.Form
	ends []ends // by column
}

// ends are the lowest and the highest of so many units.
type ends struct {
	units         int
	lowest, other end
}

type end struct {
	name  string
	share *surveyv1.Share
	n     int64
}

func newSpread(form released.Form) *spread { return &spread{form, make([]ends, len(form.Columns))} }

// add takes in a unit.
func (s *spread) add(r released.Release, cell *surveyv1.Cell) {
	shown := map[string]*surveyv1.ItemFigures{}
	for _, figures := range cell.GetItems() {
		shown[figures.GetItem()] = figures
	}
	for i, column := range s.form.Columns {
		figures := shown[column.ID]
		if figures.GetHidden() || figures.GetFavourable() == nil {
			continue
		}
		one := end{nameOf(r, cell), figures.GetFavourable(), figures.GetN()}
		of := &s.ends[i]
		if of.units == 0 || one.share.GetRate() < of.lowest.share.GetRate() {
			of.lowest = one
		}
		if of.units == 0 || one.share.GetRate() > of.other.share.GetRate() {
			of.other = one
		}
		of.units++
	}
}

// gap is a difference between two units.
type gap struct {
	Item         string
	High, Low    string
	HighShare    *surveyv1.Share
	LowShare     *surveyv1.Share
	Points       float64
	MoreThanLuck bool
}

// mostGaps is how many are told.
const mostGaps = 10

// surely is the probability of even one false claim among all that could have been made.
const surely = .05

// gaps are the largest, and how many pairs of units they were chosen from. That these are the furthest apart of so many pairs is
// counted against them (Bonferroni: m pairs, p·m).
func (s *spread) gaps() (found []gap, pairs int) {
	for _, of := range s.ends {
		pairs += of.units * (of.units - 1) / 2
	}
	for i, of := range s.ends {
		if of.units < 2 || of.other.share.GetRate() == of.lowest.share.GetRate() {
			continue
		}
		test, err := compare.Proportions(share(of.other), share(of.lowest))
		found = append(found, gap{
			Item: s.form.Columns[i].Label(), High: of.other.name, Low: of.lowest.name, HighShare: of.other.share, LowShare: of.lowest.share,
			Points:       math.Round(100*of.other.share.GetRate()) - math.Round(100*of.lowest.share.GetRate()),
			MoreThanLuck: err == nil && test.P*float64(pairs) < surely,
		})
	}
	slices.SortStableFunc(found, func(a, b gap) int {
		return cmp.Compare(b.HighShare.GetRate()-b.LowShare.GetRate(), a.HighShare.GetRate()-a.LowShare.GetRate())
	})
	return found[:min(len(found), mostGaps)], pairs
}

func share(of end) figure.Share { return figure.Share{Count: of.share.GetCount(), N: of.n} }
