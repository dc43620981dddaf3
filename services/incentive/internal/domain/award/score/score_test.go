package score_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// fair is a scheme of all kinds.
var fair = score.Scheme{Panel: 10, Criteria: []score.Criterion{
	{ID: "solved", Kind: score.Outcome, Form: score.Rate, Direction: score.Higher, Weight: 25},
	{ID: "quality", Kind: score.Quality, Form: score.Value, Direction: score.Higher, Weight: 25},
	{ID: "handling", Kind: score.Volume, Form: score.Value, Direction: score.Lower, Weight: 10},
	{ID: "team", Kind: score.Team, Form: score.Rate, Direction: score.Higher, Weight: 30},
}}

func TestTheGuardrail(t *testing.T) {
	with := func(panel int64, weights map[score.Kind]int64) score.Scheme {
		s := score.Scheme{Panel: panel}
		for _, kind := range slices.Sorted(maps.Keys(weights)) {
			s.Criteria = append(s.Criteria, score.Criterion{ID: string(kind), Kind: kind, Form: score.Value, Direction: score.Higher, Weight: weights[kind]})
		}
		return s
	}
	type weights = map[score.Kind]int64
	for name, c := range map[string]struct {
		scheme score.Scheme
		want   error
	}{
		"just so":                          {with(0, weights{score.Team: 30, score.Volume: 20, score.Quality: 50}), nil},
		"with a panel":                     {with(40, weights{score.Team: 30, score.Outcome: 30}), nil},
		"the team alone":                   {with(0, weights{score.Team: 100}), nil},
		"volume alone":                     {with(0, weights{score.Volume: 100}), score.ErrVolumeAlone},
		"volume alone, beside a panel":     {with(50, weights{score.Volume: 50}), score.ErrVolumeAlone},
		"volume alone, weights wrong":      {with(0, weights{score.Volume: 10}), score.ErrVolumeAlone},
		"more than 100":                    {with(10, weights{score.Team: 30, score.Quality: 61}), score.ErrWeights},
		"less than 100":                    {with(0, weights{score.Team: 30, score.Quality: 69}), score.ErrWeights},
		"nothing":                          {score.Scheme{}, score.ErrWeights},
		"a panel alone":                    {score.Scheme{Panel: 100}, score.ErrTeamTooLight},
		"too little of the team":           {with(0, weights{score.Team: 29, score.Quality: 71}), score.ErrTeamTooLight},
		"nothing of the team, much volume": {with(0, weights{score.Volume: 99, score.Quality: 1}), score.ErrTeamTooLight},
		"too much volume":                  {with(0, weights{score.Team: 30, score.Volume: 21, score.Quality: 49}), score.ErrVolumeTooHeavy},
		"a weight of nothing":              {with(0, weights{score.Team: 100, score.Quality: 0}), model.InvalidField("award_scheme.metrics[0].weight", model.Words{})},
		"a kind that nobody knows":         {with(0, weights{"LUCK": 100}), model.InvalidField("award_scheme.metrics[0].kind", model.Words{})},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.scheme.Check()
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			_, err = score.Compute(c.scheme, nil, nil)
			require.ErrorIs(t, err, c.want, "what is refused scores nobody")
		})
	}
	refused := with(0, weights{score.Volume: 100}).Check().(*model.Fault)
	require.Contains(t, refused.Violations[0].Why.En, "complaints rose by a fifth")
	require.Contains(t, refused.Violations[0].Why.ZhCN, "投诉上升了两成")
}

