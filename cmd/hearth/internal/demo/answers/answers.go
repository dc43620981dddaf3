// Package answers models what the people of the demonstration say in three waves of a survey: units differ, nights are lower, one line of
// business rises after the first wave, some items stay blank, and not everybody takes part. The same seed gives the same sheets.
package answers

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
)

// Waves is how often everybody is asked.
const Waves = 3

// Item is a question with a scale.
type Item struct {
	ID string
	// Points are the steps of the scale.
	Points int
	// Factor is what the item is about: people who say good things of one thing may say worse of another.
	Factor string
	// Reversed is that the lowest step is the best.
	Reversed bool
}

// Model knows where everybody stands.
type Model struct {
	seed   uint64
	people map[string]mood
}

// mood is what somebody is inclined to, by who they are and where they work; 1 is the whole width of a scale.
type mood struct {
	mean float64
	// joins is how likely they take part.
	joins          float64
	rising, lowest bool
	chinese        bool // what they write in
}

// The middle of all answers, and how far what people have in common moves them from it.
const (
	middle       = 0.66
	ofLine       = 0.02
	ofSite       = 0.03
	ofQueue      = 0.03
	ofTeam       = 0.05
	ofPerson     = 0.10
	ofFactor     = 0.05
	ofItem       = 0.13
	ofNight      = -0.15
	ofVendor     = -0.03
	ofRising     = 0.09
	fewestJoin   = 0.70
	mostJoin     = 0.85
	blankPercent = 2
)

// New works out everybody's mood.
func New(seed uint64, o *organisation.Organisation) *Model {
	m := &Model{seed: seed, people: make(map[string]mood, len(o.People))}
	units := placesOf(o.Units)
	for _, person := range o.People {
		team := person.GetUnit()
		at := units[team]
		one := mood{
			mean: middle + ofTeam*m.draw("team", team).NormFloat64() + ofQueue*m.draw("queue", at.parent).NormFloat64() +
				ofLine*m.draw("line", at.line).NormFloat64() + ofSite*m.draw("site", at.site).NormFloat64() +
				ofPerson*m.draw("person", person.GetExternalId().GetId()).NormFloat64(),
			joins:   fewestJoin + (mostJoin-fewestJoin)*m.draw("joins", team).Float64(),
			rising:  at.line == organisation.RisingLine,
			lowest:  team == organisation.HiddenTeam,
			chinese: person.GetLanguage() == "zh-CN",
		}
		if person.GetShift() == "night" {
			one.mean += ofNight
		}
		if person.GetEmployer() != organisation.InHouse {
			one.mean += ofVendor
		}
		m.people[person.GetExternalId().GetId()] = one
	}
	return m
}

// place is where a unit stands.
type place struct{ parent, line, site string }

func placesOf(units []*directoryv1.UnitRow) map[string]place {
	places := map[string]place{}
	for _, unit := range units {
		id, parent := unit.GetExternalId().GetId(), unit.GetParentId()
		at := place{parent: parent, line: places[parent].line, site: places[parent].site}
		if parent == organisation.Company {
			at.line = id
		}
		if unit.GetSite() != "" {
			at.site = unit.GetSite()
		}
		places[id] = at
	}
	return places
}

// draw is chance that depends on nothing but the seed and what it is about.
func (m *Model) draw(about ...string) *rand.Rand {
	hash := fnv.New64a()
	for _, text := range about {
		_, _ = hash.Write([]byte(text)) // a hash takes everything
		_, _ = hash.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(m.seed, hash.Sum64()))
}

// Sheet is what a person answers in a wave, counted from 0: a step from 1 for each item, 0 for a blank. It is nil for who does not take part.
//
// The four of the hidden team all take part, and say the worst of everything: each figure that let anybody see this would give them away.
func (m *Model) Sheet(person string, wave int, items []Item) []int {
	one := m.people[person]
	chance := m.draw("sheet", strconv.Itoa(wave), person)
	if !one.lowest && chance.Float64() >= one.joins {
		return nil
	}
	mean := one.mean
	if one.rising && wave > 0 {
		mean += ofRising
	}
	sheet := make([]int, len(items))
	for i, item := range items {
		at := mean + ofFactor*m.draw("factor", item.Factor).NormFloat64() + ofItem*chance.NormFloat64()
		step := min(item.Points, 1+max(0, int(at*float64(item.Points))))
		if one.lowest {
			step = 1
		}
		if item.Reversed {
			step = item.Points + 1 - step
		}
		if one.lowest || chance.IntN(100) >= blankPercent {
			sheet[i] = step
		}
	}
	return sheet
}
