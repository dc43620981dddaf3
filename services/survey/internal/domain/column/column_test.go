package column_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/column"
)

func TestCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.IntRange(1, 12), 1, 9).Draw(t, "widths")
		places := rapid.IntRange(1, 5).Draw(t, "places")
		sheets := column.New(len(widths))
		want := make([][]int32, len(widths))
		for c, width := range widths {
			want[c] = make([]int32, places*width)
		}
		sheet := make([]byte, len(widths))
		for range rapid.IntRange(0, 40).Draw(t, "sheets") {
			place := rapid.IntRange(0, places-1).Draw(t, "place")
			for c, width := range widths {
				sheet[c] = rapid.ByteRange(0, byte(width-1)).Draw(t, "answer")
				want[c][place*width+int(sheet[c])]++
			}
			sheets.Add(place, sheet)
		}
		require.Equal(t, want, sheets.Counts(places, widths))
	})
}

const (
	items    = 20
	answers  = 6 // with the blank
	unitSize = 100
)

// large are sheets of units of a hundred people, the same everywhere: test/bench asks databases about them too.
func large(sheets int) (made *column.Sheets, units int) {
	made, units = column.New(items), sheets/unitSize
	sheet := make([]byte, items)
	for n := range sheets {
		for i := range sheet {
			sheet[i] = byte((n + 1) * (48271 + 97*i) % 2147483647 % answers)
		}
		made.Add((n+1)*16807%2147483647%units, sheet)
	}
	return made, units
}

// BenchmarkHistogram counts the answers of every unit to every item.
func BenchmarkHistogram(b *testing.B) {
	widths := make([]int, items)
	for i := range widths {
		widths[i] = answers
	}
	for size := 100_000; size <= 100_000_000; size *= 10 {
		b.Run(fmt.Sprintf("answers=%d", size), func(b *testing.B) {
			sheets, units := large(size / items)
			var counts [][]int32
			for b.Loop() {
				counts = sheets.Counts(units, widths)
			}
			var squares int64
			for _, column := range counts {
				for _, n := range column {
					squares += int64(n) * int64(n)
				}
			}
			if size == 10_000_000 {
				require.EqualValues(b, 192_524_382, squares, "what the databases of test/bench count")
			}
		})
	}
}
