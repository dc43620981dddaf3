package storetest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

func freezing(t *testing.T, h House) {
	h.Instrument(t, "i")
	require.Equal(t, int64(30), h.Opened(t, "all", "root").Eligible)
	require.Equal(t, int64(20), h.Opened(t, "twice", "a", "a1").Eligible, "nobody is asked twice")
	sheet, err := h.Read.Sheet(t.Context(), "all", person(1))
	require.NoError(t, err)
	same(t, domain.Sheet{Survey: "all", Answers: []byte{0, 0, 0}, Mark: domain.NoMark(), Place: domain.Place{
		Unit: "a", Employer: "beta", Site: "north", Shift: "night", Channel: "chat", Position: "agent",
	}}, sheet)

	h.Survey(t, "acme", func(s *domain.Survey) { s.Audience.Employers = []string{"acme"} }, "a", "b")
	h.Survey(t, "nobody", func(s *domain.Survey) { s.Audience.Employers = []string{"gamma"} }, "root")
	h.Write(t, func(ctx context.Context, s Store) error {
		opened, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "acme", "")
		require.NoError(t, err)
		require.Equal(t, int64(15), opened.Eligible)
		return nil
	})
	for _, when := range []time.Time{At, At.AddDate(1, 0, 0)} {
		err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
			_, err := domain.OpenSurvey(ctx, s, model.Everything(), when, "nobody", "")
			return err
		})
		require.ErrorIs(t, err, domain.ErrAudienceTooSmall)
	}
}

// All work on the days of 2026, which begin and end in Shanghai before they do in New York.
func eachSiteHasItsDay(t *testing.T, h House) {
	h.Instrument(t, "i")
	tests := []struct {
		id   string
		when time.Time
		want int64
		asks []int // one of a1, of a and of b
	}{
		{"nobody yet", time.Date(2025, 12, 31, 15, 59, 0, 0, time.UTC), 0, nil},
		{"Shanghai first", time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC), 20, []int{0, 1}},
		{"New York last", time.Date(2026, 1, 1, 5, 0, 0, 0, time.UTC), 30, []int{0, 1, 2}},
		{"Shanghai has gone", time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), 10, []int{2}},
		{"New York stays on", time.Date(2027, 1, 1, 4, 59, 0, 0, time.UTC), 10, []int{2}},
		{"nobody is left", time.Date(2027, 1, 1, 5, 0, 0, 0, time.UTC), 0, nil},
	}
	for _, test := range tests {
		h.Survey(t, test.id, nil, "root")
		err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
			opened, err := domain.OpenSurvey(ctx, s, model.Everything(), test.when, test.id, "")
			require.Equal(t, test.want, opened.Eligible, test.id)
			return err
		})
		if test.want == 0 {
			require.ErrorIs(t, err, domain.ErrAudienceTooSmall, test.id)
			continue
		}
		require.NoError(t, err, test.id)
		var asks []int
		for n := range 3 {
			_, err := h.Read.Sheet(t.Context(), test.id, person(n))
			if err == nil {
				asks = append(asks, n)
				continue
			}
			require.ErrorIs(t, err, model.ErrNotFound, test.id)
		}
		require.Equal(t, test.asks, asks, test.id)
	}
}

func fillingIn(t *testing.T, h House) {
	h.Instrument(t, "i")
	items := Questions(t)
	h.Survey(t, "draft", nil, "root")
	h.Opened(t, "s", "a")
	require.NoError(t, h.Submit(t.Context(), items, "s", person(0), 0))
	require.NoError(t, h.Submit(t.Context(), items, "s", person(1), 1))
	require.NoError(t, h.Submit(t.Context(), items, "s", person(1), 2), "a second answer takes the place of the first")
	require.ErrorIs(t, h.Submit(t.Context(), items, "s", person(2), 1), model.ErrNotFound, "who is in b is not asked")
	require.ErrorIs(t, h.Submit(t.Context(), items, "s", "P00", 1), model.ErrNotFound)
	require.ErrorIs(t, h.Submit(t.Context(), items, "s", "", 1), model.ErrNotFound)
	require.ErrorIs(t, h.Submit(t.Context(), items, "draft", person(0), 1), model.ErrNotFound)
	require.ErrorIs(t, h.Submit(t.Context(), items, "nothing", person(0), 1), model.ErrNotFound)

	sheet, err := h.Read.Sheet(t.Context(), "s", person(1))
	require.NoError(t, err)
	require.True(t, sheet.Answered)
	require.Equal(t, []byte{3, 3, 3}, sheet.Answers)
	require.Len(t, sheet.Mark, len(domain.NoMark()))
	require.True(t, sheet.FilledInBy(by(person(1))))
	assigned, err := h.Read.Assigned(t.Context(), by(person(1)), At, 10)
	require.NoError(t, err)
	require.Len(t, assigned, 1)
	require.True(t, assigned[0].Answered)
	require.Equal(t, "s", assigned[0].Survey.ID)
	for _, other := range []model.Scope{{Self: person(1)}, {Self: person(1), WayIn: "of " + person(0)}} {
		require.False(t, sheet.FilledInBy(other))
		assigned, err = h.Read.Assigned(t.Context(), other, At, 10)
		require.NoError(t, err)
		require.Len(t, assigned, 1)
		require.False(t, assigned[0].Answered)
	}

	h.Write(t, func(ctx context.Context, s Store) error {
		closed, err := domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		require.Equal(t, domain.Participation{Eligible: 20, Responses: 2}, closed.Participation)
		return err
	})
	require.ErrorIs(t, h.Submit(t.Context(), items, "s", person(1), 0), domain.ErrSurveyNotOpen)
	after, err := h.Read.Sheet(t.Context(), "s", person(1))
	require.NoError(t, err)
	sheet.Mark = domain.NoMark()
	same(t, sheet, after)
	assigned, err = h.Read.Assigned(t.Context(), by(person(1)), At, 10)
	require.NoError(t, err)
	require.Empty(t, assigned)

	h.Survey(t, "timed", func(s *domain.Survey) { s.CloseTime = At.Add(time.Microsecond) }, "a")
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "timed", "")
		return err
	})
	require.NoError(t, h.Submit(t.Context(), items, "timed", person(0), 0))
	fill := func(now time.Time) (kept bool) {
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			kept, err = s.FillIn(ctx, "timed", person(0), []byte{1, 1, 1}, domain.NoMark(), now)
			return err
		})
		return kept
	}
	require.True(t, fill(At))
	require.False(t, fill(At.Add(time.Microsecond)), "nothing is taken from the time of the close on, whenever it is closed")
}