func TestDecimals(t *testing.T) {
	for text, want := range map[string]score.Decimal{"0": 0, "4.37": 4_370_000_000, "-0.5": -500_000_000, "12": 12 * score.One, "0.000000001": 1} {
		got, err := score.ParseDecimal(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		again, err := score.ParseDecimal(got.String())
		require.NoError(t, err)
		require.Equal(t, got, again)
	}
	require.Equal(t, "-0.500000000", score.Decimal(-500_000_000).String())
	for _, text := range []string{"", ".5", "-", "1.0000000001", "1e3", "9999999999", "1.-5", "NaN"} {
		_, err := score.ParseDecimal(text)
		require.Error(t, err, text)
	}
}

// drawnCandidates are people of a few queues, shifts and teams.
func drawnCandidates(r *rapid.T) []score.Candidate {
	team := map[string]score.Figure{}
	all := make([]score.Candidate, rapid.IntRange(1, 60).Draw(r, "people"))
	small := rapid.Int64Range(0, 6)
	for i := range all {
		of := small.Draw(r, "of")
		c := score.Candidate{Label: fmt.Sprintf("%02d", i), Team: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "team"), Stands: rapid.Bool().Draw(r, "stands")}
		c.Peers = score.Peers{Queue: rapid.SampledFrom([]string{"p", "q"}).Draw(r, "queue"), Shift: rapid.SampledFrom([]string{"day", "night"}).Draw(r, "shift")}
		c.Contacts = small.Draw(r, "contacts")
		if _, ok := team[c.Team]; !ok {
			team[c.Team] = score.Figure{Hits: small.Draw(r, "team's"), Of: 6}
		}
		c.Figures = map[string]score.Figure{
			"solved": {Hits: min(of, small.Draw(r, "hits")), Of: of}, "quality": {Value: score.Decimal(small.Draw(r, "quality"))},
			"handling": {Value: score.Decimal(small.Draw(r, "handling"))}, "team": team[c.Team],
		}
		all[i] = c
	}
	return all
}

func marksOf(all []score.Candidate) (marks []score.Mark) {
	for _, c := range all {
		if c.Stands {
			marks = append(marks, score.Mark{Panelist: "M1", Label: c.Label, Points: c.Contacts})
		}
	}
	return marks
}

func TestWhateverOrderTheyComeIn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := drawnCandidates(r)
		rows, err := score.Compute(fair, all, marksOf(all))
		require.NoError(r, err)
		mixed := rapid.Permutation(all).Draw(r, "mixed")
		again, err := score.Compute(fair, mixed, marksOf(mixed))
		require.NoError(r, err)
		require.Empty(r, cmp.Diff(rows, again))
		for _, row := range rows {
			for id, standing := range row.Standings {
				if standing < 0 || standing > 100*score.One || row.Compared[id].Size < 1 {
					r.Fatalf("%s: %v of %v", id, standing, row.Compared[id])
				}
			}
			if (row.Place > 0) != row.Stands || row.Score < 0 || row.Score > 100*score.One {
				r.Fatalf("%+v", row)
			}
		}
	})
}

// TestPeopleOfAnotherGroupChangeNothing adds somebody who is no peer of some: their standings and scores stay.
func TestPeopleOfAnotherGroupChangeNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := drawnCandidates(r)
		for i := range all {
			all[i].Stands = false
		}
		// Whose group reaches up to all is everybody's peer.
		for range 8 {
			one := all[0]
			one.Label, one.Queue, one.Shift, one.Channel = fmt.Sprint("more", len(all)), "p", "day", "voice"
			other := one
			other.Label, other.Team = fmt.Sprint("other", len(all)), "other team"
			all = append(all, one, other)
		}
		rows, err := score.Compute(fair, all, nil)
		require.NoError(r, err)
		new := all[0]
		new.Label, new.Channel, new.Contacts = "new", "letters", rapid.Int64Range(0, 6).Draw(r, "exposure")
		new.Figures = maps.Clone(new.Figures)
		new.Figures["quality"] = score.Figure{Value: score.Decimal(rapid.Int64Range(0, 6).Draw(r, "value"))}
		more, err := score.Compute(fair, append(slices.Clone(all), new), nil)
		require.NoError(r, err)
		kept := 0
		for _, row := range rows {
			if row.Channel == "voice" {
				at := slices.IndexFunc(more, func(other score.Row) bool { return other.Label == row.Label })
				require.Empty(r, cmp.Diff(row, more[at]))
				kept++
			}
		}
		require.Equal(r, 16, kept)
	})
}
