package attack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
)

// BenchmarkRelease tells also of how many cells, of whole units and by level, which share of the figures is shown, and for how many
// units of a hundred people and more.
func BenchmarkRelease(b *testing.B) {
	s := attack.Large(30)
	var blocks, shown [3]float64
	for b.Loop() {
		r, err := release.New(s)
		require.NoError(b, err)
		blocks, shown = [3]float64{}, [3]float64{}
		for _, c := range r.Cells() {
			kind := 1
			if c.Level == cell.AllLevels {
				kind = 0
			}
			people, _ := r.Participation(c)
			for i := range s.Items {
				_, is := r.Counts(c, i)
				for _, k := range []int{kind, 2} {
					if k == 2 && (kind == 1 || people.Eligible < 100) {
						continue
					}
					blocks[k]++
					if is {
						shown[k]++
					}
				}
			}
		}
	}
	for k, name := range []string{"unit", "level", "large"} {
		b.ReportMetric(blocks[k]/float64(len(s.Items)), name+"-cells")
		b.ReportMetric(shown[k]/blocks[k], name+"-shown")
	}
}
