package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

func instruments(t *testing.T, h House) {
	kept := h.Instrument(t, "i")
	read, err := h.Read.Instrument(t.Context(), "i")
	require.NoError(t, err)
	same(t, kept, read)
	_, err = h.Read.Instrument(t.Context(), "I")
	require.ErrorIs(t, err, model.ErrNotFound)

	kept.Version, kept.UpdateTime, kept.DisplayName = 2, At.Add(time.Microsecond), model.Text{"zh-CN": "脉搏调研"}
	h.Write(t, func(ctx context.Context, s Store) error { return s.SaveInstrument(ctx, kept) })
	h.Write(t, func(ctx context.Context, s Store) error {
		read, err := s.InstrumentToChange(ctx, "i")
		same(t, kept, read)
		return err
	})

	h.Instrument(t, "i2")
	h.Instrument(t, "i1")
	list := model.List{Order: []model.Order{{Field: "id", Desc: true}}, Size: 2}
	found, err := h.Read.Instruments(t.Context(), list)
	require.NoError(t, err)
	require.Equal(t, []string{"i2", "i1", "i"}, ids(found, func(i domain.Instrument) string { return i.ID }), "one more than a page")
	list.After = []any{"i1"}
	found, err = h.Read.Instruments(t.Context(), list)
	require.NoError(t, err)
	require.Equal(t, []string{"i"}, ids(found, func(i domain.Instrument) string { return i.ID }))
}

func surveys(t *testing.T, h House) {
	h.Instrument(t, "i")
	kept := h.Survey(t, "s", func(s *domain.Survey) {
		s.Audience.Employers = []string{"acme", "beta"}
		s.CloseTime = At.Add(time.Hour)
		s.Split = domain.Split{K: 7, Attribute: domain.Shift, RootAttributes: []domain.Attribute{domain.Site, domain.Employer}}
	}, "a", "b")
	read, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	same(t, kept, read)

	kept.Version, kept.State, kept.Eligible, kept.CloseTime = 2, domain.Closed, 17, time.Time{}
	kept.OpenedTime, kept.ClosedTime, kept.ReleasedTime = At.Add(time.Second), At.Add(time.Minute), At.Add(time.Hour)
	kept.Split = domain.Split{K: 5}
	kept.Participation = domain.Participation{Eligible: 16, Responses: 9}
	kept.OwnerUnit, kept.Audience = "b", domain.Audience{Units: []string{"b"}, Employers: []string{"beta"}}
	h.Write(t, func(ctx context.Context, s Store) error { return s.SaveSurvey(ctx, kept) })
	h.Write(t, func(ctx context.Context, s Store) error {
		read, err := s.SurveyToChange(ctx, "s")
		same(t, kept, read)
		return err
	})
	_, err = h.Read.Survey(t.Context(), "S")
	require.ErrorIs(t, err, model.ErrNotFound)
	err = h.Try(t.Context(), func(ctx context.Context, s Store) error {
		kept.ID, kept.Version, kept.Instrument = "other", 1, "nowhere"
		return s.SaveSurvey(ctx, kept)
	})
	require.Error(t, err, "no survey without its instrument")
}

func listing(t *testing.T, h House) {
	h.Instrument(t, "i")
	one := func(id, owner string, employers ...string) {
		h.Survey(t, id, func(s *domain.Survey) {
			s.OwnerUnit, s.Audience.Employers = owner, employers
		}, owner)
	}
	one("s1", "root")
	one("s2", "a")
	one("s3", "a1", "acme")
	one("s4", "b", "acme", "beta")
	area := func(areas ...model.Area) model.Scope { return model.Scope{Areas: areas} }
	tests := []struct {
		name  string
		scope model.Scope
		want  []string
	}{
		{"nothing", model.Scope{}, []string{}},
		{"a person", model.Scope{Self: "p00"}, []string{}},
		{"everything", model.Everything(), []string{"s1", "s2", "s3", "s4"}},
		{"a subtree", area(model.Area{Unit: "a"}), []string{"s2", "s3"}},
		{"two subtrees", area(model.Area{Unit: "a1"}, model.Area{Unit: "b"}), []string{"s3", "s4"}},
		{"one employer in a subtree", area(model.Area{Unit: "root", Employer: "acme"}), []string{"s3"}},
		{"another employer", area(model.Area{Unit: "root", Employer: "beta"}), []string{}},
		{"an employer everywhere", area(model.Area{Employer: "acme"}), []string{"s3"}},
		{"an unknown unit", area(model.Area{Unit: "A"}), []string{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, err := h.Read.Surveys(t.Context(), test.scope, model.List{Size: 10})
			require.NoError(t, err)
			require.Equal(t, test.want, ids(found, func(s domain.Survey) string { return s.ID }))
		})
	}
	filtered := model.List{Size: 10, Conditions: []model.Condition{{Field: "owner_unit", Op: "!=", Value: "a"}, {Field: "state", Op: "=", Value: int64(domain.Draft)}}}
	found, err := h.Read.Surveys(t.Context(), area(model.Area{Unit: "a"}), filtered)
	require.NoError(t, err)
	require.Equal(t, []string{"s3"}, ids(found, func(s domain.Survey) string { return s.ID }))

	paged := model.List{Size: 1, Order: []model.Order{{Field: "create_time", Desc: true}}}
	var seen []string
	for range 4 {
		found, err := h.Read.Surveys(t.Context(), model.Everything(), paged)
		require.NoError(t, err)
		seen = append(seen, found[0].ID)
		paged.After = []any{found[0].CreateTime.UnixMicro(), found[0].ID}
	}
	require.Equal(t, []string{"s4", "s3", "s2", "s1"}, seen, "equal times are kept apart by the id")
}

func due(t *testing.T, h House) {
	h.Instrument(t, "i")
	one := func(id string, state domain.State, closes time.Time) {
		h.Survey(t, id, func(s *domain.Survey) { s.State, s.CloseTime = state, closes }, "a")
	}
	one("by-hand", domain.Open, time.Time{})
	one("later", domain.Open, At.Add(time.Microsecond))
	one("now", domain.Open, At)
	one("before", domain.Open, At.Add(-time.Hour))
	one("draft", domain.Draft, At.Add(-time.Hour))
	one("closed", domain.Closed, At.Add(-time.Hour))
	found, err := h.Read.Due(t.Context(), At)
	require.NoError(t, err)
	require.Equal(t, []string{"before", "now"}, found)
	h.Write(t, func(ctx context.Context, s Store) error {
		for _, id := range []string{"by-hand", "later", "now", "before", "draft", "closed"} {
			if err := domain.CloseDue(ctx, s, At, id); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
		return nil
	})
	for id, want := range map[string]domain.State{
		"by-hand": domain.Open, "later": domain.Open, "now": domain.Closed, "before": domain.Closed, "draft": domain.Draft, "closed": domain.Closed,
	} {
		read, err := h.Read.Survey(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, want, read.State, id)
	}
}

func rollback(t *testing.T, h House) {
	h.Instrument(t, "i")
	h.Survey(t, "s", nil, "root")
	undo := errors.New("undo")
	err := h.Try(t.Context(), func(ctx context.Context, s Store) error {
		if _, err := domain.OpenSurvey(ctx, s, model.Everything(), At, "s", ""); err != nil {
			return err
		}
		return undo
	})
	require.ErrorIs(t, err, undo)
	read, err := h.Read.Survey(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, domain.Draft, read.State)
	_, err = h.Read.Sheet(t.Context(), "s", person(0))
	require.ErrorIs(t, err, model.ErrNotFound)
}
