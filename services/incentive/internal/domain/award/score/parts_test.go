package score

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestHalvesGoToTheEvenOne is what Python's round does with a fraction.
func TestHalvesGoToTheEvenOne(t *testing.T) {
	for numerator, want := range map[int64]Decimal{1: 0, 2: 1, 3: 2, 5: 2, 7: 4, -1: 0, -3: -2, -5: -2} {
		require.Equal(t, want, quotient(numerator, 2*int64(One)), "%d halves of a billionth", numerator)
	}
	require.Equal(t, Decimal(333_333_333), quotient(1, 3))
	require.Equal(t, Decimal(-666_666_667), quotient(-2, 3))
}

func TestMoreEvidenceOfOneRateWins(t *testing.T) {
	prior := Prior{A: 80 * One, B: 20 * One}
	require.Equal(t, "0.809090909", prior.Posterior(Figure{Hits: 9, Of: 10}).String())
	require.Equal(t, "0.866666667", prior.Posterior(Figure{Hits: 180, Of: 200}).String())
	require.Equal(t, "0.800000000", prior.Posterior(Figure{}).String(), "nothing is known but the prior")
}

// TestPriorOf is beside the formula in floating point, and on people drawn from a known distribution.
func TestPriorOf(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		group := make([]Figure, rapid.IntRange(1, 30).Draw(r, "people"))
		var k, n, q, n2, g float64
		for i := range group {
			of := rapid.Int64Range(0, 500).Draw(r, "of")
			group[i] = Figure{Hits: rapid.Int64Range(0, of).Draw(r, "hits"), Of: of}
			if of > 0 {
				h, o := float64(group[i].Hits), float64(of)
				k, n, q, n2, g = k+h, n+o, q+h*h/o, n2+o*o, g+1
			}
		}
		prior := PriorOf(group)
		x := (q-k*k/n)*n*n/(k*(n-k)) - (g - 1)
		y := n - n2/n - (g - 1)
		want := min(1000, max(2, (y-x)/x))
		switch {
		case n == 0:
			want = 2
		case k == 0, k == n:
			want = 1000
		case math.Abs(x) < 1e-6:
			return // rounding decides on which side of nothing it lies
		case x < 0:
			want = 1000
		}
		got := float64(prior.A+prior.B) / float64(One)
		if math.Abs(got-want) > 1e-6*want {
			r.Fatalf("a + b is %v and not %v", got, want)
		}
		if n > 0 {
			require.InDelta(r, k/n, float64(prior.A)/float64(prior.A+prior.B), 1e-8)
		}
	})
}

// TestStandingsOfGroupsOfAllSizes: the mean is 50 in each, the ends mirror each other, and an eighth of the people of a group, rounded down,
// are in the highest eighth.
func TestStandingsOfGroupsOfAllSizes(t *testing.T) {
	for size := int64(1); size <= 50; size++ {
		var sum Decimal
		highest := int64(0)
		for i := range size {
			at := rank{below: i, tied: 1}.standing(size, eighths)
			sum += at
			mirrored := rank{below: size - 1 - i, tied: 1}.standing(size, eighths)
			require.InDelta(t, 100*float64(One), float64(at+mirrored), 1, "%d of %d", i, size)
			if at == 100*One {
				highest++
			}
		}
		require.InDelta(t, float64(50*One), float64(sum)/float64(size), 1, "%d", size)
		require.Equal(t, size/8, highest, "%d", size)
		require.Equal(t, 50*One, rank{below: 0, tied: size}.standing(size, eighths), "all of %d equal", size)
	}
	require.Equal(t, []Decimal{0, 100 * One}, []Decimal{rank{0, 1}.standing(2, halves), rank{1, 1}.standing(2, halves)})
	require.Equal(t, 50*One, rank{1, 1}.standing(3, halves))
}

// TestTheFirstOfEightIsNotBehindTheFirstOfForty is the case by which z scores fail: forty in groups of eight against one group of forty, one
// figure alone. A z of eight people is at most 7/√8 = 2.47, one of forty 39/√40 = 6.17.
func TestTheFirstOfEightIsNotBehindTheFirstOfForty(t *testing.T) {
	z := func(values []float64) float64 {
		var mean, variance float64
		for _, v := range values {
			mean += v / float64(len(values))
		}
		for _, v := range values {
			variance += (v - mean) * (v - mean) / float64(len(values)-1)
		}
		return (slices.Max(values) - mean) / math.Sqrt(variance)
	}
	outstanding := func(n int) []float64 { return append(make([]float64, n-1), 1) }
	require.InDelta(t, 7/math.Sqrt(8), z(outstanding(8)), 1e-12)
	require.InDelta(t, 39/math.Sqrt(40), z(outstanding(40)), 1e-12)
	require.Equal(t, rank{7, 1}.standing(8, eighths), rank{39, 1}.standing(40, eighths))
}

