package people_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/people"
)

const horizon = 60 // days that the properties look at

// diary is the plainest history: the post of each day, the zero Post where nobody is employed.
type diary [horizon + 1]people.Post

func diaryOf(h people.History) (d diary) {
	for day := range d {
		if placement, ok := h.On(model.Day(day)); ok {
			d[day] = placement.Post
		}
	}
	return d
}

// requireWhole holds a history to what every history is.
func requireWhole(t require.TestingT, h people.History) {
	for i, placement := range h {
		require.LessOrEqual(t, placement.From, placement.To, "a placement has days")
		require.LessOrEqual(t, placement.Hire, placement.From)
		if i == 0 || h[i-1].Hire != placement.Hire {
			require.Equal(t, placement.Hire, placement.From, "an employment is covered from its first day")
		} else {
			require.Equal(t, h[i-1].To+1, placement.From, "an employment has no gap")
			require.False(t, h[i-1].Equal(placement.Post), "neighbours differ")
		}
		if i > 0 {
			require.Less(t, h[i-1].To, placement.From, "placements do not overlap")
		}
	}
}

func anyPost(t *rapid.T) people.Post {
	name := func(label string) string { return rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, label) }
	return people.Post{Unit: "u" + name("unit"), Manager: name("manager"), Shift: name("shift"), Employer: "e" + name("employer")}
}

func TestHistoriesStayWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := people.Person{Header: model.Header{ID: "p"}, History: nil}
		first, _, err := people.Hired("p", people.Target{Hire: 10, Leave: people.Open, Post: anyPost(t)}, time.Time{})
		require.NoError(t, err)
		person = first
		day := func(label string) model.Day { return model.Day(rapid.IntRange(0, horizon).Draw(t, label)) }
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			before := diaryOf(person.History)
			hire, leave := person.History.Latest()
			effective := day("effective")
			target := person.Target(effective)
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				target.Post = anyPost(t)
			case 1:
				target.Leave = max(day("leave"), hire)
			case 2:
				target.Leave = people.Open
			case 3:
				target.Hire, target.Leave = day("hire"), people.Open
			}
			change, err := person.Become(target, effective, time.Time{})
			if err != nil {
				requireWhole(t, person.History)
				continue
			}
			after := diaryOf(change.Person.History)
			requireWhole(t, change.Person.History)
			require.Equal(t, before, diaryOf(person.History), "the old history is left as it was")
			if target.Hire == hire && target.Leave == leave {
				require.Equal(t, before[:effective], after[:effective], "what was before the change stays")
				for on := range after {
					require.Equal(t, before[on].Unit == "", after[on].Unit == "", "the days of employment stay")
				}
				if before[effective].Unit != "" {
					require.True(t, after[effective].Equal(target.Post))
				}
			}
			require.Equal(t, len(change.Fields) > 0, change.Person.Version > person.Version)
			person = change.Person
		}
	})
}

// Against the diary: a change sets the fields that differ on its day, on every later day of the employment, and no others.
func TestAChangeSetsItsFieldsToTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history, err := people.History(nil).Begin(5, 50, anyPost(t))
		require.NoError(t, err)
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			day := model.Day(rapid.IntRange(5, 50).Draw(t, "day"))
			post := anyPost(t)
			want := diaryOf(history)
			held := want[day]
			for on := int(day); on <= 50; on++ {
				for _, set := range []struct{ was, is, to *string }{
					{&held.Unit, &post.Unit, &want[on].Unit}, {&held.Manager, &post.Manager, &want[on].Manager},
					{&held.Shift, &post.Shift, &want[on].Shift}, {&held.Employer, &post.Employer, &want[on].Employer},
				} {
					if *set.was != *set.is {
						*set.to = *set.is
					}
				}
			}
			history, _, err = history.Change(day, post)
			require.NoError(t, err)
			require.Equal(t, want, diaryOf(history))
			requireWhole(t, history)
		}
	})
}

