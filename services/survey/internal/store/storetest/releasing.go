package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

func keepingReleases(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.Opened(t, "s", "root")
	for n := range 7 {
		require.NoError(t, h.Submit(t.Context(), Questions(t), "s", person(n), 1))
	}
	var survey domain.Survey
	h.Write(t, func(ctx context.Context, s Store) (err error) {
		survey, err = domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	survey.Split.Attribute = domain.Employer
	sheets, people := map[[2]string]int{}, 7
	require.NoError(t, h.Read.EachSheet(t.Context(), survey, func(unit string, levels []string, answered bool, answers []byte) error {
		if !answered {
			people++
			return nil
		}
		require.Equal(t, []byte{2, 2, 2}, answers)
		sheets[[2]string{unit, levels[0]}]++
		return nil
	}))
	require.Equal(t, map[[2]string]int{{"a1", "acme"}: 2, {"a1", "beta"}: 1, {"a", "acme"}: 1, {"a", "beta"}: 1, {"b", "acme"}: 1, {"b", "beta"}: 1}, sheets)
	require.Equal(t, 30, people)

	cells := []published.Cell{
		{Place: 0, Eligible: 30, Sheets: 7, Counts: [][]int64{{1, 300, 0}, nil, {7}}, Statistics: []published.Statistic{{Construct: 0, Kind: tally.Alpha, Value: 1.0 / 3}, {Construct: 1, Kind: tally.SD, Value: 2}}},
		{Place: 1, Attribute: domain.Employer, Level: "acme", Employer: "acme", Eligible: 15, Sheets: 4, Counts: [][]int64{nil, nil, nil}},
		{Place: 2, Unit: "a", HasAbove: true, Name: published.UnitName{DisplayName: model.Text{"en": "A", "zh-CN": "甲"}, Code: "a-1"}, Eligible: 20, Sheets: 5, Counts: [][]int64{{5}, {5}, {5}}},
		{Place: 3, Unit: "a1", Above: "a", HasAbove: true, Eligible: 10, Sheets: 3, Counts: [][]int64{{3}, {3}, {3}}},
		{Place: 4, Unit: "a1", Above: "a", HasAbove: true, Attribute: domain.Employer, Level: "acme", Employer: "acme", Eligible: 5, Sheets: 2, Counts: [][]int64{{2}, {2}, {2}}},
		{Place: 5, Unit: "b", HasAbove: true, Eligible: 10, Sheets: 2, Counts: [][]int64{{2}, {2}, {2}}},
		{Place: 6, Attribute: domain.Site, Level: "s1", LevelName: model.Text{"en": "Dalian", "zh-CN": "大连"}, Eligible: 15, Sheets: 4, Counts: [][]int64{nil, nil, nil}},
		{Place: 7, Unit: "b", HasAbove: true, Attribute: domain.Site, Level: "s1", LevelName: model.Text{"en": "Dalian", "zh-CN": "大连"}, Eligible: 15, Sheets: 4, Counts: [][]int64{nil, nil, nil}},
	}
	publish := func() (first bool) {
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			first, err = releasing.Publish(ctx, s, At, "s", releasing.Made{Cells: cells})
			return err
		})
		return first
	}
	require.True(t, publish())
	require.False(t, publish(), "once")
	require.Error(t, h.Try(t.Context(), func(ctx context.Context, s Store) error { return s.KeepCells(ctx, "s", cells) }), "and for all")
	released, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, At, released.ReleasedTime)

	everything := published.Reach{Scope: model.Everything()}
	got, err := h.Read.Cells(t.Context(), everything, "s", model.List{Size: 10}, true)
	require.NoError(t, err)
	same(t, cells, got)
	got, err = h.Read.Cells(t.Context(), everything, "s", model.List{Size: 1, After: []any{int64(2)}}, false)
	require.NoError(t, err)
	require.Len(t, got, 2, "one more than a page")
	require.Nil(t, got[0].Counts)
	require.Equal(t, cells[3].Name, got[0].Name)
	for name, c := range map[string]struct {
		reach published.Reach
		// places are the cells, and below those of which the unit above is told.
		places, below []int64
	}{
		"everything":           {everything, []int64{0, 1, 2, 3, 4, 5, 6, 7}, []int64{2, 3, 4, 5, 7}},
		"nothing":              {},
		"a subtree":            {within("a", ""), []int64{2, 3, 4}, []int64{3, 4}},
		"what is below it":     {within("a1", ""), []int64{3, 4}, nil},
		"an employer":          {within("a", "acme"), []int64{4}, []int64{4}},
		"another one":          {within("a", "beta"), nil, nil},
		"an employer anywhere": {within("", "acme"), []int64{1, 4}, []int64{4}},
		"all subtrees":         {published.Reach{Scope: within("b", "").Scope, Root: []string{""}}, []int64{0, 1, 5, 6, 7}, []int64{5, 7}},
		"of an employer":       {published.Reach{Scope: within("b", "acme").Scope, Root: []string{"acme"}}, []int64{1}, nil},
	} {
		found, err := h.Read.Cells(t.Context(), c.reach, "s", model.List{Size: 10}, false)
		require.NoError(t, err, name)
		var places, below []int64
		for _, cell := range found {
			places = append(places, cell.Place)
			if cell.HasAbove {
				below = append(below, cell.Place)
			}
		}
		require.Equal(t, c.places, places, name)
		require.Equal(t, c.below, below, name)
		count, err := h.Read.CountCells(t.Context(), c.reach, "s")
		require.NoError(t, err, name)
		require.Equal(t, len(c.places), count, name)
	}
}

func within(unit, employer string) published.Reach {
	return published.Reach{Scope: model.Scope{Areas: []model.Area{{Unit: unit, Employer: employer}}}}
}
