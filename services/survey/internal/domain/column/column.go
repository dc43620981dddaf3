// Package column holds sheets by column, a byte an answer, and counts them on all cores.
package column

import (
	"runtime"

	"golang.org/x/sync/errgroup"
)

// Sheets are those of the people of some places, which are counted from 0.
type Sheets struct {
	places  []int32
	columns [][]byte
}

// New holds no sheet yet, of so many columns.
func New(columns int) *Sheets { return &Sheets{columns: make([][]byte, columns)} }

// Add takes in a sheet, which has a byte for each column.
func (s *Sheets) Add(place int, sheet []byte) {
	s.places = append(s.places, int32(place))
	for i, answer := range sheet {
		s.columns[i] = append(s.columns[i], answer)
	}
}

// Counts are, column by column, how many sheets of each place have each byte. A column has one of so many bytes as its number in widths;
// the counts of a place are that many, and stand behind those of the place before it.
func (s *Sheets) Counts(places int, widths []int) [][]int32 {
	counts := make([][]int32, len(s.columns))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for c, answers := range s.columns {
		work.Go(func() error {
			counts[c] = count(s.places, answers, places, widths[c])
			return nil
		})
	}
	_ = work.Wait() // none fails
	return counts
}

// count goes over one column: its counts are few enough to stay near the core, and no other core writes to them.
func count(places []int32, answers []byte, of, width int) []int32 {
	counts := make([]int32, of*width)
	for i, place := range places {
		counts[int(place)*width+int(answers[i])]++
	}
	return counts
}
