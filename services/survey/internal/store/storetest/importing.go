package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

// imported opens a survey that takes imports.
func (h House) imported(t testing.TB, id string, units ...string) {
	t.Helper()
	h.Survey(t, id, func(s *domain.Survey) { s.Intake = domain.ByImport }, units...)
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, id, "")
		return err
	})
}

func importing(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.imported(t, "s", "a")
	h.imported(t, "other", "root")
	fill := func(sheets ...domain.Filled) (missing map[string]bool) {
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			missing, err = s.FillInAll(ctx, "s", sheets)
			return err
		})
		return missing
	}
	require.Empty(t, fill())
	var all []domain.Filled
	want := map[string]bool{}
	for n := range 30 {
		all = append(all, domain.Filled{Person: person(29 - n), Answers: []byte{1, byte(n), 2}})
		if n%3 == 2 {
			want[person(n)] = true // who is in b is not asked
		}
	}
	require.Equal(t, want, fill(all...))
	require.Equal(t, map[string]bool{"P00": true, "": true}, fill(
		domain.Filled{Person: "P00", Answers: []byte{5, 5, 5}}, domain.Filled{Answers: []byte{5, 5, 5}},
		domain.Filled{Person: person(0), Answers: []byte{5, 0, 0}},
	))
	for n, answers := range map[int][]byte{0: {5, 0, 0}, 1: {1, 28, 2}, 28: {1, 1, 2}} {
		sheet, err := h.Read.Sheet(t.Context(), "s", person(n))
		require.NoError(t, err)
		require.True(t, sheet.Answered)
		require.Equal(t, answers, sheet.Answers)
		require.Equal(t, domain.NoMark(), sheet.Mark)
	}
	sheet, err := h.Read.Sheet(t.Context(), "other", person(0))
	require.NoError(t, err)
	require.False(t, sheet.Answered, "another survey's sheets stay as they are")

	items := Questions(t)
	require.ErrorIs(t, h.Submit(t.Context(), items, "s", person(0), 1), domain.ErrSurveyNotOpen, "nobody answers for themselves")
	assigned, err := h.Read.Assigned(t.Context(), by(person(0)), At, 10)
	require.NoError(t, err)
	require.Empty(t, assigned)

	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := s.SurveyToFill(ctx, "nothing")
		require.ErrorIs(t, err, model.ErrNotFound)
		survey, err := s.SurveyToFill(ctx, "s")
		require.NoError(t, err)
		require.Equal(t, domain.ByImport, survey.Intake)
		closed, err := domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		require.Equal(t, domain.Participation{Eligible: 20, Responses: 20}, closed.Participation)
		return err
	})
}

// What was taken counts, and nothing is taken once the survey is closed, however an import and the close run into each other.
func closeAndImport(t *testing.T, h House) {
	h.Instrument(t, "i")
	items := Questions(t)
	for round := range 4 {
		id := string(rune('a' + round))
		h.imported(t, id, "root")
		taken := make(chan int64, 30)
		for n := range 30 {
			go func() {
				var rows domain.Rows
				packed := rows.Pack(items, []domain.ImportRow{{Person: person(n), Answers: []item.Answer{{Item: "belong", Value: item.Rated(1)}}}})
				err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
					refused, err := domain.Import(ctx, s, model.Everything(), At, id, packed)
					if err == nil && refused[0] != nil {
						return refused[0]
					}
					return err
				})
				if err == nil {
					taken <- 1
					return
				}
				if !domain.ErrSurveyNotOpen.Is(err) {
					t.Errorf("%s: %v", person(n), err)
				}
				taken <- 0
			}()
		}
		var count int64
		for range 7 * round {
			count += <-taken
		}
		var closed domain.Survey
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			closed, err = domain.CloseSurvey(ctx, s, model.Everything(), At, id, "")
			return err
		})
		for range 30 - 7*round {
			count += <-taken
		}
		require.Equal(t, count, closed.Participation.Responses)
	}
}