func TestCut(t *testing.T) {
	group := func(n int, contacts func(i int) int64) (all []Candidate, members []int) {
		for i := range n {
			all, members = append(all, Candidate{Contacts: contacts(i)}), append(members, i)
		}
		return all, members
	}
	for name, c := range map[string]struct {
		people   int
		contacts func(i int) int64
		kind     Kind
		want     []int64 // the sizes of the bands
	}{
		"fifteen":                     {15, func(i int) int64 { return int64(i) }, Quality, []int64{15}},
		"sixteen":                     {16, func(i int) int64 { return int64(i) }, Outcome, []int64{8, 8}},
		"a hundred":                   {100, func(i int) int64 { return int64(i) }, Quality, []int64{25, 25, 25, 25}},
		"all as busy":                 {100, func(int) int64 { return 7 }, Quality, []int64{100}},
		"two kinds of busy":           {40, func(i int) int64 { return int64(i % 2) }, Quality, []int64{20, 20}},
		"ninety as busy, nine busier": {100, func(i int) int64 { return max(90, int64(i)) }, Quality, []int64{91, 9}},
		"how much they did":           {100, func(i int) int64 { return int64(i) }, Volume, []int64{100}},
		"what their team did":         {100, func(i int) int64 { return int64(i) }, Team, []int64{100}},
		"most alike, five busier":     {90, func(i int) int64 { return int64(i+5) / 10 / 9 }, Quality, []int64{90}},
	} {
		t.Run(name, func(t *testing.T) {
			all, members := group(c.people, c.contacts)
			band, count := cut(all, members, c.kind)
			sizes := make([]int64, count)
			for _, b := range band {
				sizes[b]++
			}
			require.Equal(t, c.want, sizes)
		})
	}
}

func TestLevels(t *testing.T) {
	var all []Candidate
	add := func(n int, p Peers, team string) {
		for range n {
			all = append(all, Candidate{Label: fmt.Sprint(len(all)), Peers: p, Team: team})
		}
	}
	add(8, Peers{"q1", "voice", "day", "old"}, "a")
	add(3, Peers{"q1", "voice", "day", "new"}, "a")
	add(4, Peers{"q1", "voice", "night", "new"}, "b")
	add(4, Peers{"q2", "voice", "night", "old"}, "c")
	add(7, Peers{"q3", "chat", "day", "old"}, "d")
	g := groupingOf(all)
	for _, c := range []struct {
		of   Peers
		kind Kind
		want Level
	}{
		{Peers{"q1", "voice", "day", "old"}, Quality, SameTenure},
		{Peers{"q1", "voice", "day", "new"}, Quality, SameQueue},
		{Peers{"q1", "voice", "night", "new"}, Quality, SameShift},
		{Peers{"q3", "chat", "day", "old"}, Quality, Everybody},
		{Peers{"q1", "voice", "day", "old"}, Team, SameChannel},
		{Peers{"q2", "voice", "night", "old"}, Team, SameShift},
	} {
		require.Equal(t, c.want, g.level(c.of, c.kind), "%+v %s", c.of, c.kind)
	}
}

// TestAPanelOfOneStrictMember: who leaves somebody out does not thereby favour them.
func TestAPanelOfOneStrictMember(t *testing.T) {
	rows := []Row{{Candidate: Candidate{Label: "ann", Stands: true}}, {Candidate: Candidate{Label: "bo", Stands: true}}, {Candidate: Candidate{Label: "cy", Stands: true}}}
	marks := []Mark{
		{"kind", "ann", 9}, {"kind", "bo", 8}, {"kind", "cy", 7},
		{"strict", "bo", 3}, {"strict", "cy", 2}, // does not judge ann
	}
	require.NoError(t, panel(Scheme{Panel: 10}, rows, marks))
	require.Equal(t, []string{"83.333333333", "62.500000000", "20.833333334"}, []string{rows[0].Panel.String(), rows[1].Panel.String(), rows[2].Panel.String()})
	for name, wrong := range map[string][]Mark{
		"nobody marked cy":  marks[:2],
		"a mark twice":      append(slices.Clone(marks), marks[0]),
		"a mark for nobody": append(slices.Clone(marks), Mark{"kind", "di", 5}),
	} {
		require.ErrorIs(t, panel(Scheme{Panel: 10}, rows, wrong), ErrMark, name)
	}
}

func TestFiguresThatCannotBe(t *testing.T) {
	scheme := Scheme{Criteria: []Criterion{{"rate", Outcome, Rate, Higher, 70}, {"team", Team, Value, Higher, 30}}}
	one := func(change func(*Candidate)) error {
		a := Candidate{Label: "a", Team: "t", Figures: map[string]Figure{"rate": {Hits: 1, Of: 2}, "team": {Value: 5}}}
		b := Candidate{Label: "b", Team: "t", Figures: map[string]Figure{"rate": {}, "team": {Value: 5}}}
		change(&b)
		_, err := Compute(scheme, []Candidate{a, b}, nil)
		return err
	}
	require.NoError(t, one(func(*Candidate) {}))
	for name, c := range map[string]struct {
		change func(*Candidate)
		want   error
	}{
		"more hits than chances": {func(c *Candidate) { c.Figures["rate"] = Figure{Hits: 3, Of: 2} }, ErrFigure},
		"less than nothing":      {func(c *Candidate) { c.Figures["rate"] = Figure{Hits: -1, Of: 2} }, ErrFigure},
		"too many":               {func(c *Candidate) { c.Figures["rate"] = Figure{Of: Most + 1} }, ErrFigure},
		"a value for a rate":     {func(c *Candidate) { c.Figures["rate"] = Figure{Value: 1} }, ErrFigure},
		"a value too large":      {func(c *Candidate) { c.Figures["team"] = Figure{Value: Most*One + 1} }, ErrFigure},
		"contacts below nothing": {func(c *Candidate) { c.Contacts = -1 }, ErrFigure},
		"a figure is missing":    {func(c *Candidate) { delete(c.Figures, "rate") }, ErrNoFigure},
		"one team, two figures":  {func(c *Candidate) { c.Figures["team"] = Figure{Value: 6} }, ErrTeamFigure},
	} {
		require.ErrorIs(t, one(c.change), c.want, name)
	}
	require.Error(t, one(func(c *Candidate) { c.Label = "a" }))
}
