package answers

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
)

var items = []Item{
	{"heard", 5, "voice", false}, {"told", 5, "voice", false}, {"learn", 5, "growth", false}, {"stuck", 5, "growth", true}, {"matters", 5, "worth", false},
	{"recommend", 11, "worth", false},
}

// figures are those of some people in one wave.
type figures struct {
	people, sheets, answers, blank int
	sum                            float64 // of answers from 0 worst to 1 best
}

func (f figures) mean() float64 { return f.sum / float64(f.answers) }

func of(m *Model, o *organisation.Organisation, wave int, who func(*directoryv1.PersonRow) bool) (f figures) {
	for _, person := range o.People {
		if !who(person) {
			continue
		}
		f.people++
		sheet := m.Sheet(person.GetExternalId().GetId(), wave, items)
		if sheet == nil {
			continue
		}
		f.sheets++
		for i, step := range sheet {
			if step == 0 {
				f.blank++
				continue
			}
			if items[i].Reversed {
				step = items[i].Points + 1 - step
			}
			f.answers++
			f.sum += float64(step-1) / float64(items[i].Points-1)
		}
	}
	return f
}

func everybody(*directoryv1.PersonRow) bool { return true }

func TestTheSameSeedGivesTheSameSheets(t *testing.T) {
	o := organisation.New(1)
	m, same, other := New(1, o), New(1, o), New(2, o)
	differs := false
	for _, person := range o.People {
		id := person.GetExternalId().GetId()
		for wave := range Waves {
			require.Equal(t, m.Sheet(id, wave, items), same.Sheet(id, wave, items))
		}
		differs = differs || len(m.Sheet(id, 0, items)) != len(other.Sheet(id, 0, items))
	}
	require.True(t, differs)
}

func TestTheWholeLooksLikeASurvey(t *testing.T) {
	o := organisation.New(1)
	m := New(1, o)
	for wave := range Waves {
		all := of(m, o, wave, everybody)
		rate := float64(all.sheets) / float64(all.people)
		require.True(t, rate > 0.70 && rate < 0.85, "%v took part", rate)
		require.InDelta(t, 0.02, float64(all.blank)/float64(all.blank+all.answers), 0.005)
		require.InDelta(t, 0.65, all.mean(), 0.1)
	}
	steps := map[int]int{}
	for _, person := range o.People {
		for _, step := range m.Sheet(person.GetExternalId().GetId(), 0, items[:1]) {
			steps[step]++
		}
	}
	require.Len(t, steps, 6, "all five steps, and blanks")
}

func TestWhatIsPlantedCanBeFound(t *testing.T) {
	o := organisation.New(1)
	m := New(1, o)
	sites, lines := map[string]string{}, map[string]bool{}
	for _, unit := range o.Units {
		id := unit.GetExternalId().GetId()
		sites[id] = unit.GetParentId()
		lines[id] = id == organisation.RisingLine || lines[unit.GetParentId()]
	}
	rising := func(p *directoryv1.PersonRow) bool { return lines[p.GetUnit()] }
	others := func(p *directoryv1.PersonRow) bool { return !lines[p.GetUnit()] }
	require.Greater(t, of(m, o, 1, rising).mean()-of(m, o, 0, rising).mean(), 0.06)
	require.InDelta(t, of(m, o, 1, rising).mean(), of(m, o, 2, rising).mean(), 0.02, "and stays there")
	require.InDelta(t, of(m, o, 0, others).mean(), of(m, o, 1, others).mean(), 0.02)

	night := func(p *directoryv1.PersonRow) bool { return p.GetShift() == "night" }
	require.Less(t, of(m, o, 0, night).mean(), of(m, o, 0, everybody).mean()-0.08)
	hidden := of(m, o, 2, func(p *directoryv1.PersonRow) bool { return p.GetUnit() == organisation.HiddenTeam })
	require.Equal(t, figures{people: 4, sheets: 4, answers: 4 * len(items)}, hidden, "all four say the worst of everything")

	least, most := 1.0, 0.0
	for _, unit := range o.Units {
		if unit.GetKind() == directoryv1.UnitKind_UNIT_KIND_QUEUE {
			mean := of(m, o, 0, func(p *directoryv1.PersonRow) bool { return sites[p.GetUnit()] == unit.GetExternalId().GetId() }).mean()
			least, most = min(least, mean), max(most, mean)
		}
	}
	require.Greater(t, most-least, 0.1, "units differ")
}

func TestSomePeopleWriteSomething(t *testing.T) {
	o := organisation.New(1)
	m := New(1, o)
	written, different := 0, map[string]bool{}
	for _, person := range o.People {
		text := m.Comment(person.GetExternalId().GetId(), 1)
		require.Equal(t, text, m.Comment(person.GetExternalId().GetId(), 1))
		if text == "" {
			continue
		}
		written++
		different[text] = true
		han := strings.ContainsFunc(text, func(char rune) bool { return unicode.Is(unicode.Han, char) })
		require.Equal(t, person.GetLanguage() == "zh-CN", han, "people write as they read: %s", text)
		require.Equal(t, person.GetUnit() == organisation.HiddenTeam, text == hiddenComment)
	}
	require.InDelta(t, 0.14*float64(len(o.People)), written, 60)
	require.Greater(t, len(different), 100)
}
