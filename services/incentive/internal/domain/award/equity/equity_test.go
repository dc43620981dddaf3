package equity_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
)

func TestNightAndDay(t *testing.T) {
	rates, err := equity.Rates(map[string]equity.Share{"night": {2, 60}, "day": {12, 180}, "nobody": {}})
	require.NoError(t, err)
	require.Len(t, rates, 2)
	day, night := rates[0], rates[1]
	require.Equal(t, equity.Rate{Group: "day", Share: equity.Share{12, 180}, Rate: 12. / 180, Ratio: 1, P: 1, Verdict: equity.Even}, day)
	require.InDelta(t, .5, night.Ratio, 1e-12)
	require.InDelta(t, .5270365409, night.P, 1e-10)
	require.Equal(t, equity.TooFew, night.Verdict)
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		low, high equity.Share
		want      equity.Verdict
	}{
		"just four fifths":         {equity.Share{40, 100}, equity.Share{50, 100}, equity.Even},
		"a little less, many":      {equity.Share{350, 1000}, equity.Share{500, 1000}, equity.Uneven},
		"a little less, few":       {equity.Share{7, 20}, equity.Share{10, 20}, equity.TooFew},
		"none of many":             {equity.Share{0, 200}, equity.Share{30, 200}, equity.Uneven},
		"all of one, none of five": {equity.Share{0, 5}, equity.Share{1, 1}, equity.TooFew},
	} {
		t.Run(name, func(t *testing.T) {
			rates, err := equity.Rates(map[string]equity.Share{"a": c.low, "b": c.high})
			require.NoError(t, err)
			require.Equal(t, c.want, rates[0].Verdict, "%+v", rates)
			require.Equal(t, equity.Even, rates[1].Verdict)
		})
	}
	_, err := equity.Rates(map[string]equity.Share{"a": {3, 2}})
	require.ErrorIs(t, err, equity.ErrShare)
	none, err := equity.Rates(map[string]equity.Share{"a": {0, 2}, "b": {0, 3}})
	require.NoError(t, err)
	require.Empty(t, none, "where nobody was chosen there is nothing to compare")
}

// TestFisher is beside figures that were computed from factorials, the tea taster's among them.
func TestFisher(t *testing.T) {
	for _, c := range []struct {
		a, b equity.Share
		want float64
	}{
		{equity.Share{3, 4}, equity.Share{1, 4}, 0.4857142857},
		{equity.Share{4, 4}, equity.Share{0, 4}, 0.0285714286},
		{equity.Share{0, 4}, equity.Share{0, 4}, 1},
		{equity.Share{4, 4}, equity.Share{4, 4}, 1},
		{equity.Share{10, 12}, equity.Share{1, 15}, 0.0000768529},
	} {
		require.InDelta(t, c.want, equity.Fisher(c.a, c.b), 1e-9, "%v %v", c.a, c.b)
		require.InDelta(t, c.want, equity.Fisher(c.b, c.a), 1e-9)
	}
}

