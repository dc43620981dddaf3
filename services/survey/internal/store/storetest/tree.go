package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/frozen"
)

func tree(t *testing.T, h House) {
	h.Instrument(t, "i")
	survey := h.Survey(t, "s", func(s *domain.Survey) {
		s.Split = domain.Split{Attribute: domain.Employer, RootAttributes: []domain.Attribute{domain.Channel, domain.Site}}
	}, "b", "a")
	none, err := h.Read.Tree(t.Context(), survey)
	require.NoError(t, err)
	same(t, frozen.Tree{}, none)
	would, err := h.Read.GroupsAt(t.Context(), survey, At)
	require.NoError(t, err)

	h.Write(t, func(ctx context.Context, s Store) (err error) {
		survey, err = domain.OpenSurvey(ctx, s, model.Everything(), At, "s", "")
		return err
	})
	groups, err := h.Read.Groups(t.Context(), survey)
	require.NoError(t, err)
	same(t, would, groups)
	want := []frozen.Group{}
	for _, at := range [][2]string{{"a", "north"}, {"a1", "north"}, {"b", "west"}} {
		for _, employer := range []string{"acme", "beta"} {
			want = append(want, frozen.Group{Unit: at[0], Levels: []string{employer, "chat", at[1]}, People: 5})
		}
	}
	same(t, want, groups)
	kept, err := h.Read.Tree(t.Context(), survey)
	require.NoError(t, err)
	same(t, frozen.Tree{
		Split: frozen.Split{Units: true, Attributes: 3},
		Units: []frozen.Unit{
			{ID: "", Parent: -1, With: 0, Reported: true, Eligible: 30},
			{ID: "a", Parent: 0, With: 1, Reported: true, Eligible: 20},
			{ID: "a1", Parent: 1, With: 2, Reported: true, Eligible: 10},
			{ID: "b", Parent: 0, With: 3, Reported: true, Eligible: 10},
		},
		Levels: [][]string{{"acme", "beta"}, {"chat"}, {"north", "west"}},
	}, kept)
	above, err := h.Read.UnitsAbove(t.Context(), []string{"a", "b", "nowhere"})
	require.NoError(t, err)
	same(t, map[string]string{"a": "root", "a1": "a", "b": "root"}, above)
	require.Error(t, h.Try(t.Context(), func(ctx context.Context, s Store) error { return s.KeepTree(ctx, "s", kept) }), "once")
}
