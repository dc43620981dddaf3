// Package storetest is what every engine's store of surveys must hold.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// House is a store under test with an organisation in its roster: the unit "root" at the site "north" in Shanghai, "a" and "b" below it,
// "b" at the site "west" in New York, "a1" below "a"; on the days of 2026 the people p00 to p29, in "a1", "a", "b" in turns, the even ones of "acme" and the odd ones of "beta".
type House struct {
	DB   *db.DB
	Bind func(*db.Tx) domain.Store
	Read domain.Reader
}

// Run tries the whole contract.
func Run(t *testing.T, open func(t *testing.T) House) {
	for name, test := range map[string]func(*testing.T, House){
		"instruments": instruments, "surveys": surveys, "listing": listing, "freezing": freezing, "tree": tree, "each site has its day": eachSiteHasItsDay, "filling in": fillingIn,
		"due": due, "a close waits for answers": closeAndAnswers, "erasing": erasing,
		"rollback": rollback, "erasing at the same time": erasingAtTheSameTime, "one opening": oneOpening,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// At is when the tests begin.
var At = time.Date(2026, 6, 1, 8, 0, 0, 123456000, time.UTC)

// Write runs fn in a transaction that must be kept.
func (h House) Write(t testing.TB, fn func(ctx context.Context, s domain.Store) error) {
	t.Helper()
	require.NoError(t, h.Try(t.Context(), fn))
}

// Try runs fn in a transaction.
func (h House) Try(ctx context.Context, fn func(ctx context.Context, s domain.Store) error) error {
	return h.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return fn(ctx, h.Bind(tx)) })
}

// Questions are three items of different scales, the first required.
func Questions(t testing.TB) domain.Items {
	t.Helper()
	items, err := domain.NewItems([]domain.Item{
		{ID: "belong", Text: model.Text{"en": "I belong here.", "zh-CN": "我在这里有归属感。"}, Required: true, Min: 1, Max: 5},
		{ID: "Belong", Text: model.Text{"en": "I would recommend us."}, Min: 0, Max: 10},
		{ID: "change_1", Text: model.Text{"en": "It has become better. 🙂"}, Min: -3, Max: 3},
	})
	require.NoError(t, err)
	return items
}

// Instrument keeps a published instrument with the questions.
func (h House) Instrument(t testing.TB, id string) domain.Instrument {
	t.Helper()
	instrument := domain.Instrument{
		Header:          model.NewHeader(id, At),
		InstrumentDraft: domain.InstrumentDraft{DisplayName: model.Text{"en": "Pulse"}, Items: Questions(t)},
		Published:       true,
	}
	h.Write(t, func(ctx context.Context, s domain.Store) error { return s.SaveInstrument(ctx, instrument) })
	return instrument
}

// Survey keeps a draft that asks the units, after change.
func (h House) Survey(t testing.TB, id string, change func(*domain.Survey), units ...string) domain.Survey {
	t.Helper()
	survey := domain.Survey{
		Header: model.NewHeader(id, At),
		SurveyDraft: domain.SurveyDraft{
			DisplayName: model.Text{"en": "June"}, Instrument: "i", OwnerUnit: "root", Mode: domain.Confidential, Intake: domain.FromPeople,
			Audience: domain.Audience{Units: units},
		},
		State: domain.Draft,
	}
	if change != nil {
		change(&survey)
	}
	h.Write(t, func(ctx context.Context, s domain.Store) error { return s.SaveSurvey(ctx, survey) })
	return survey
}

// Opened is Survey, opened.
func (h House) Opened(t testing.TB, id string, units ...string) domain.Survey {
	t.Helper()
	h.Survey(t, id, nil, units...)
	var survey domain.Survey
	h.Write(t, func(ctx context.Context, s domain.Store) (err error) {
		survey, err = domain.OpenSurvey(ctx, s, model.Everything(), At, id, "")
		return err
	})
	return survey
}

// Submit answers all items with the first point of the scale moved by up.
func (h House) Submit(ctx context.Context, items domain.Items, survey, person string, up int32) error {
	var answers []domain.Answer
	for _, item := range items.All() {
		answers = append(answers, domain.Answer{Item: item.ID, Rating: item.Min + up})
	}
	return h.Try(ctx, func(ctx context.Context, s domain.Store) error {
		return domain.Submit(ctx, s, by(person), At, survey, items, answers)
	})
}

// by is a person who came in by the way in by which they answer.
func by(person string) model.Scope { return model.Scope{Self: person, WayIn: "of " + person} }

func person(n int) string { return fmt.Sprintf("p%02d", n) }

func same(t testing.TB, want, got any) {
	t.Helper()
	require.Empty(t, cmp.Diff(want, got, cmp.AllowUnexported(domain.Items{})))
}

func ids[T any](all []T, id func(T) string) []string {
	found := []string{}
	for _, one := range all {
		found = append(found, id(one))
	}
	return found
}
