package agreement

import (
	"math"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Variance is the one-way analysis of variance of teams.
type Variance struct {
	Groups int64 // J
	N      int64 // people in them
	// Between and Within are the mean squares MSB and MSW, in squared units of the scores.
	Between, Within float64
	// MeanSize is k̄ = N/J. UnequalSize is n₀ = (N − Σn²ⱼ/N)/(J − 1), which is less where teams are of unequal size.
	MeanSize, UnequalSize float64
}

// Analyse compares teams by the summaries of their members' scores; of a team of one the mean alone counts. Source: Fisher 1925,
// Statistical Methods for Research Workers. It refuses fewer than two teams, and teams of one alone (TooFewError), impossible summaries
// (figure.ErrInput), and people who all have the same score (figure.ErrNoSpread).
func Analyse(groups []figure.Summary) (Variance, error) {
	v, err := between(groups)
	if err != nil {
		return Variance{}, err
	}
	for _, group := range groups {
		v.Within += float64(group.N-1) * group.Variance / float64(v.N-v.Groups)
	}
	return v, v.check()
}

// FromAll is Analyse of teams of which the sizes and means alone are known, and the spread of the scores of all their people together. It
// computes with nothing else, and refuses also teams that are not all of these people (figure.ErrInput).
func FromAll(all figure.Summary, groups []figure.Summary) (Variance, error) {
	v, err := between(groups)
	if err != nil {
		return Variance{}, err
	}
	if err := all.Check(); err != nil {
		return Variance{}, err
	}
	if v.N != all.N {
		return Variance{}, figure.ErrInput
	}
	within := all.Variance*float64(v.N-1) - v.Between*float64(v.Groups-1)
	v.Within = max(0, within) / float64(v.N-v.Groups) // rounding may have left less than nothing
	return v, v.check()
}

// between is the analysis without the spread within teams.
func between(groups []figure.Summary) (Variance, error) {
	v := Variance{Groups: int64(len(groups))}
	if err := figure.AtLeast("groups", v.Groups, 2); err != nil {
		return Variance{}, err
	}
	var sum, squaredSizes, largest float64
	for _, group := range groups {
		if err := group.Check(); err != nil {
			return Variance{}, err
		}
		n := float64(group.N)
		v.N += group.N
		sum += n * group.Mean
		squaredSizes += n * n
		largest = max(largest, math.Abs(group.Mean))
	}
	if err := figure.AtLeast("sheets", v.N, v.Groups+1); err != nil {
		return Variance{}, err
	}
	total, j := float64(v.N), float64(v.Groups)
	mean := sum / total
	for _, group := range groups {
		distance := group.Mean - mean
		v.Between += float64(group.N) * distance * distance / (j - 1)
	}
	if none := flat * largest * largest * total; v.Between <= none {
		v.Between = 0
	}
	v.MeanSize = total / j
	v.UnequalSize = (total - squaredSizes/total) / (j - 1)
	return v, figure.CheckFinite(v.Between)
}

func (v Variance) check() error {
	if err := figure.CheckFinite(v.Between, v.Within); err != nil {
		return err
	}
	if v.Between == 0 && v.Within == 0 {
		return figure.ErrNoSpread
	}
	return nil
}

// flat is the part of the largest squared mean that, person by person, rounding alone may put between teams.
const flat = 1e-24

// ICC1 is how much of the spread of people's scores lies between teams, by the mean size of a team:
//
//	ICC(1) = (MSB − MSW)/(MSB + (k̄ − 1)·MSW)
//
// It may be negative. Source: Bartko 1976, Psychological Bulletin 83.
func (v Variance) ICC1() float64 { return v.icc1(v.MeanSize) }

// ICC1Unequal is ICC1 with n₀ for k̄, which corrects for teams of unequal size. The two must not be mixed.
func (v Variance) ICC1Unequal() float64 { return v.icc1(v.UnequalSize) }

func (v Variance) icc1(size float64) float64 {
	return (v.Between - v.Within) / (v.Between + (size-1)*v.Within)
}

// ICC2 is how far the means of teams can be told apart: (MSB − MSW)/MSB. It is at most 1, and negative where teams differ less than
// chance lets them. The source is that of ICC1. It refuses teams with one mean (figure.ErrNoSpread).
func (v Variance) ICC2() (float64, error) {
	if v.Between == 0 {
		return 0, figure.ErrNoSpread
	}
	icc := (v.Between - v.Within) / v.Between
	return icc, figure.CheckFinite(icc)
}