func TestBecome(t *testing.T) {
	at := people.Post{Unit: "u", Employer: "e"}
	person, _, err := people.Hired("p", people.Target{Hire: 10, Leave: people.Open, Post: at}, time.Time{})
	require.NoError(t, err)
	ended, err := person.Become(people.Target{Hire: 10, Leave: 20, Post: at}, 10, time.Time{})
	require.NoError(t, err)
	left := ended.Person
	for name, test := range map[string]struct {
		hire, leave model.Day
		want, facts string
	}{
		"as it was":            {10, 20, "10-20", "[]"},
		"the leave taken back": {10, people.Open, "10-2147483647", "[{p 21 true}]"},
		"leaves later":         {10, 25, "10-25", "[{p 25}]"},
		"hired earlier":        {5, 20, "5-20", "[]"},
		"both earlier":         {2, 8, "2-8", "[{p 8}]"},
		"both later":           {15, 30, "15-30", "[{p 30}]"},
		"again":                {21, people.Open, "10-20 21-2147483647", "[{p 21 true}]"},
		"again, and left":      {30, 40, "10-20 30-40", "[{p 30 true} {p 40}]"},
	} {
		t.Run(name, func(t *testing.T) {
			change, err := left.Become(people.Target{Hire: test.hire, Leave: test.leave, Post: at}, 10, time.Time{})
			require.NoError(t, err)
			text := ""
			for _, placement := range change.Person.History {
				text += fmt.Sprintf(" %d-%d", int(placement.From), int(placement.To))
			}
			require.Equal(t, test.want, text[1:])
			require.Equal(t, test.facts, factsText(change.Facts))
		})
	}
}

func factsText(facts []model.Fact) string {
	text := "["
	for i, fact := range facts {
		if i > 0 {
			text += " "
		}
		switch f := fact.(type) {
		case people.Joined:
			text += fmt.Sprintf("{%s %d %t}", f.Person, int(f.Day), f.Rehire)
		case people.Departed:
			text += fmt.Sprintf("{%s %d}", f.Person, int(f.Day))
		}
	}
	return text + "]"
}

func TestShownAndState(t *testing.T) {
	at := people.Post{Unit: "u"}
	history, err := people.History(nil).Begin(10, 20, at)
	require.NoError(t, err)
	history, err = history.Begin(30, 40, people.Post{Unit: "v"})
	require.NoError(t, err)
	person := people.Person{History: history}
	for _, test := range []struct {
		day   model.Day
		unit  string
		state people.State
	}{
		{9, "u", people.Expected}, {10, "u", people.Active}, {20, "u", people.Active}, {21, "v", people.Expected},
		{30, "v", people.Active}, {40, "v", people.Active}, {41, "v", people.Left},
	} {
		shown, ok := history.Shown(test.day)
		require.True(t, ok)
		require.Equal(t, test.unit, shown.Unit, test.day)
		require.Equal(t, test.state, person.State(test.day), test.day)
	}
	_, err = history.Begin(40, people.Open, at)
	require.ErrorIs(t, err, people.ErrStillEmployed)
	_, _, err = history.Change(25, at)
	require.ErrorIs(t, err, people.ErrNotEmployed)
}

func TestChainsCloseOnlyOnDaysThatMeet(t *testing.T) {
	chains := people.Chains{
		"a": {{From: 0, To: 10, Manager: "b"}, {From: 11, To: people.Open, Manager: "c"}},
		"b": {{From: 11, To: 20, Manager: "a"}, {From: 21, To: people.Open, Manager: "d"}},
		"c": {{From: 0, To: people.Open, Manager: "d"}},
	}
	require.False(t, chains.Close("a"), "a under b until day 10, b under a from day 11")
	chains["d"] = []people.Stretch{{From: 30, To: 30, Manager: "a"}}
	for _, person := range []string{"a", "c", "d"} {
		require.True(t, chains.Close(person), person)
	}
	require.False(t, chains.Close("b"), "b stands below the circle")
	require.False(t, chains.Close("nobody"))
	require.True(t, people.Chains{"x": {{From: 1, To: 1, Manager: "x"}}}.Close("x"))
}
