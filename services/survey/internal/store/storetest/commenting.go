package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/comment"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/releasing"
)

// commenting: everybody says why, and what else there is only those of "a", one of "a1" and two of "b". One of "a1" leaves before the
// close, one of "b" after it.
func commenting(t *testing.T, h House) {
	asks := h.words(t, "s", "root")
	for n := range 30 {
		answers := []item.Answer{
			{Item: "mood", Value: item.Rated(1 + int32(n/3)%7)},
			{Item: "why", Value: item.Written(fmt.Sprintf("夜班人手不够，打1380000%04d问王经理，A1 比 the b 差 %02d", n, n))},
		}
		if n%3 == 1 || n == 6 || n == 2 || n == 5 {
			answers = append(answers, item.Answer{Item: "also", Value: item.Written(fmt.Sprintf("also %d", n))})
		}
		h.Write(t, func(ctx context.Context, s Store) error {
			return domain.Submit(ctx, s, by(person(n)), At, "s", asks, answers)
		})
	}
	h.Write(t, func(ctx context.Context, s Store) error { return domain.ErasePerson(ctx, s, person(3)) })
	var survey domain.Survey
	h.Write(t, func(ctx context.Context, s Store) (err error) {
		survey, err = domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	h.Write(t, func(ctx context.Context, s Store) error { return domain.ErasePerson(ctx, s, person(2)) })
	names := map[string]published.UnitName{}
	for _, unit := range []string{"root", "a", "a1", "b"} {
		names[unit] = published.UnitName{DisplayName: model.Text{"en": "the " + unit}, Code: unit}
	}
	made, err := releasing.Make(t.Context(), h.Read, survey, names)
	require.NoError(t, err)
	raw := func() (n int) {
		require.NoError(t, h.DB.Read().QueryRowContext(t.Context(), `SELECT count(*) FROM comment`).Scan(&n))
		return n
	}
	require.Equal(t, 29+13, raw())
	publish := func(ctx context.Context, s Store) error {
		_, err := releasing.Publish(ctx, s, At, "s", made)
		return err
	}
	h.Write(t, publish)
	h.Write(t, publish)
	require.Zero(t, raw(), "what was written is dropped when it is released")

	everything := published.Reach{Scope: model.Everything()}
	all := model.List{Size: 100}
	got, err := h.Read.Comments(t.Context(), everything, "s", all)
	require.NoError(t, err)
	stand := map[string]int{}
	for place, one := range got {
		require.Equal(t, int64(place), one.Place)
		require.Equal(t, published.UnitName{DisplayName: model.Text{"en": "the " + one.Unit}, Code: one.Unit}, one.Name)
		stand[one.Item+" at "+one.Unit]++
		if one.Item == "why" {
			below := map[string]string{"a": "〔单元〕", "b": "A1"}[one.Unit]
			require.Regexp(t, `^夜班人手不够，打〔电话〕问〔姓名〕，`+below+` 比 the b 差 \d+$`, one.Text,
				"who wrote that they are of a1, and is read above it, would tell that they are; of other units people may speak")
		}
	}
	require.Equal(t, map[string]int{"why at a": 19, "why at b": 10, "also at root": 13}, stand,
		"the nine of a1 are too few, and so are the two of b who said more: the fewest beside them join")
	var order []string
	for _, one := range got {
		if one.Item == "why" && one.Unit == "a" {
			order = append(order, one.Text)
		}
	}
	require.False(t, slices.IsSorted(order), "who wrote first does not stand first, nor who comes first by id")

	themes, err := h.Read.Themes(t.Context(), everything, "s", all)
	require.NoError(t, err)
	of := map[string]comment.Summary{}
	for _, one := range themes {
		of[one.Item+" at "+one.Unit] = one.Summary
		require.Equal(t, published.UnitName{DisplayName: model.Text{"en": "the " + one.Unit}, Code: one.Unit}, one.Name)
	}
	require.Equal(t, []comment.Found{{Theme: "schedule", Comments: 29}, {Theme: "workload", Comments: 29}}, of["why at root"].Themes, "with all below")
	require.Equal(t, 19, of["why at a"].Comments)
	require.Len(t, of, 4)

	for name, c := range map[string]struct {
		reach published.Reach
		items []string
	}{
		"nothing":     {published.Reach{}, []string{}},
		"a":           {within("a", ""), []string{"why a"}},
		"a1":          {within("a1", ""), []string{}},
		"an employer": {within("a", "acme"), []string{}},
		"b":           {within("b", ""), []string{"why b"}},
	} {
		found, err := h.Read.Comments(t.Context(), c.reach, "s", all)
		require.NoError(t, err, name)
		require.Equal(t, c.items, slices.Compact(ids(found, func(c published.Comment) string { return c.Item + " " + c.Unit })), name)
		themes, err := h.Read.Themes(t.Context(), c.reach, "s", all)
		require.NoError(t, err, name)
		require.ElementsMatch(t, c.items, ids(themes, func(c published.Themes) string { return c.Item + " " + c.Unit }), name)
	}
	page, err := h.Read.Comments(t.Context(), everything, "s", model.List{
		Size: 3, After: []any{int64(14)}, Conditions: []model.Condition{{Field: "item", Op: "=", Value: "why"}, {Field: "unit", Op: "=", Value: "a"}},
	})
	require.NoError(t, err)
	require.Len(t, page, 4, "one more than a page")
	require.Error(t, h.Try(t.Context(), func(ctx context.Context, s Store) error {
		return s.KeepComments(ctx, "s", made.Comments, nil)
	}), "once and for all")
}
