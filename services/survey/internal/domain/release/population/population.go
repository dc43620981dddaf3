// Package population is who is asked, as a release sees them: an organisation tree, the levels of one attribute, and how many people
// stand in each place. It holds numbers only, never an answer.
package population

import "fmt"

// Population is who is asked. The order of the units and of the levels breaks ties, so it must not depend on chance.
type Population struct {
	// Parents holds the parent of every unit. Unit 0 is the root, its parent is -1; every other unit comes after its parent.
	Parents []int
	// Levels is how many levels the attribute has by which units are split; 0 when there is none.
	Levels int
	// RootLevels is how many levels each attribute has that splits the root only.
	RootLevels []int
	Atoms      []Atom
}

// Atom is the people of one place: a unit itself (not those below it), a level, and a level of each attribute of the root.
type Atom struct {
	Unit int
	// Level is 0 when the population has no attribute.
	Level      int
	RootLevels []int
	Count
}

// Count is a number of people asked, and how many of them answered.
type Count struct{ Eligible, Sheets int }

// Add counts two groups together that share nobody.
func (c Count) Add(d Count) Count { return Count{c.Eligible + d.Eligible, c.Sheets + d.Sheets} }

// Check tells what makes the population no tree or places its people nowhere.
func (p Population) Check() error {
	if len(p.Parents) == 0 || p.Parents[0] != -1 {
		return fmt.Errorf("population: unit 0 is not a root")
	}
	for u, parent := range p.Parents[1:] {
		if parent < 0 || parent > u {
			return fmt.Errorf("population: unit %d does not come after its parent %d", u+1, parent)
		}
	}
	for i, a := range p.Atoms {
		switch {
		case a.Unit < 0 || a.Unit >= len(p.Parents):
			return fmt.Errorf("population: atom %d is in unit %d, which does not exist", i, a.Unit)
		case a.Level < 0 || a.Level >= max(p.Levels, 1):
			return fmt.Errorf("population: atom %d is on level %d, which does not exist", i, a.Level)
		case a.Sheets < 0 || a.Sheets > a.Eligible:
			return fmt.Errorf("population: atom %d has %d sheets of %d people", i, a.Sheets, a.Eligible)
		case len(a.RootLevels) != len(p.RootLevels):
			return fmt.Errorf("population: atom %d has %d levels of the root, not %d", i, len(a.RootLevels), len(p.RootLevels))
		}
		for j, level := range a.RootLevels {
			if level < 0 || level >= p.RootLevels[j] {
				return fmt.Errorf("population: atom %d is on level %d of the root, which does not exist", i, level)
			}
		}
	}
	return nil
}

// Depths are how far every unit is from the root.
func (p Population) Depths() []int {
	depths := make([]int, len(p.Parents))
	for u := 1; u < len(depths); u++ {
		depths[u] = depths[p.Parents[u]] + 1
	}
	return depths
}
