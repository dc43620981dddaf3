package storetest

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Nobody is left behind in a survey that is opened, answered or closed while they are erased.
func erasingAtTheSameTime(t *testing.T, h House) {
	h.Instrument(t, "i")
	items := Questions(t)
	for n := range 20 {
		gone, suffix := person(n), strconv.Itoa(n)
		opening, closing := "opening-"+suffix, "closing-"+suffix
		h.Survey(t, opening, nil, "root")
		h.Opened(t, closing, "root")
		require.NoError(t, h.Submit(t.Context(), items, closing, gone, 1))

		var all sync.WaitGroup
		at := make(chan struct{})
		together := func(fn func(ctx context.Context, s Store) error) {
			all.Go(func() {
				<-at
				if err := h.Try(t.Context(), fn); err != nil {
					t.Error(err)
				}
			})
		}
		together(func(ctx context.Context, s Store) error {
			return domain.ErasePerson(ctx, s, gone)
		})
		together(func(ctx context.Context, s Store) error {
			_, err := domain.OpenSurvey(ctx, s, model.Everything(), At, opening, "")
			return err
		})
		together(func(ctx context.Context, s Store) error {
			_, err := domain.CloseSurvey(ctx, s, model.Everything(), At, closing, "")
			return err
		})
		all.Go(func() {
			<-at
			// Refused or not, it must not bring the person back.
			_ = h.Submit(t.Context(), items, closing, gone, 2)
		})
		close(at)
		all.Wait()
		sheets, err := h.Read.Sheets(t.Context(), gone)
		require.NoError(t, err)
		require.Empty(t, sheets)
	}
}

// Two who open, or close, at the same time do so once.
func oneOpening(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.Survey(t, "s", nil, "root")
	for _, step := range []func(context.Context, Store) (domain.Survey, error){
		func(ctx context.Context, s Store) (domain.Survey, error) {
			return domain.OpenSurvey(ctx, s, model.Everything(), At, "s", "")
		},
		func(ctx context.Context, s Store) (domain.Survey, error) {
			return domain.CloseSurvey(ctx, s, model.Everything(), At, "s", "")
		},
	} {
		versions := make([]int64, 8)
		var all sync.WaitGroup
		for i := range versions {
			all.Go(func() {
				err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
					survey, err := step(ctx, s)
					versions[i] = survey.Version
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, version := range versions {
			require.Equal(t, versions[0], version)
		}
	}
	closed, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, int64(3), closed.Version)
	require.Equal(t, domain.Participation{Eligible: 30}, closed.Participation)
}