// An answer that was acknowledged counts, and none is taken once the survey is closed, however the two run into each other.
func closeAndAnswers(t *testing.T, h House) {
	h.Instrument(t, "i")
	items := Questions(t)
	for round := range 5 {
		id := string(rune('a' + round))
		h.Opened(t, id, "root")
		var taken atomic.Int64
		var answering sync.WaitGroup
		started := make(chan struct{}, 30)
		for n := range 30 {
			answering.Go(func() {
				started <- struct{}{}
				switch err := h.Submit(t.Context(), items, id, person(n), 1); {
				case err == nil:
					taken.Add(1)
				default:
					// require would end this goroutine alone
					if !domain.ErrSurveyNotOpen.Is(err) {
						t.Errorf("%s: %v", person(n), err)
					}
				}
			})
		}
		for range 6 * round {
			<-started
		}
		var closed domain.Survey
		h.Write(t, func(ctx context.Context, s Store) (err error) {
			closed, err = domain.CloseSurvey(ctx, s, model.Everything(), At, id, "")
			return err
		})
		answering.Wait()
		require.Equal(t, taken.Load(), closed.Participation.Responses)
		var answered int64
		for n := range 30 {
			sheet, err := h.Read.Sheet(t.Context(), id, person(n))
			require.NoError(t, err)
			if sheet.Answered {
				answered++
			}
		}
		require.Equal(t, taken.Load(), answered)
	}
}

func erasing(t *testing.T, h House) {
	h.Instrument(t, "i")
	items := Questions(t)
	gone := person(3)
	h.Opened(t, "closed", "root")
	h.Opened(t, "open", "root")
	for _, survey := range []string{"closed", "open"} {
		require.NoError(t, h.Submit(t.Context(), items, survey, gone, 1))
		require.NoError(t, h.Submit(t.Context(), items, survey, person(4), 1))
	}
	h.Write(t, func(ctx context.Context, s Store) error {
		_, err := domain.CloseSurvey(ctx, s, model.Everything(), At, "closed", "")
		return err
	})
	sheets, err := h.Read.Sheets(t.Context(), gone)
	require.NoError(t, err)
	require.Equal(t, []string{"closed", "open"}, ids(sheets, func(s domain.Sheet) string { return s.Survey }))

	for range 2 {
		h.Write(t, func(ctx context.Context, s Store) error {
			return domain.ErasePerson(ctx, s, gone)
		})
	}
	sheets, err = h.Read.Sheets(t.Context(), gone)
	require.NoError(t, err)
	require.Empty(t, sheets)
	require.ErrorIs(t, h.Submit(t.Context(), items, "open", gone, 1), model.ErrNotFound)
	h.Write(t, func(ctx context.Context, s Store) error {
		counted, err := s.Settle(ctx, domain.Survey{Header: model.Header{ID: "closed"}, SurveyDraft: domain.SurveyDraft{Mode: domain.Confidential}})
		require.Equal(t, domain.Participation{Eligible: 30, Responses: 2}, counted, "what was counted stands")
		require.NoError(t, err)
		closed, err := domain.CloseSurvey(ctx, s, model.Everything(), At, "open", "")
		require.Equal(t, domain.Participation{Eligible: 29, Responses: 1}, closed.Participation)
		return err
	})
	later := h.Opened(t, "later", "root")
	require.Equal(t, int64(29), later.Eligible, "nobody asks the erased again")
}
