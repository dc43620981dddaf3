package block

import (
	"slices"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/cell"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/population"
)

// strand is the people of one unit and level that no figure of their place or of the root tells apart.
type strand struct {
	unit, level int
	// class numbers the levels of the shown attributes of the root.
	class int
	atoms []int
}

// strands are those of a population. They change only with the attributes of the root that are shown.
type strands struct {
	all     []strand
	classes int
	// counts are, by item, every strand's sheets by option.
	counts [][]int32
	// options tell, by item and option, which strands have it.
	options [][][]bool
	// places are those of one unit and level, where there are several.
	places [][]int
}

func newStrands(p population.Population, shown cell.Set, items []Item) *strands {
	s := &strands{}
	known, classes, places := map[[3]int]int{}, map[string]int{}, map[[2]int]int{}
	var levels []byte
	for i, a := range p.Atoms {
		if a.Sheets == 0 {
			continue
		}
		levels = levels[:0]
		for attribute, level := range a.RootLevels {
			if shown.Has(cell.Cell{Level: level, Attribute: attribute + 1}) {
				levels = append(levels, byte(attribute), byte(level))
			}
		}
		class, is := classes[string(levels)]
		if !is {
			class = len(classes)
			classes[string(levels)] = class
		}
		key := [3]int{a.Unit, a.Level, class}
		at, is := known[key]
		if !is {
			at = len(s.all)
			known[key] = at
			s.all = append(s.all, strand{unit: a.Unit, level: a.Level, class: class})
			place, is := places[[2]int{a.Unit, a.Level}]
			if !is {
				place = len(s.places)
				places[[2]int{a.Unit, a.Level}] = place
				s.places = append(s.places, nil)
			}
			s.places[place] = append(s.places[place], at)
		}
		s.all[at].atoms = append(s.all[at].atoms, i)
	}
	s.classes = len(classes)
	s.places = slices.DeleteFunc(s.places, func(place []int) bool { return len(place) == 1 })
	for _, item := range items {
		width := len(item.Scores)
		counts, options := make([]int32, width*len(s.all)), make([][]bool, width)
		for option := range options {
			options[option] = make([]bool, len(s.all))
		}
		for i, one := range s.all {
			for _, a := range one.atoms {
				for option, sheets := range item.of(a) {
					counts[i*width+option] += int32(sheets)
					options[option][i] = options[option][i] || sheets > 0
				}
			}
		}
		s.counts, s.options = append(s.counts, counts), append(s.options, options)
	}
	return s
}

// network is the strands as they lie between the nodes of a layout.
type network struct {
	*strands
	// ends are, by strand, its nodes: among units and among units by level. Who lies in no cell has the ground, 0, at both.
	ends  [][2]int
	nodes int
	// classes are the strands of each class, as they lie at the nodes.
	classes []incidence
}

// incidence lists the ends of strands by node: those at a node are ends[first[node]:first[node+1]].
type incidence struct {
	first []int32
	ends  []end
}

// end is where a strand leaves a node, on the units' side (0) or the levels' (1), and to which node it leads.
type end struct{ strand, side, to int32 }

func (l *layout) network(s *strands) *network {
	net := &network{strands: s, ends: make([][2]int, len(s.all)), nodes: 1 + len(l.Cells)}
	for i, one := range s.all {
		net.ends[i] = l.Ends[one.atoms[0]]
	}
	for class := range s.classes {
		net.classes = append(net.classes, net.incidence(class))
	}
	return net
}

func (net *network) incidence(class int) incidence {
	in := incidence{first: make([]int32, net.nodes+1)}
	for i, s := range net.all {
		if s.class == class && net.ends[i] != [2]int{} {
			in.first[net.ends[i][0]+1]++
			in.first[net.ends[i][1]+1]++
		}
	}
	for node := range net.nodes {
		in.first[node+1] += in.first[node]
	}
	in.ends = make([]end, in.first[net.nodes])
	next := slices.Clone(in.first)
	for i, s := range net.all {
		if s.class != class || net.ends[i] == [2]int{} {
			continue
		}
		for side, node := range net.ends[i] {
			in.ends[next[node]] = end{int32(i), int32(side), int32(net.ends[i][1-side])}
			next[node]++
		}
	}
	return in
}

func (in incidence) at(node int) []end { return in.ends[in.first[node]:in.first[node+1]] }

// candidates are the groups of strands between the same two nodes, of which at says that one matters: each strand, those of one unit and
// level, and all.
func (net *network) candidates(at []bool) [][]int {
	within := func(s int) bool {
		ends := net.ends[s]
		return ends != [2]int{} && (at[ends[0]] || at[ends[1]])
	}
	var groups [][]int
	// between are the strands in the order of their nodes, and then of their own.
	var between []int
	for s := range net.all {
		if within(s) {
			groups = append(groups, []int{s})
			between = append(between, s)
		}
	}
	for _, place := range net.places {
		if within(place[0]) {
			groups = append(groups, place)
		}
	}
	slices.SortStableFunc(between, func(a, b int) int { return slices.Compare(net.ends[a][:], net.ends[b][:]) })
	for len(between) > 0 {
		n := 1
		for n < len(between) && net.ends[between[n]] == net.ends[between[0]] {
			n++
		}
		if n > 1 {
			groups = append(groups, between[:n:n])
		}
		between = between[n:]
	}
	slices.SortFunc(groups, slices.Compare[[]int])
	return slices.CompactFunc(groups, slices.Equal[[]int])
}
