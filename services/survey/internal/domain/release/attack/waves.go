package attack

import (
	"encoding/binary"
	"math"
	"slices"
)

// Anew are the figures of an item in several waves, where the answers of a person in two waves are two things that are not known.
func Anew(waves []Wave, reports []Report, item int) (sizes []int, rows [][]int) {
	for i, w := range waves {
		places, figures := reports[i].Sums(w.Survey, item)
		for _, figure := range figures {
			rows = append(rows, append(make([]int, len(sizes)), figure...))
		}
		sizes = append(sizes, places...)
	}
	for i, row := range rows {
		rows[i] = append(row, make([]int, len(sizes)-len(row))...)
	}
	return sizes, rows
}

// Alike are the figures of an item in several waves, if whoever answered twice gave the same answer, and if it is known who was where in which
// wave and who answered. Those who did the same in all waves are one column.
func Alike(waves []Wave, reports []Report, item int) (sizes []int, rows [][]int) {
	columns := map[string]int{}
	// places are, by column and wave, the atom of those who answered; -1 if they did not.
	var places [][]int
	for person := range waves[len(waves)-1].Atoms {
		var at []int
		var key []byte
		for i, w := range waves {
			place := -1
			if person < len(w.Atoms) && reports[i].answered(w, item, person) {
				place = w.Atoms[person]
			}
			at, key = append(at, place), binary.AppendVarint(key, int64(place))
		}
		if !slices.ContainsFunc(at, func(place int) bool { return place >= 0 }) {
			continue
		}
		column, is := columns[string(key)]
		if !is {
			column = len(sizes)
			columns[string(key)] = column
			sizes, places = append(sizes, 0), append(places, at)
		}
		sizes[column]++
	}
	for i, w := range waves {
		for _, one := range reports[i].Shown[item] {
			row := make([]int, len(sizes))
			for column, at := range places {
				if at[i] >= 0 && holds(w.Population, reports[i].Plan, one, w.Population.Atoms[at[i]]) {
					row[column] = 1
				}
			}
			rows = append(rows, row)
		}
	}
	return sizes, rows
}

// answered tells whether a person is among those of whom the figures of an item are.
func (r Report) answered(w Wave, item, person int) bool {
	if w.Sheets[person] == nil {
		return false
	}
	return r.Blanks || !math.IsNaN(w.Items[item].Scores[w.Sheets[person][item]])
}
