package attack

// Tables calls do with every table of answers, so many sheets for every atom, that gives the figures: each row's counts of the options. It
// tells false, having given up, if there are more than so many. The table is only lent.
func Tables(sizes []int, rows [][]int, figures [][]int, options, most int, do func(table [][]int)) bool {
	t := tables{sizes: sizes, rows: rows, left: make([][]int, len(rows)), most: most, do: do}
	for i, counts := range figures {
		t.left[i] = append([]int(nil), counts...)
	}
	for range sizes {
		t.table = append(t.table, make([]int, options))
	}
	if len(sizes) > 0 {
		t.fill(0, 0, sizes[0])
	}
	return t.most >= 0
}

type tables struct {
	sizes []int
	rows  [][]int
	// left is what of the figures is not given out yet.
	left  [][]int
	table [][]int
	most  int
	do    func([][]int)
}

// fill gives out the rest of an atom's sheets, from an option on.
func (t *tables) fill(atom, option, sheets int) {
	if t.most < 0 {
		return
	}
	last := option == len(t.table[atom])-1
	for n := range sheets + 1 {
		if last && n < sheets {
			continue
		}
		if t.give(atom, option, n) {
			switch {
			case !last:
				t.fill(atom, option+1, sheets-n)
			case atom+1 < len(t.sizes):
				t.fill(atom+1, 0, t.sizes[atom+1])
			default:
				t.most--
				t.do(t.table)
			}
		}
		t.give(atom, option, -n)
	}
}

func (t *tables) give(atom, option, n int) bool {
	t.table[atom][option] += n
	fits := true
	for i, row := range t.rows {
		t.left[i][option] -= n * row[atom]
		fits = fits && t.left[i][option] >= 0
	}
	// Rows hold all sheets of their atoms, so what one option lacks at the end another has too much.
	return fits
}