func TestChoose(t *testing.T) {
	order := []equity.Contender{
		{"ann", "t1", "s1", 1}, {"bo", "t1", "s1", 2}, {"cy", "t1", "s1", 2}, {"di", "t2", "s1", 2}, {"ed", "t2", "s2", 5}, {"fa", "t3", "s2", 6},
	}
	heads := map[string]int64{"s1": 30, "s2": 10}
	for name, c := range map[string]struct {
		rule    equity.Rule
		undrawn bool
		want    []string
	}{
		"the first":                               {rule: equity.Rule{Seats: 1}, want: []string{"ann"}},
		"two, by lot":                             {rule: equity.Rule{Seats: 2}, want: []string{"ann", "bo"}},
		"two, without a lot":                      {rule: equity.Rule{Seats: 2}, undrawn: true, want: []string{"ann", "bo", "cy", "di"}},
		"the first needs no lot":                  {rule: equity.Rule{Seats: 1}, undrawn: true, want: []string{"ann"}},
		"one of a team":                           {rule: equity.Rule{Seats: 3, PerTeam: 1}, want: []string{"ann", "di", "fa"}},
		"one of a team, without a lot":            {rule: equity.Rule{Seats: 2, PerTeam: 1}, undrawn: true, want: []string{"ann", "di"}},
		"two of a team":                           {rule: equity.Rule{Seats: 3, PerTeam: 2}, want: []string{"ann", "bo", "di"}},
		"by head count":                           {rule: equity.Rule{Seats: 4, BySite: true}, want: []string{"ann", "bo", "cy", "ed"}},
		"a seat that a site has nobody for":       {rule: equity.Rule{Seats: 6, PerTeam: 2, BySite: true}, want: []string{"ann", "bo", "di", "ed", "fa"}},
		"more seats than people":                  {rule: equity.Rule{Seats: 9}, want: []string{"ann", "bo", "cy", "di", "ed", "fa"}},
		"no seat":                                 {rule: equity.Rule{}},
		"by head count and team, without a lot":   {rule: equity.Rule{Seats: 4, PerTeam: 1, BySite: true}, undrawn: true, want: []string{"ann", "di", "fa"}},
		"one seat falls on the site with more":    {rule: equity.Rule{Seats: 1, BySite: true}, want: []string{"ann"}},
		"two seats, the remainders are alike (½)": {rule: equity.Rule{Seats: 2, BySite: true}, want: []string{"ann", "bo"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, equity.Choose(order, c.rule, heads, !c.undrawn))
		})
	}
}

// TestApportion tries random head counts against what a share is: within one of the exact share, and all seats given.
func TestApportion(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		heads := map[string]int64{}
		var all, given int64
		for i, n := range rapid.SliceOfN(rapid.Int64Range(0, 500), 1, 8).Draw(r, "heads") {
			heads[fmt.Sprint(i)], all = n, all+n
		}
		seats := rapid.Int64Range(1, 20).Draw(r, "seats")
		for group, n := range equity.Apportion(heads, seats) {
			given += n
			if low := seats * heads[group] / all; n < low || n > low+1 || heads[group] == 0 && n > 0 {
				r.Fatalf("%s, %d of %d people, has %d of %d seats", group, heads[group], all, n, seats)
			}
		}
		if want := min(seats, seats*all); given != want {
			r.Fatalf("%d of %d seats are given", given, want)
		}
	})
}

// TestChosenOnceAndWithinTheRule tries random orders.
func TestChosenOnceAndWithinTheRule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var order []equity.Contender
		heads := map[string]int64{}
		place := int64(1)
		for i := range rapid.IntRange(1, 15).Draw(r, "people") {
			if rapid.Bool().Draw(r, "behind") {
				place = int64(i + 1)
			}
			one := equity.Contender{Label: fmt.Sprint(i), Team: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "team"), Site: rapid.SampledFrom([]string{"x", "y"}).Draw(r, "site"), Place: place}
			order = append(order, one)
			heads[one.Site]++
		}
		rule := equity.Rule{Seats: rapid.Int64Range(1, 5).Draw(r, "seats"), PerTeam: rapid.Int64Range(0, 2).Draw(r, "cap"), BySite: rapid.Bool().Draw(r, "by site")}
		won := equity.Choose(order, rule, heads, true)
		teams := map[string]int64{}
		for _, one := range order {
			if slices.Contains(won, one.Label) {
				teams[one.Team]++
			}
		}
		if int64(len(won)) > rule.Seats || len(won) == 0 || len(slices.Compact(slices.Sorted(slices.Values(won)))) != len(won) {
			r.Fatalf("%v of %d seats", won, rule.Seats)
		}
		for team, n := range teams {
			if rule.PerTeam > 0 && n > rule.PerTeam {
				r.Fatalf("%d of team %s won, and %d may", n, team, rule.PerTeam)
			}
		}
		undrawn := equity.Choose(order, rule, heads, false)
		if len(undrawn) < len(won) && !rule.BySite && rule.PerTeam == 0 {
			r.Fatalf("%v win by lot and %v without one", won, undrawn)
		}
	})
}
